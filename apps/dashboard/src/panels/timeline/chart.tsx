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
import { browserTimer } from "../../state/hold.ts";
import { bucketAt, findPeak, type TrafficStack } from "../../state/traffic-stack.ts";
import { useStore } from "../../state/use-store.ts";
import { TimelineGestures } from "./timeline-gestures.ts";
import { type ChartContent, TrafficChart } from "./traffic-chart.ts";
import "uplot/dist/uPlot.min.css";

interface ChartProps {
  readonly content: ChartContent;
  readonly onCursor: (index: number | undefined) => void;
}

/**
 * The timeline's canvas with everything that can be done on it: by pointer as {@link TimelineGestures} has
 * it; with keys, arrows move, Shift with arrows or Enter twice selects.
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
  const size = useSize(host);
  const shade = useStore(theme.current);
  const [pointed, setPointed] = useState<number | undefined>(undefined);
  const [anchor, setAnchor] = useState<number | undefined>(undefined);
  const gestures = useMemo(() => new TimelineGestures(dashboard, browserTimer), [dashboard]);
  const draft = useStore(gestures.draft);
  const setDraft = (span: Span | undefined) => gestures.draft.set(span);

  useEffect(() => {
    const made = new TrafficChart({ host: host.current!, onCursor });
    chart.current = made;
    gestures.use(made);
    return () => {
      gestures.use(undefined);
      made.destroy();
      onCursor(undefined);
    };
  }, [onCursor, gestures]);
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
      if (gestures.turn(event)) event.preventDefault();
    }
    function onTouchMove(event: TouchEvent): void {
      if (gestures.touch.isOurs && event.cancelable) event.preventDefault();
    }
    // React listens passively, which could not keep the browser from zooming and scrolling the page.
    element.addEventListener("wheel", onWheel, { passive: false });
    element.addEventListener("touchmove", onTouchMove, { passive: false });
    return () => {
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("touchmove", onTouchMove);
    };
  }, [gestures]);
  useEffect(() => {
    const since = oldestPacket(extent);
    chart.current?.showCoverage(since === undefined ? undefined : since / 1e6);
  }, [extent]);
  useEffect(() => chart.current?.showSelection(draft ?? selection), [draft, selection]);

  const pinned = pin === undefined ? undefined : bucketAt(stack, pin / 1e6);

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    if (event.pointerType === "touch") {
      // A mouse that the browser makes up of the finger would leave a crosshair behind.
      event.preventDefault();
      gestures.touch.down(event.pointerId, event.clientX);
    } else if (event.button === 0) {
      gestures.press(event);
    }
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const { currentTarget, pointerId } = event;
    if (event.pointerType === "touch") gestures.touch.move(pointerId, event.clientX);
    else if (gestures.move(event.clientX)) currentTarget.setPointerCapture(pointerId);
  }

  function onPointerUp(event: PointerEvent<HTMLDivElement>): void {
    if (event.pointerType === "touch") gestures.touch.up(event.pointerId);
    else gestures.release();
  }

  function onPointerCancel(event: PointerEvent<HTMLDivElement>): void {
    if (event.pointerType === "touch") gestures.touch.cancel(event.pointerId);
    else gestures.cancel();
  }

  /** A finger that rests would open the browser's own menu. */
  function onContextMenu(event: MouseEvent): void {
    if (gestures.touch.isOurs) event.preventDefault();
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
        aria-valuetext={describe(stack, unit, pointed ?? pinned, draft, format, dashboard.today)}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerCancel}
        onDoubleClick={(event) => gestures.doubleClick(event.clientX)}
        onContextMenu={onContextMenu}
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
  today: number | undefined,
): string {
  if (draft !== undefined) return `Selecting ${format.span(draft, today)}`;
  const top = stack.tops.at(-1);
  if (index !== undefined && top?.[index] !== undefined) {
    return `${format.moment(stack.times[index]! * 1e6, today)}, ${formatRate(top[index]!, unit)}`;
  }
  const peak = findPeak(stack);
  if (peak === undefined) return "No traffic";
  const at = format.moment(peak.time * 1e6, today);
  return `Peak ${formatRate(peak.rate, unit)} at ${at}, mean ${formatRate(peak.mean, unit)}`;
}
