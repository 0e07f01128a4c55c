import type { Status } from "@wirescope/query";
import { X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useDashboard } from "../components/dashboard-context.ts";
import { formatCounted, formatPercent } from "../format/number.ts";
import { formatDuration } from "../format/time.ts";
import { useStore } from "../state/use-store.ts";
import "./banners.css";

const SECOND_MS = 1000;
/** A quiet line is normal for a moment; after this many seconds it is worth a sentence. */
const QUIET_SECONDS = 10;

/** Everything that the page has to say about itself, one line each. */
export function Banners(): ReactNode {
  const dashboard = useDashboard();
  const notices = useStore(dashboard.notices.sentences);
  return (
    <div className="banners">
      <Disconnected />
      <NewVersion />
      <Reading />
      <HistoryTrouble />
      <Quiet />
      {notices.map((notice) => (
        <div key={notice} className="banner">
          <p>{notice}</p>
          <button
            type="button"
            className="button button-quiet button-icon"
            aria-label="Dismiss"
            onClick={() => dashboard.notices.dismiss(notice)}
          >
            <X size={14} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}

function Disconnected(): ReactNode {
  const dashboard = useDashboard();
  const active = useStore(dashboard.active);
  const connection = useStore(active.connection);
  const format = useStore(dashboard.format);
  const now = useClock(connection.kind === "lost");
  if (connection.kind !== "lost") return null;
  const wait = Math.max(0, Math.ceil((connection.retryAt - now) / SECOND_MS));
  return (
    <div className="banner banner-warn" role="status">
      <p>
        Server not reachable since {format.clock(connection.since * 1000)},{" "}
        {wait === 0 ? "trying again" : `retrying in ${wait} s`}. The page shows what it holds.
      </p>
      <button type="button" className="button" onClick={active.retryNow}>
        Retry now
      </button>
    </div>
  );
}

function NewVersion(): ReactNode {
  const dashboard = useDashboard();
  const status = useStore(dashboard.poll.status);
  const active = useStore(dashboard.active);
  const [first, setFirst] = useState<string | undefined>(undefined);
  const version = active.kind === "server" ? status?.version : undefined;
  useEffect(() => setFirst((before) => before ?? version), [version]);
  if (version === undefined || first === undefined || version === first) return null;
  return (
    <div className="banner">
      <p>The server was updated to {version}.</p>
      <button type="button" className="button" onClick={() => window.location.reload()}>
        Reload
      </button>
    </div>
  );
}

/** A file: how far it is read, what was wrong with it, and that it went nowhere. */
function Reading(): ReactNode {
  const dashboard = useDashboard();
  const active = useStore(dashboard.active);
  const status = useStore(dashboard.poll.status);
  const frame = useStore(dashboard.feed.shown);
  if (status?.mode !== "file") {
    return status === undefined ? null : <Trouble status={status} />;
  }
  const reading = frame?.state === "running" || frame?.state === "starting";
  const progress = reading ? (frame?.progress ?? 0) : 1;
  const cancel = active.cancelReading;
  if (!reading && status.problem === undefined && active.kind === "server") return null;
  return (
    <div className={status.problem === undefined ? "banner" : "banner banner-warn"} role="status">
      {reading && (
        <>
          <progress value={progress} max={1} aria-label="Reading the file" />
          <p>
            Reading {status.sources.join(", ")}: {formatPercent(progress)},{" "}
            {formatCounted(frame?.totals.allPackets ?? 0, "packet")}.
          </p>
        </>
      )}
      {!reading && status.problem === undefined && (
        <p>{status.sources.join(", ")} is read here and stays in this browser.</p>
      )}
      {status.problem !== undefined && <p>{status.problem}</p>}
      {reading && cancel !== undefined && (
        <button type="button" className="button" onClick={cancel}>
          Cancel, keep what was read
        </button>
      )}
    </div>
  );
}

/** A capture that stopped, or one of several that is down or gone while the others go on. */
function Trouble({ status }: { readonly status: Status }): ReactNode {
  const stopped = status.state === "failed";
  if (!stopped && (status.state !== "running" || status.problem === undefined)) return null;
  return (
    <div className="banner banner-warn" role="status">
      <p>{status.problem ?? "The capture stopped."}</p>
    </div>
  );
}

/** What is wrong with the history while the capture goes on. */
function HistoryTrouble(): ReactNode {
  const problem = useStore(useDashboard().inquiry.history.extent)?.problem;
  if (problem === undefined) return null;
  return (
    <div className="banner banner-warn" role="status">
      <p>{problem}</p>
    </div>
  );
}

/** No packets for a while: since when, and what the last one was. */
function Quiet(): ReactNode {
  const dashboard = useDashboard();
  const status = useStore(dashboard.poll.status);
  const connection = useStore(useStore(dashboard.active).connection);
  const pause = useStore(dashboard.feed.pause);
  const quiet = useStore(dashboard.quiet.state);
  const interfaces = useStore(dashboard.interfaces);
  const format = useStore(dashboard.format);
  const { follows } = useStore(dashboard.inquiry.scope);
  const capturing = status?.mode === "live" && status.state === "running";
  const listening = capturing && follows && !pause.paused;
  const seconds = Math.floor((quiet.until - quiet.since) / SECOND_MS);
  if (!listening || connection.kind !== "connected" || seconds < QUIET_SECONDS) return null;
  const others = interfaces.filter((entry) => entry.up && !entry.capturing && !entry.loopback);
  return (
    <div className="banner">
      <p>
        No packets on {status.sources.join(", ")} for {formatDuration(seconds)}.
        {quiet.last !== undefined &&
          ` Last: ${format.clock(quiet.last.time)} ${quiet.last.protocol} from ${quiet.last.source}.`}
        {others.length > 0 &&
          ` Also here: ${others.map((entry) => entry.name).join(", ")} (start with -i).`}
      </p>
    </div>
  );
}

/** Milliseconds since 1970, renewed each second while `ticking`. */
function useClock(ticking: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!ticking) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
