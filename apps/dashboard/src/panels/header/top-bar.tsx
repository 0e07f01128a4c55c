import { CircleHelp, FolderOpen, Moon, Pause, Play, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { useDashboard, usePage } from "../../components/dashboard-context.ts";
import { OpenFileButton } from "../../components/open-file-button.tsx";
import { formatCount } from "../../format/number.ts";
import { formatClock } from "../../format/time.ts";
import { useStore } from "../../state/use-store.ts";
import { FilterBox } from "./filter-box.tsx";
import "./top-bar.css";

interface TopBarProps {
  /** False while there is nothing to ask about. */
  readonly asking: boolean;
  readonly onHelp: () => void;
}

export function TopBar({ asking, onHelp }: TopBarProps): ReactNode {
  return (
    <div className="top-bar">
      <span className="brand">Wirescope</span>
      <Source />
      {asking ? (
        <>
          <FilterBox />
          <LiveControl />
        </>
      ) : (
        <span className="top-bar-space" />
      )}
      <PageTools onHelp={onHelp} />
    </div>
  );
}

/** Controls of the page itself; on phones they stand at its foot. */
export function PageTools({ onHelp }: { readonly onHelp: () => void }): ReactNode {
  const { theme } = usePage();
  const shade = useStore(theme.current);
  const other = shade === "dark" ? "light" : "dark";
  return (
    <div className="page-tools">
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
        className="button button-quiet button-icon"
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
  if (mode === "file") return state === "finished" ? "file" : "reading";
  return state === "running" ? "recording" : state;
}

/** Live, paused or a file: one control shows it and changes it. */
function LiveControl(): ReactNode {
  const dashboard = useDashboard();
  const pause = useStore(dashboard.feed.pause);
  const frame = useStore(dashboard.feed.shown);
  const status = useStore(dashboard.poll.status);
  const connection = useStore(useStore(dashboard.active).connection);
  if (pause.paused) {
    return (
      <button
        type="button"
        className="button live-control live-paused"
        title="Resume (Space)"
        onClick={() => dashboard.setPaused(false)}
      >
        <Play size={14} aria-hidden />
        <span className="live-word">PAUSED</span>
        <span className="live-clock">{formatClock(pause.at)}</span>
        <span className="live-count">{formatCount(pause.arrived)} new</span>
        <span className="offscreen">, resume the view</span>
      </button>
    );
  }
  if (status?.mode === "file" && (frame?.state ?? status.state) === "finished") return null;
  const live = frame?.state === "running" && connection.kind === "connected";
  return (
    <button
      type="button"
      className={live ? "button live-control live-on" : "button live-control"}
      title="Pause the view; recording goes on (Space)"
      disabled={frame === undefined}
      onClick={() => dashboard.setPaused(true)}
    >
      <span className="live-dot" aria-hidden />
      <span className="live-word">{live ? "LIVE" : "WAITING"}</span>
      <Pause size={14} aria-hidden />
      <span className="live-pause" aria-hidden>
        Pause view
      </span>
      <span className="offscreen">, pause the view</span>
    </button>
  );
}
