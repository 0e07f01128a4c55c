import { ChartNoAxesColumn, CircleHelp, Command, FolderOpen, Moon, Radar, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { CopyLinkButton } from "../../components/copy-link-button.tsx";
import { useDashboard, usePage } from "../../components/dashboard-context.ts";
import { OpenFileButton } from "../../components/open-file-button.tsx";
import { useStore } from "../../state/use-store.ts";
import { formatView } from "../../state/view-url.ts";
import { TimeControl } from "../time/time-control.tsx";
import { FilterBox } from "./filter-box.tsx";
import "./top-bar.css";

interface TopBarProps {
  /** False while there is nothing to ask about. */
  readonly asking: boolean;
  readonly onHelp: () => void;
  readonly onFind: () => void;
}

export function TopBar({ asking, onHelp, onFind }: TopBarProps): ReactNode {
  return (
    <div className="top-bar">
      <span className="brand">Wirescope</span>
      <Pages />
      <Source />
      {asking ? (
        <>
          <FilterBox />
          <TimeControl />
        </>
      ) : (
        <span className="top-bar-space" />
      )}
      <PageTools onHelp={onHelp} onFind={onFind} />
    </div>
  );
}

const PAGE_LINKS = [
  { page: "overview", title: "Overview", Icon: Radar },
  { page: "usage", title: "Usage", Icon: ChartNoAxesColumn },
] as const;

/** The pages, as links that can be opened in another tab. */
export function Pages(): ReactNode {
  const dashboard = useDashboard();
  const view = useStore(dashboard.view);
  return (
    <nav className="pages" aria-label="Pages">
      {PAGE_LINKS.map(({ page, title, Icon }) => (
        <a
          key={page}
          href={formatView({ ...view, page, packet: undefined, flow: undefined }) || "/"}
          aria-current={view.page === page ? "page" : undefined}
          title={title}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            dashboard.setPage(page);
          }}
        >
          <Icon size={16} aria-hidden />
          <span className="page-title">{title}</span>
        </a>
      ))}
    </nav>
  );
}

/** Controls of the page itself; on phones they stand at its foot. */
export function PageTools({ onHelp, onFind }: Pick<TopBarProps, "onHelp" | "onFind">): ReactNode {
  const { theme } = usePage();
  const shade = useStore(theme.current);
  const other = shade === "dark" ? "light" : "dark";
  return (
    <div className="page-tools">
      <button
        type="button"
        className="button button-quiet button-icon"
        aria-label="Go to anything"
        title="Go to anything (Ctrl K)"
        onClick={onFind}
      >
        <Command size={16} aria-hidden />
      </button>
      <CopyLinkButton />
      <OpenFileButton className="button button-quiet button-icon" label="Open a capture file">
        <FolderOpen size={16} aria-hidden />
      </OpenFileButton>
      <button
        type="button"
        className="button button-quiet button-icon"
        aria-label={`Use the ${other} theme`}
        title={`Use the ${other} theme (D)`}
        onClick={() => theme.toggle()}
      >
        {shade === "dark" ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
      </button>
      <button
        type="button"
        className="button button-quiet button-icon page-keys"
        aria-label="Keys"
        title="Keys (?)"
        onClick={onHelp}
      >
        <CircleHelp size={16} aria-hidden />
      </button>
    </div>
  );
}

/** Where the packets come from, and whether they are being recorded. */
export function Source(): ReactNode {
  const dashboard = useDashboard();
  const status = useStore(dashboard.poll.status);
  const active = useStore(dashboard.active);
  if (status === undefined) return <span className="source" />;
  const name = status.sources.join(", ") || "no source";
  const detail = [
    status.backend,
    status.captureFilter === undefined ? undefined : `filter ${status.captureFilter}`,
  ].filter((part) => part !== undefined);
  return (
    <span className="source" title={detail.join(" · ")}>
      <span className="source-name" dir="auto">
        {name}
      </span>
      {active.kind === "file" ? (
        <button type="button" className="button" onClick={() => dashboard.closeFile()}>
          Close file
        </button>
      ) : (
        <span className={`source-state source-${status.state}`}>
          {sourceState(status.mode, status.state)}
        </span>
      )}
    </span>
  );
}

function sourceState(mode: string, state: string): string {
  if (mode === "demo") return "replayed";
  if (mode === "history") return "history";
  if (mode === "file") return state === "finished" ? "file" : "reading";
  return state === "running" ? "recording" : state;
}
