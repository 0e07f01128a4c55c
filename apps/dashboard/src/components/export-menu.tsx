import { Download } from "lucide-react";
import type { ReactNode } from "react";
import type { ExportChoice } from "../state/export-choices.ts";
import { useStore } from "../state/use-store.ts";
import { useDashboard } from "./dashboard-context.ts";
import { Popover } from "./popover.tsx";
import "./export-menu.css";

interface ExportMenuProps {
  readonly label: string;
  readonly iconOnly?: boolean;
  readonly choices: readonly ExportChoice[];
  /** Range and filter, read when the menu opens. */
  readonly scope: () => Readonly<Record<string, string | undefined>>;
}

/** Saves what a list shows; absent where the session has nobody who could write it. */
export function ExportMenu({ label, iconOnly, choices, scope }: ExportMenuProps): ReactNode {
  const { exportUrl } = useStore(useDashboard().active);
  if (exportUrl === undefined) return null;
  return (
    <Popover
      className="button button-quiet export-button"
      label={label}
      title={label}
      face={
        <>
          <Download size={14} aria-hidden />
          {iconOnly ? undefined : <span className="export-word">Save</span>}
          <span className="offscreen">{iconOnly ? label : `: ${label}`}</span>
        </>
      }
    >
      {(close) => (
        <ul className="export-choices">
          {choices.map(({ title, detail, parameters }) => (
            <li key={title}>
              <a
                href={exportUrl({ ...scope(), ...parameters })}
                download
                onClick={() => setTimeout(close)}
              >
                <span>{title}</span>
                <span className="export-detail">{detail}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
