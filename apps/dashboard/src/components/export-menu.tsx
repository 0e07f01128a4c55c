import { Download } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Exporter, ExportScope } from "../session/exporter.ts";
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
  readonly scope: () => ExportScope;
}

/** Saves what a list shows. */
export function ExportMenu({ label, iconOnly, choices, scope }: ExportMenuProps): ReactNode {
  const { exporter } = useStore(useDashboard().active);
  const possible = choices.filter(
    ({ request }) => exporter.kind === "link" || exporter.formats.includes(request.format),
  );
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
          {possible.map((choice) => (
            <li key={choice.title}>
              <Choice choice={choice} exporter={exporter} scope={scope()} onDone={close} />
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}

interface ChoiceProps {
  readonly choice: ExportChoice;
  readonly exporter: Exporter;
  readonly scope: ExportScope;
  readonly onDone: () => void;
}

function Choice({ choice, exporter, scope, onDone }: ChoiceProps): ReactNode {
  const dashboard = useDashboard();
  const [writing, setWriting] = useState(false);
  const { title, detail, request } = choice;
  const face = (
    <>
      <span>{title}</span>
      <span className="export-detail">{writing ? "Writing…" : detail}</span>
    </>
  );
  if (exporter.kind === "link") {
    return (
      <a href={exporter.url(request, scope)} download onClick={() => setTimeout(onDone)}>
        {face}
      </a>
    );
  }
  const { make } = exporter;
  async function write(): Promise<void> {
    setWriting(true);
    try {
      saveBlob(await make(request, scope), `wirescope-${request.of}.${request.format}`);
    } catch (error) {
      dashboard.notices.add(error instanceof Error ? error.message : String(error));
    }
    onDone();
  }
  return (
    <button type="button" disabled={writing} onClick={() => void write()}>
      {face}
    </button>
  );
}

/** Hands a file to the browser's downloads. */
function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
