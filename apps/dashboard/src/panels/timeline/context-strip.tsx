import type { Extent } from "@wirescope/query";
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import type { Span, TimeFormat } from "../../format/time.ts";
import { spanOf } from "../../state/history-extent.ts";
import { overlaps } from "../../state/time-window.ts";
import { useStore } from "../../state/use-store.ts";
import "./context-strip.css";

/** CSS pixels beside the frame's edges at which they are taken hold of. */
const EDGE_PIXELS = 8;
/** CSS pixels that a pointer has to move before a press is a drag. */
const DRAG_PIXELS = 4;

/**
 * Everything that is held, oldest to newest: the traffic in outline, what of it is packets, flows or
 * hours, and a frame round what the timeline shows. The frame is dragged to travel, its edges to widen
 * it; a press beside it goes there.
 */
export function ContextStrip(): ReactNode {
  const dashboard = useDashboard();
  const extent = useStore(dashboard.inquiry.history.extent);
  const overview = useStore(dashboard.inquiry.overview.columns);
  const format = useStore(dashboard.format);
  const { window, reach: held } = useStore(dashboard.inquiry.scope);
  const box = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly at: number; readonly span: Span; readonly hold: Hold }>(undefined);
  const [draft, setDraft] = useState<Span | undefined>(undefined);
  const reach = useMemo(() => widened(held, window), [held, window]);
  useEffect(() => dashboard.inquiry.overview.watch(), [dashboard]);
  const travelling = useStore(dashboard.travel.draft);
  const frame = draft ?? travelling ?? window;

  function momentAt(clientX: number): number {
    const { left, width } = box.current!.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (clientX - left) / Math.max(1, width)));
    return reach.from + share * (reach.to - reach.from);
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = momentAt(event.clientX);
    const perPixel = (reach.to - reach.from) / Math.max(1, box.current!.clientWidth);
    const half = (window.to - window.from) / 2;
    const inside =
      at >= window.from - EDGE_PIXELS * perPixel && at <= window.to + EDGE_PIXELS * perPixel;
    const span = inside ? window : { from: at - half, to: at + half };
    const hold = inside ? holdAt(at, window, EDGE_PIXELS * perPixel) : "all";
    drag.current = { at, span, hold };
    if (!inside) setDraft(clamped(span, reach));
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (drag.current === undefined) return;
    const { at, span, hold } = drag.current;
    const perPixel = (reach.to - reach.from) / Math.max(1, box.current!.clientWidth);
    if (draft === undefined && Math.abs(momentAt(event.clientX) - at) < DRAG_PIXELS * perPixel)
      return;
    setDraft(clamped(moved(span, hold, momentAt(event.clientX) - at), reach));
  }

  function onPointerUp(): void {
    drag.current = undefined;
    if (draft !== undefined) dashboard.travel.show(draft);
    setDraft(undefined);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const direction = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : undefined;
    if (direction === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    dashboard.travel.pan(direction);
  }

  const share = (micros: number) =>
    (100 * (micros - reach.from)) / Math.max(1, reach.to - reach.from);
  return (
    <div className="context">
      <div
        ref={box}
        className="context-strip"
        role="slider"
        tabIndex={0}
        aria-label="What the timeline shows of all that is held"
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(Math.min(100, Math.max(0, share((frame.from + frame.to) / 2))))}
        aria-valuetext={format.span(frame, dashboard.today)}
        title={describeExtent(extent, format, dashboard.today)}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          drag.current = undefined;
          setDraft(undefined);
        }}
        onKeyDown={onKeyDown}
      >
        <Outline columns={overview} reach={reach} />
        <Coverage extent={extent} reach={reach} share={share} />
        <span
          className="context-frame"
          style={{
            left: `${share(frame.from)}%`,
            width: `${Math.max(0, share(frame.to) - share(frame.from))}%`,
          }}
        />
      </div>
      <p className="offscreen">{describeExtent(extent, format, dashboard.today)}</p>
    </div>
  );
}

type Hold = "from" | "to" | "all";

function holdAt(at: number, span: Span, reach: number): Hold {
  const wide = span.to - span.from > 3 * reach;
  if (!wide) return "all";
  if (Math.abs(at - span.from) <= reach) return "from";
  return Math.abs(at - span.to) <= reach ? "to" : "all";
}

function moved(span: Span, hold: Hold, by: number): Span {
  const from = hold === "to" ? span.from : span.from + by;
  const to = hold === "from" ? span.to : span.to + by;
  return from < to ? { from, to } : { from: to, to: from };
}

function clamped(span: Span, reach: Span): Span {
  const from = Math.min(Math.max(span.from, reach.from), reach.to);
  const to = Math.min(Math.max(span.to, reach.from), reach.to);
  const length = span.to - span.from;
  if (to - from >= length || length >= reach.to - reach.from) return { from, to };
  return from === reach.from ? { from, to: from + length } : { from: to - length, to };
}

function widened(reach: Span, window: Span): Span {
  return { from: Math.min(reach.from, window.from), to: Math.max(reach.to, window.to) };
}

interface OutlineProps {
  readonly columns:
    | { readonly start: number; readonly step: number; readonly bytes: readonly number[] }
    | undefined;
  readonly reach: Span;
}

/** The traffic of the whole extent, each bucket as high as its share of the largest. */
function Outline({ columns, reach }: OutlineProps): ReactNode {
  const path = useMemo(() => {
    if (columns === undefined || columns.bytes.length === 0) return "";
    const most = Math.max(1, ...columns.bytes);
    const x = (seconds: number) =>
      ((1000 * (seconds * 1e6 - reach.from)) / Math.max(1, reach.to - reach.from)).toFixed(1);
    let text = `M${x(columns.start)} 20`;
    for (const [i, bytes] of columns.bytes.entries()) {
      const height = (20 - 19 * Math.sqrt(bytes / most)).toFixed(1);
      const start = columns.start + i * columns.step;
      text += `L${x(start)} ${height}L${x(start + columns.step)} ${height}`;
    }
    return `${text}L${x(columns.start + columns.bytes.length * columns.step)} 20Z`;
  }, [columns, reach]);
  return (
    <svg className="context-outline" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden>
      <path d={path} />
    </svg>
  );
}

interface CoverageProps {
  readonly extent: Extent | undefined;
  readonly reach: Span;
  readonly share: (micros: number) => number;
}

/** Thick where packets are held, double for flows, thin for hours; hatched where nothing was recorded. */
function Coverage({ extent, reach, share }: CoverageProps): ReactNode {
  if (extent === undefined) return null;
  const kinds = (["hours", "flows", "packets"] as const).flatMap((kind) => {
    const stretch = extent[kind];
    return stretch === undefined ? [] : [{ kind, span: spanOf(stretch) }];
  });
  const gaps = extent.gaps.map(spanOf).filter((gap) => overlaps(gap, reach));
  const place = ({ from, to }: Span) => ({
    left: `${share(from)}%`,
    width: `${share(to) - share(from)}%`,
  });
  return (
    <span className="context-coverage" aria-hidden>
      {kinds.map(({ kind, span }) => (
        <span key={kind} className={`context-${kind}`} style={place(span)} />
      ))}
      {gaps.map((gap) => (
        <span key={gap.from} className="context-gap" style={place(gap)} />
      ))}
    </span>
  );
}

function describeExtent(
  extent: Extent | undefined,
  format: TimeFormat,
  today: number | undefined,
): string {
  if (extent === undefined) return "";
  const since = (name: string, stretch: Extent["packets"]) =>
    stretch === undefined ? [] : [`${name} since ${format.moment(spanOf(stretch).from, today)}`];
  const parts = [
    ...since("packets", extent.packets),
    ...since("flows by the minute", extent.flows),
    ...since("hourly figures", extent.hours),
  ];
  return parts.length === 0 ? "Nothing is held yet." : `Held: ${parts.join(", ")}.`;
}
