import type { ReactNode } from "react";
import { localZoneName } from "../format/time-zone.ts";
import { useStore } from "../state/use-store.ts";
import { useDashboard } from "./dashboard-context.ts";

const NAMES = Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC");
const LISTED: ReadonlySet<string> = new Set([...NAMES, "UTC"]);

interface ZoneSelectProps {
  readonly id: string;
  readonly className: string;
}

/** Whose clock the page shows. */
export function ZoneSelect({ id, className }: ZoneSelectProps): ReactNode {
  const dashboard = useDashboard();
  const { zone } = useStore(dashboard.view);
  // A zone has several names, of which a browser lists one: Asia/Kolkata may be Asia/Calcutta.
  const names = zone === undefined || LISTED.has(zone) ? NAMES : [zone, ...NAMES];
  return (
    <select
      id={id}
      className={className}
      value={zone ?? ""}
      onChange={(event) => dashboard.setZone(event.target.value || undefined)}
    >
      <option value="">Local ({localZoneName()})</option>
      <option value="UTC">UTC</option>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
