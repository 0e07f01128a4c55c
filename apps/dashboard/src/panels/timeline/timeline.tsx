import { ChartArea, Table2, ZoomIn, ZoomOut } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { CoverageTag } from "../../components/coverage-tag.tsx";
import { useDashboard } from "../../components/dashboard-context.ts";
import { useKept } from "../../components/use-kept.ts";
import { parseIso } from "../../format/time.ts";
import type { RateUnit } from "../../format/traffic.ts";
import { isEmptyFile } from "../../state/empty-file.ts";
import { spanOf } from "../../state/history-extent.ts";
import { joinTimelines } from "../../state/joined-timeline.ts";
import { bucketAt, EMPTY_STACK, stackTraffic } from "../../state/traffic-stack.ts";
import { useStore } from "../../state/use-store.ts";
import { sinceStart } from "../../state/young-timeline.ts";
import { Chart } from "./chart.tsx";
import { ContextStrip } from "./context-strip.tsx";
import { Legend } from "./legend.tsx";
import { TimelineTable } from "./timeline-table.tsx";
import type { ChartContent } from "./traffic-chart.ts";
import "./timeline.css";

export function Timeline(): ReactNode {
  const dashboard = useDashboard();
  const { unit } = useStore(dashboard.view);
  const frame = useStore(dashboard.feed.shown);
  const status = useStore(dashboard.poll.status);
  const asked = useStore(dashboard.inquiry.answers.timeline);
  const { liveTimeline, window, seam } = useStore(dashboard.inquiry.scope);
  const format = useStore(dashboard.format);
  const [cursor, setCursor] = useState<number | undefined>(undefined);
  const [asTable, setAsTable] = useState(false);
  const content = useContent();
  const { stack } = content;
  const pin = useStore(dashboard.pin);
  const pinned = pin === undefined ? undefined : bucketAt(stack, pin / 1e6);
  const isAsked = !liveTimeline || seam !== undefined;
  const coverage = isAsked ? asked.value?.coverage : undefined;
  const empty = (frame?.totals.allPackets ?? 0) === 0;
  const listening = liveTimeline && status?.state === "running" && status.mode !== "file";
  return (
    <section className="panel timeline" aria-label="Traffic over time" aria-busy={asked.pending}>
      <header className="timeline-head">
        <h2>Traffic</h2>
        <CoverageTag
          coverage={coverage}
          until={seam === undefined || seam > window.to ? undefined : format.clock(seam)}
        />
        <Legend stack={stack} unit={unit} cursor={cursor ?? pinned} />
        <Tools asTable={asTable} setAsTable={setAsTable} />
      </header>
      {asTable ? (
        <TimelineTable stack={stack} unit={unit} />
      ) : (
        <Chart content={content} onCursor={setCursor} />
      )}
      <ContextStrip />
      {empty && !asTable && listening && (
        <p className="timeline-empty">Listening on {status.sources.join(", ")}…</p>
      )}
      {isEmptyFile(status, frame) && !asTable && (
        <p className="timeline-empty">This file holds no packets.</p>
      )}
      {isAsked && asked.problem !== undefined && (
        <p className="timeline-empty" role="alert">
          {asked.problem}
        </p>
      )}
      {!liveTimeline && coverage?.kind === "none" && (
        <p className="timeline-empty">{coverage.note ?? "Nothing was recorded then."}</p>
      )}
    </section>
  );
}

/** What the chart draws: live frames, with history before them or not, a whole file, or an answer. */
function useContent(): ChartContent {
  const dashboard = useDashboard();
  const { window: view, unit } = useStore(dashboard.view);
  const hidden = useStore(dashboard.hiddenSlots);
  const frame = useStore(dashboard.feed.shown);
  const whole = useStore(dashboard.wholeTimeline.timeline);
  const status = useStore(dashboard.poll.status);
  const asked = useStore(dashboard.inquiry.answers.timeline);
  const format = useStore(dashboard.format);
  const { liveTimeline, window, reach, seam } = useStore(dashboard.inquiry.scope);
  // Memory answers, packet by packet, where history can't.
  const hasEarlier =
    seam !== undefined && (asked.value?.coverage.resolution ?? "packet") !== "packet";
  const timeline = useMemo(() => {
    if (!liveTimeline) return asked.value?.columns;
    if (whole !== undefined || frame === undefined) return whole;
    if (!hasEarlier || asked.value === undefined) {
      return sinceStart(frame.timeline, Date.parse(status?.startedAt ?? "") / 1000);
    }
    const counted = parseIso(asked.value.coverage.to ?? "") / 1e6;
    const join = { seam: seam / 1e6, counted: counted || seam / 1e6, until: frame.watermark / 1e6 };
    return sinceStart(joinTimelines(frame.timeline, asked.value.columns, join), reach.from / 1e6);
  }, [liveTimeline, asked.value, whole, frame, status?.startedAt, seam, hasEarlier, reach.from]);
  const stack = useMemo(
    () => (timeline === undefined ? EMPTY_STACK : stackTraffic(timeline, unit, hidden)),
    [timeline, unit, hidden],
  );
  const growing = frame?.state === "running" || frame?.state === "starting";
  const watermark = (frame?.watermark ?? Date.now() * 1000) / 1e6;
  const waiting = !liveTimeline && asked.value === undefined && asked.pending;
  const isTimeless = isEmptyFile(status, frame);
  const content = useMemo((): ChartContent => {
    const seconds = view.kind === "last" ? view.seconds : 60;
    const first = stack.times[0];
    const end = first === undefined ? watermark : first + stack.times.length * stack.step;
    const axis: readonly [number, number] = isTimeless
      ? [0, 0]
      : liveTimeline
        ? [first ?? watermark - seconds, end]
        : [window.from / 1e6, window.to / 1e6];
    return {
      stack,
      unit,
      axis,
      gaps: liveTimeline && !hasEarlier ? [] : (asked.value?.coverage.gaps ?? []).map(spanOf),
      settledUntil: growing ? watermark : Number.POSITIVE_INFINITY,
      format,
    };
  }, [
    stack,
    unit,
    view,
    liveTimeline,
    isTimeless,
    hasEarlier,
    window,
    asked.value,
    growing,
    watermark,
    format,
  ]);
  // What is waited for is drawn in its place at once; what is there already moves with the axis.
  const kept = useKept(waiting ? undefined : content, waiting) ?? content;
  return useMemo(() => ({ ...kept, axis: content.axis }), [kept, content.axis]);
}

interface ToolsProps {
  readonly asTable: boolean;
  readonly setAsTable: (asTable: boolean) => void;
}

function Tools({ asTable, setAsTable }: ToolsProps): ReactNode {
  const dashboard = useDashboard();
  const { unit } = useStore(dashboard.view);
  return (
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
      <button
        type="button"
        className="button button-quiet button-icon"
        aria-label="Zoom out"
        title="Zoom out (−)"
        onClick={() => dashboard.travel.zoom(2)}
      >
        <ZoomOut size={16} aria-hidden />
      </button>
      <button
        type="button"
        className="button button-quiet button-icon"
        aria-label="Zoom in"
        title="Zoom in (=)"
        onClick={() => dashboard.travel.zoom(0.5)}
      >
        <ZoomIn size={16} aria-hidden />
      </button>
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
  );
}
