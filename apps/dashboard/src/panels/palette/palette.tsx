import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { usePage } from "../../components/dashboard-context.ts";
import { COMMANDS, type CommandActs } from "../../state/commands.ts";
import { readFilter } from "../../state/filter-language.ts";
import { type PaletteEntry, type PaletteKind, searchPalette } from "../../state/palette.ts";
import { type DirectActs, directEntry } from "../../state/palette-direct.ts";
import { loadPaletteValues } from "../../state/palette-values.ts";
import { useStore } from "../../state/use-store.ts";
import "./palette.css";

const KIND_NAMES: Readonly<Record<PaletteKind, string>> = {
  command: "",
  host: "host",
  name: "name",
  port: "port",
  packet: "packet",
  time: "time",
  filter: "filter",
};

const PREFIXES = [
  [">", "commands"],
  ["@", "hosts and names"],
  [":", "ports"],
  ["#", "packet"],
  ["t", "time"],
] as const;

interface PaletteProps {
  readonly acts: CommandActs;
  readonly onClose: () => void;
}

/** One box for pages, commands, hosts, names, ports, packets and times (ARIA APG, editable combobox). */
export function Palette({ acts, onClose }: PaletteProps): ReactNode {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const found = useFound(typed, acts);
  const chosen = Math.min(active, found.length - 1);

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [id, chosen]);

  function take(entry: PaletteEntry | undefined): void {
    if (entry === undefined) return;
    // Closed first, since what runs may move the focus.
    dialog.current?.close();
    entry.run();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const last = found.length - 1;
    switch (event.key) {
      case "ArrowDown":
        setActive(chosen >= last ? 0 : chosen + 1);
        break;
      case "ArrowUp":
        setActive(chosen <= 0 ? last : chosen - 1);
        break;
      case "Enter":
        take(found[chosen]);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press beside the panel closes it; Escape does so too
    <dialog
      ref={dialog}
      className="palette"
      aria-label="Go to anything"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      <div className="palette-body">
        <input
          className="palette-input"
          type="text"
          role="combobox"
          aria-label="Search pages, commands, hosts, names and ports"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
          placeholder="Pages, commands, hosts, names, ports …"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          enterKeyHint="go"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div id={`${id}-list`} className="palette-list" role="listbox" aria-label="Found">
          {found.map((entry, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys of its list
            <div
              key={`${entry.kind} ${entry.title} ${entry.detail}`}
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === chosen}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(entry)}
            >
              <span className="palette-title" dir="auto">
                {entry.title}
              </span>
              {entry.kind === "command" ? (
                <kbd>{entry.detail}</kbd>
              ) : (
                <>
                  <span className="palette-detail">{entry.detail}</span>
                  <span className="palette-kind">{KIND_NAMES[entry.kind]}</span>
                </>
              )}
            </div>
          ))}
        </div>
        {found.length === 0 && <p className="palette-none">Nothing is called that.</p>}
        <p className="palette-help">
          {PREFIXES.map(([prefix, finds]) => (
            <span key={prefix}>
              <kbd>{prefix}</kbd> {finds}
            </span>
          ))}
        </p>
      </div>
    </dialog>
  );
}

/** What the text names itself stands first where it is meant, last where it may be. */
function useFound(typed: string, acts: CommandActs): readonly PaletteEntry[] {
  const { dashboard, recent } = usePage();
  const format = useStore(dashboard.format);
  const [values, setValues] = useState<readonly PaletteEntry[]>([]);
  useEffect(() => {
    let current = true;
    const { session } = dashboard.active.getSnapshot();
    const choose = (filter: string) => {
      dashboard.setPage("overview");
      dashboard.act(filter, "and");
    };
    void loadPaletteValues(session, dashboard.inquiry.range, choose).then((loaded) => {
      if (current) setValues(loaded);
    });
    return () => {
      current = false;
    };
  }, [dashboard]);
  const commands = useMemo(
    () =>
      COMMANDS.filter((command) => command.isPossible(dashboard)).map(
        ({ title, keys, run }): PaletteEntry => ({
          kind: "command",
          title,
          detail: keys,
          run: () => run(dashboard, acts),
        }),
      ),
    [dashboard, acts],
  );
  return useMemo(() => {
    const direct: DirectActs = {
      openPacket: (number) => {
        dashboard.setPage("overview");
        dashboard.openPacket(number);
      },
      setWindow: (window) => {
        dashboard.setPage("overview");
        dashboard.setWindow(window);
      },
      filter: (text) => {
        void readFilter(text).then((result) => {
          if (result.kind === "bad") {
            dashboard.notices.add(result.problem.message);
            return;
          }
          recent.add(result.text);
          dashboard.setPage("overview");
          dashboard.setFilter(result.text);
        });
      },
    };
    const found = searchPalette(typed, [...commands, ...values]);
    const named = directEntry(typed, direct, { format, now: dashboard.now });
    if (named === undefined) return found;
    return named.kind === "filter" ? [...found, named] : [named, ...found];
  }, [typed, commands, values, dashboard, recent, format]);
}
