import { ChartArea, Table2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useDashboard, usePage } from "../../components/dashboard-context.ts";
import { useSize } from "../../components/use-size.ts";
import { formatClock } from "../../format/time.ts";
import { formatRate, type RateUnit } from "../../format/traffic.ts";
import {
  EMPTY_STACK,
  findPeak,
  stackTraffic,
  type TrafficStack,
} from "../../state/traffic-stack.ts";
import { useStore } from "../../state/use-store.ts";
import { WINDOWS, type WindowLength } from "../../state/view-state.ts";
import { sinceStart } from "../../state/young-timeline.ts";
import { Legend } from "./legend.tsx";
import { TimelineTable } from "./timeline-table.tsx";
import { TrafficChart } from "./traffic-chart.ts";
import "uplot/dist/uPlot.min.css";
import "./timeline.css";

const WINDOW_NAMES: Readonly<Record<WindowLength, string>> = {
  60: "1 min",
  300: "5 min",
  900: "15 min",
  3600: "1 h",
};

export function Timeline(): ReactNode {
  const dashboard = useDashboard();
  const { window: seconds, unit } = useStore(dashboard.view);
  const hidden = useStore(dashboard.hiddenSlots);
  const frame = useStore(dashboard.feed.shown);
  const whole = useStore(dashboard.wholeTimeline.timeline);
  const status = useStore(dashboard.poll.status);
  const [cursor, setCursor] = useState<number | undefined>(undefined);
  const [asTable, setAsTable] = useState(false);
  const timeline = useMemo(() => {
    if (whole !== undefined || frame === undefined) return whole;
    return sinceStart(frame.timeline, Date.parse(status?.startedAt ?? "") / 1000);
  }, [whole, frame, status?.startedAt]);
  const stack = useMemo(
    () => (timeline === undefined ? EMPTY_STACK : stackTraffic(timeline, unit, hidden)),
    [timeline, unit, hidden],
  );
  const growing = frame?.state === "running" || frame?.state === "starting";
  const settledUntil =
    growing && frame !== undefined ? frame.watermark / 1e6 : Number.POSITIVE_INFINITY;
  const end = (frame?.watermark ?? Date.now() * 1000) / 1e6;
  const empty = (frame?.totals.allPackets ?? 0) === 0;
  return (
    <section className="panel timeline" aria-label="Traffic over time">
      <header className="timeline-head">
        <h2>Traffic</h2>
        <Legend stack={stack} unit={unit} cursor={cursor} />
        <div className="timeline-tools">
          <select
            className="select"
            aria-label="Unit"
            value={unit}
            onChange={(event) => dashboard.setUnit(event.target.value as RateUnit)}
          >
            <option value="bits">bits/s</option>
            <option value="packets">packets/s</option>
          </select>
          {whole === undefined && (
            <select
              className="select"
              aria-label="Length of the timeline"
              value={seconds}
              onChange={(event) => dashboard.setWindow(Number(event.target.value) as WindowLength)}
            >
              {WINDOWS.map((length) => (
                <option key={length} value={length}>
                  {WINDOW_NAMES[length]}
                </option>
              ))}
            </select>
          )}
          <button
            type="button"
            className="button button-quiet button-icon"
            aria-label={asTable ? "Show as chart" : "Show as table"}
            title={asTable ? "Show as chart" : "Show as table"}
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? <ChartArea size={16} aria-hidden /> : <Table2 size={16} aria-hidden />}
          </button>
        </div>
      </header>
      {asTable ? (
        <TimelineTable stack={stack} unit={unit} />
      ) : (
        <Chart
          stack={stack}
          unit={unit}
          settledUntil={settledUntil}
          end={end}
          window={seconds}
          onCursor={setCursor}
        />
      )}
      {empty && !asTable && status?.state === "running" && status.mode !== "file" && (
        <p className="timeline-empty">Listening on {status.sources.join(", ")}…</p>
      )}
    </section>
  );
}

interface ChartProps {
  readonly stack: TrafficStack;
  readonly unit: RateUnit;
  readonly settledUntil: number;
  /** Seconds since 1970 at the right edge, and how many the axis spans, while there is no traffic. */
  readonly end: number;
  readonly window: number;
  readonly onCursor: (index: number | undefined) => void;
}

function Chart(props: ChartProps): ReactNode {
  const { stack, unit, settledUntil, end, window, onCursor } = props;
  const { theme, dashboard } = usePage();
  const heldSince = useStore(dashboard.coverage.heldSince);
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<TrafficChart>(undefined);
  const size = useSize(host);
  const shade = useStore(theme.current);
  const [pointed, setPointed] = useState<number | undefined>(undefined);

  useEffect(() => {
    const made = new TrafficChart({ host: host.current!, onCursor });
    chart.current = made;
    return () => {
      made.destroy();
      onCursor(undefined);
    };
  }, [onCursor]);
  useEffect(() => chart.current?.resize(size.width, size.height), [size]);
  useEffect(() => {
    if (shade !== undefined) chart.current?.recolor();
  }, [shade]);
  useEffect(() => {
    if (!document.hidden) chart.current?.show(stack, unit, settledUntil, [end - window, end]);
  }, [stack, unit, settledUntil, end, window]);

  useEffect(() => chart.current?.showCoverage(heldSince), [heldSince]);

  function onKeyDown(event: KeyboardEvent): void {
    const last = stack.times.length - 1;
    const next = moveCursor(event.key, pointed ?? last, last);
    if (next === undefined || last < 0) return;
    event.preventDefault();
    event.stopPropagation();
    setPointed(next);
    chart.current?.point(next);
  }

  return (
    <div
      ref={host}
      className="timeline-chart"
      role="slider"
      tabIndex={0}
      aria-label="Moment in the timeline"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, stack.times.length - 1)}
      aria-valuenow={Math.max(0, Math.min(pointed ?? Infinity, stack.times.length - 1))}
      aria-valuetext={describe(stack, unit, pointed)}
      onKeyDown={onKeyDown}
      onBlur={() => {
        setPointed(undefined);
        chart.current?.point(undefined);
      }}
    />
  );
}

function moveCursor(key: string, from: number, last: number): number | undefined {
  switch (key) {
    case "ArrowLeft":
      return Math.max(0, from - 1);
    case "ArrowRight":
      return Math.min(last, from + 1);
    case "PageUp":
      return Math.max(0, from - 10);
    case "PageDown":
      return Math.min(last, from + 10);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return undefined;
  }
}

/** One sentence: the moment under the cursor, or the whole. */
function describe(stack: TrafficStack, unit: RateUnit, index: number | undefined): string {
  const top = stack.tops.at(-1);
  if (index !== undefined && top?.[index] !== undefined) {
    return `${formatClock(stack.times[index]! * 1e6)}, ${formatRate(top[index]!, unit)}`;
  }
  const peak = findPeak(stack);
  if (peak === undefined) return "No traffic";
  const at = formatClock(peak.time * 1e6);
  return `Peak ${formatRate(peak.rate, unit)} at ${at}, mean ${formatRate(peak.mean, unit)}`;
}
