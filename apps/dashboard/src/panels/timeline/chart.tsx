import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { usePage } from "../../components/dashboard-context.ts";
import { useSize } from "../../components/use-size.ts";
import type { Span, TimeFormat } from "../../format/time.ts";
import { formatRate, type RateUnit } from "../../format/traffic.ts";
import { oldestPacket } from "../../state/history-extent.ts";
import { bucketAt, findPeak, type TrafficStack } from "../../state/traffic-stack.ts";
import { useStore } from "../../state/use-store.ts";
import { SpanDrag, snapStep } from "./span-drag.ts";
import { type ChartContent, TrafficChart } from "./traffic-chart.ts";
import "uplot/dist/uPlot.min.css";

/** CSS pixels that a pointer has to move before a press is a drag. */
const DRAG_PIXELS = 4;
/** CSS pixels beside an edge of the selection at which it can be taken hold of. */
const EDGE_PIXELS = 6;
const TOUCH_EDGE_PIXELS = 22;

/** How much longer the window gets by one pixel of a wheel. */
const WHEEL_ZOOM = 0.003;
/** Pixels of a wheel that counts in lines. */
const LINE_PIXELS = 33;

interface Press {
  readonly x: number;
  /** Moment under the pointer. */
  readonly at: number;
  /** Microseconds that a pixel is wide. */
  readonly perPixel: number;
  /** Undefined where the press takes hold of the time axis. */
  readonly drag: SpanDrag | undefined;
  readonly moved: boolean;
}

interface ChartProps {
  readonly content: ChartContent;
  readonly onCursor: (index: number | undefined) => void;
}

/**
 * The timeline's canvas with everything that can be done on it: a drag selects, with Shift or on the
 * axis it moves the window, Ctrl with the wheel zooms, a click leaves the crosshair where it is, a double
 * click inside the selection zooms to it. With keys: arrows move, Shift with arrows or Enter twice selects.
 */
export function Chart({ content, onCursor }: ChartProps): ReactNode {
  const { theme, dashboard } = usePage();
  const travelling = useStore(dashboard.travel.draft);
  const shown = useMemo(
    (): ChartContent =>
      travelling === undefined
        ? content
        : { ...content, axis: [travelling.from / 1e6, travelling.to / 1e6] },
    [content, travelling],
  );
  const { stack, unit, axis, format } = shown;
  const pin = useStore(dashboard.pin);
  const extent = useStore(dashboard.inquiry.history.extent);
  const { selection } = useStore(dashboard.view);
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<TrafficChart>(undefined);
  const press = useRef<Press | undefined>(undefined);
  const size = useSize(host);
  const shade = useStore(theme.current);
  const [pointed, setPointed] = useState<number | undefined>(undefined);
  const [anchor, setAnchor] = useState<number | undefined>(undefined);
  const [draft, setDraft] = useState<Span | undefined>(undefined);

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
    if (!document.hidden) chart.current?.show(shown);
  }, [shown]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn next ends a gesture
  useEffect(() => dashboard.travel.settle(), [dashboard, content]);
  useEffect(() => chart.current?.showPin(pin), [pin]);
  useEffect(() => {
    const element = host.current!;
    function onWheel(event: WheelEvent): void {
      if (!event.ctrlKey || chart.current === undefined) return;
      event.preventDefault();
      const pixels =
        event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1);
      const { micros } = chart.current.momentAt(event.clientX);
      dashboard.travel.turn(Math.exp(pixels * WHEEL_ZOOM), micros);
    }
    // React listens passively, which could not keep the browser from zooming the page.
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [dashboard]);
  useEffect(() => {
    const since = oldestPacket(extent);
    chart.current?.showCoverage(since === undefined ? undefined : since / 1e6);
  }, [extent]);
  useEffect(() => chart.current?.showSelection(draft ?? selection), [draft, selection]);

  const pinned = pin === undefined ? undefined : bucketAt(stack, pin / 1e6);

  function snap(micros: number, perPixel: number): number {
    const inside = Math.min(axis[1] * 1e6, Math.max(axis[0] * 1e6, micros));
    const first = (stack.times[0] ?? axis[0]) * 1e6;
    const step = snapStep(stack.step, perPixel) * 1e6;
    return Math.round(first + Math.round((inside - first) / step) * step);
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0 || chart.current === undefined) return;
    const { micros, perPixel } = chart.current.momentAt(event.clientX);
    const edge = event.pointerType === "touch" ? TOUCH_EDGE_PIXELS : EDGE_PIXELS;
    const start = {
      at: micros,
      selection,
      reach: edge * perPixel,
      snap: event.altKey ? Math.round : (moment: number) => snap(moment, perPixel),
    };
    const pans = event.shiftKey || chart.current.isOnAxis(event.clientY);
    const drag = pans ? undefined : new SpanDrag(start);
    press.current = { x: event.clientX, at: micros, perPixel, drag, moved: false };
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const pressed = press.current;
    if (pressed === undefined || chart.current === undefined) return;
    if (!pressed.moved && Math.abs(event.clientX - pressed.x) < DRAG_PIXELS) return;
    if (!pressed.moved) event.currentTarget.setPointerCapture(event.pointerId);
    press.current = { ...pressed, moved: true };
    if (pressed.drag === undefined) {
      dashboard.travel.drag((pressed.x - event.clientX) * pressed.perPixel);
    } else {
      setDraft(pressed.drag.to(chart.current.momentAt(event.clientX).micros));
    }
  }

  function onPointerUp(): void {
    const pressed = press.current;
    press.current = undefined;
    setDraft(undefined);
    if (pressed === undefined) return;
    if (pressed.drag === undefined) dashboard.travel.finish();
    else if (!pressed.moved) dashboard.pin.set(pin === undefined ? pressed.at : undefined);
    else if (draft !== undefined) dashboard.select(draft);
  }

  function onPointerCancel(): void {
    press.current = undefined;
    dashboard.travel.cancel();
    setDraft(undefined);
  }

  function onDoubleClick(event: MouseEvent): void {
    if (selection === undefined || chart.current === undefined) return;
    const { micros } = chart.current.momentAt(event.clientX);
    if (micros >= selection.from && micros < selection.to) dashboard.travel.zoomToSelection();
    else dashboard.select(undefined);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const last = stack.times.length - 1;
    if (last < 0) return;
    const at = Math.min(pointed ?? last, last);
    if (event.key === "Enter") {
      if (anchor !== undefined) dashboard.select(bucketSpan(stack, anchor, at));
      setAnchor(anchor === undefined ? at : undefined);
      setDraft(anchor === undefined ? bucketSpan(stack, at, at) : undefined);
    } else if (event.key === "Escape" && anchor !== undefined) {
      setAnchor(undefined);
      setDraft(undefined);
    } else {
      const next = moveCursor(event.key, at, last);
      if (next === undefined) return;
      const begin = anchor ?? (event.shiftKey ? at : undefined);
      setAnchor(begin);
      if (begin !== undefined) setDraft(bucketSpan(stack, begin, next));
      setPointed(next);
      chart.current?.point(next);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  function onBlur(): void {
    setPointed(undefined);
    setAnchor(undefined);
    setDraft(undefined);
    chart.current?.point(undefined);
  }

  return (
    <div className="timeline-plot">
      <div
        ref={host}
        className={travelling ? "timeline-chart timeline-moving" : "timeline-chart"}
        role="slider"
        tabIndex={0}
        aria-label="Moment in the timeline"
        aria-description="Arrows move; Enter starts and ends a selection, as do Shift and arrows."
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, stack.times.length - 1)}
        aria-valuenow={Math.max(0, Math.min(pointed ?? Infinity, stack.times.length - 1))}
        aria-valuetext={describe(stack, unit, pointed ?? pinned, draft, format, dashboard.now)}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerCancel}
        onDoubleClick={onDoubleClick}
      />
      <span className="timeline-zone" title={`Time zone: ${format.zone.name}`}>
        {format.zoneLabel(axis[1] * 1e6)}
      </span>
    </div>
  );
}

/** From the start of one bucket to the end of another. */
function bucketSpan(stack: TrafficStack, a: number, b: number): Span {
  const [first, last] = [stack.times[Math.min(a, b)]!, stack.times[Math.max(a, b)]!];
  return { from: Math.round(first * 1e6), to: Math.round((last + stack.step) * 1e6) };
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

/** One sentence: the stretch that is being selected, the moment under the cursor, or the whole. */
function describe(
  stack: TrafficStack,
  unit: RateUnit,
  index: number | undefined,
  draft: Span | undefined,
  format: TimeFormat,
  now: number,
): string {
  if (draft !== undefined) return `Selecting ${format.span(draft, now)}`;
  const top = stack.tops.at(-1);
  if (index !== undefined && top?.[index] !== undefined) {
    return `${format.moment(stack.times[index]! * 1e6, now)}, ${formatRate(top[index]!, unit)}`;
  }
  const peak = findPeak(stack);
  if (peak === undefined) return "No traffic";
  const at = format.moment(peak.time * 1e6, now);
  return `Peak ${formatRate(peak.rate, unit)} at ${at}, mean ${formatRate(peak.mean, unit)}`;
}
