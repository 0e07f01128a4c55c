import { ChevronDown, Clock, FileClock, Pause, Play } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import { Popover } from "../../components/popover.tsx";
import { PHONE, useMedia } from "../../components/use-media.ts";
import { formatCount } from "../../format/number.ts";
import { formatDuration } from "../../format/time.ts";
import { isEmptyFile } from "../../state/empty-file.ts";
import { fileSeconds, SECOND, windowName } from "../../state/time-window.ts";
import { useStore } from "../../state/use-store.ts";
import "./time-control.css";

const TimePicker = lazy(() =>
  import("./time-picker.tsx").then((module) => ({ default: module.TimePicker })),
);

/** Live, paused, past or a file: one control shows it and changes it. */
export function TimeControl(): ReactNode {
  const dashboard = useDashboard();
  const { paused } = useStore(dashboard.feed.pause);
  const { window } = useStore(dashboard.view);
  const frame = useStore(dashboard.feed.shown);
  const status = useStore(dashboard.poll.status);
  const isFile = status?.mode === "file";
  const read = isFile && (frame?.state ?? status.state) === "finished";
  if (paused) return <Resume />;
  if (window.kind === "between") {
    return (
      <div className="time-control">
        <PastWindow />
        <button
          type="button"
          className="button time-live"
          title={isFile ? "Show the whole file (L)" : "Follow the newest again (L)"}
          onClick={() => dashboard.goLive()}
        >
          {!isFile && <span className="live-dot" aria-hidden />}
          {isFile ? "Whole file" : "Go live"}
        </button>
      </div>
    );
  }
  return (
    <div className="time-control">
      {isFile ? <WholeFile /> : <LiveWindow />}
      {!read && (
        <button
          type="button"
          className="button time-pause"
          title="Pause the view; recording goes on (Space)"
          disabled={frame === undefined}
          onClick={() => dashboard.setPaused(true)}
        >
          <Pause size={14} aria-hidden />
          <span className="time-words">Pause view</span>
          <span className="offscreen">Pause the view</span>
        </button>
      )}
    </div>
  );
}

function Resume(): ReactNode {
  const dashboard = useDashboard();
  const pause = useStore(dashboard.feed.pause);
  const format = useStore(dashboard.format);
  return (
    <button
      type="button"
      className="button time-button live-paused"
      title="Resume (Space)"
      onClick={() => dashboard.setPaused(false)}
    >
      <Play size={14} aria-hidden />
      <span className="live-word">PAUSED</span>
      <span className="time-words">{format.clock(pause.at)}</span>
      <span className="live-count">{formatCount(pause.arrived)} new</span>
      <span className="offscreen">, resume the view</span>
    </button>
  );
}

function LiveWindow(): ReactNode {
  const dashboard = useDashboard();
  const frame = useStore(dashboard.feed.shown);
  const { window } = useStore(dashboard.view);
  const { window: span } = useStore(dashboard.inquiry.scope);
  const connection = useStore(useStore(dashboard.active).connection);
  const live = frame?.state === "running" && connection.kind === "connected";
  const length = windowName(window) ?? formatDuration((span.to - span.from) / SECOND);
  return (
    <Picker className={live ? "button time-button live-on" : "button time-button"}>
      <span className="live-dot" aria-hidden />
      <span className="live-word">{live ? "LIVE" : "WAITING"}</span>
      <span>{length}</span>
    </Picker>
  );
}

function PastWindow(): ReactNode {
  const dashboard = useDashboard();
  const format = useStore(dashboard.format);
  const { window: span } = useStore(dashboard.inquiry.scope);
  const phone = useMedia(PHONE);
  return (
    <Picker className="button time-button">
      <Clock size={14} aria-hidden />
      <span className="time-span">
        {phone ? format.briefSpan(span) : format.span(span, dashboard.today)}
      </span>
      <span className="time-words">{formatDuration((span.to - span.from) / SECOND)}</span>
    </Picker>
  );
}

function WholeFile(): ReactNode {
  const dashboard = useDashboard();
  const { window: span } = useStore(dashboard.inquiry.scope);
  const status = useStore(dashboard.poll.status);
  const frame = useStore(dashboard.feed.shown);
  return (
    <Picker className="button time-button">
      <FileClock size={14} aria-hidden />
      <span>{isEmptyFile(status, frame) ? "Empty" : formatDuration(fileSeconds(span))}</span>
    </Picker>
  );
}

interface PickerProps {
  readonly className: string;
  readonly children: ReactNode;
}

function Picker({ className, children }: PickerProps): ReactNode {
  return (
    <Popover
      className={className}
      label="Time"
      title="What time is shown (T)"
      name="time"
      face={
        <>
          {children}
          <ChevronDown size={14} aria-hidden />
        </>
      }
    >
      {(close) => (
        <Suspense fallback={<p aria-busy>…</p>}>
          <TimePicker onDone={close} />
        </Suspense>
      )}
    </Popover>
  );
}
