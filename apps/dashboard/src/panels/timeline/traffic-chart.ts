/**
 * The stacked timeline on a canvas: the only place that knows uPlot.
 *
 * Each slot is an area from zero to the running sum of the slots below it, drawn from the top of the
 * stack downwards, with a line in the panel's colour that keeps neighbours apart.
 */
import uPlot from "uplot";
import { axisTicks } from "../../format/axis-ticks.ts";
import type { Span, TimeFormat } from "../../format/time.ts";
import { formatRate, type RateUnit } from "../../format/traffic.ts";
import { bucketAt, type TrafficStack } from "../../state/traffic-stack.ts";
import { SLOTS, type Slot } from "../../theme/palette.ts";
import { type ChartColors, readColors } from "./chart-colors.ts";

/** Drawn first to last, so that lower slots cover the feet of higher ones. */
const DRAW_ORDER: readonly Slot[] = [...SLOTS].reverse();
const AXIS_WIDTH = 64;
const AXIS_HEIGHT = 24;
/** CSS pixels that a tick of the time axis needs. */
const TICK_SPACE = 84;
/** CSS pixels right of the plot. */
const AXIS_END = 12;
/** CSS pixels from either end of the plot where a tick has no label: it would reach out of the chart. */
const TICK_MARGIN = 32;
/** CSS pixels. */
const COVERAGE_HEIGHT = 2;
/** CSS pixels; narrower buckets would be eaten up by their edges. */
const EDGED_BUCKET = 4;
/** Half the width of a pinned crosshair's head, CSS pixels. */
const PIN_SIZE = 5;
/** Of the grips at the edges of a selection, CSS pixels. */
const GRIP_WIDTH = 6;
const GRIP_LENGTH = 24;
/** Buckets younger than this may still grow, and are drawn paler. */
const SETTLING_SECONDS = 1;

export interface TrafficChartOptions {
  readonly host: HTMLElement;
  /** @param index bucket under the crosshair. */
  readonly onCursor: (index: number | undefined) => void;
}

/** What a chart shows; seconds and moments since 1970. */
export interface ChartContent {
  readonly stack: TrafficStack;
  readonly unit: RateUnit;
  /** Seconds before which buckets are complete. */
  readonly settledUntil: number;
  /** First and last second of the axis; the same one twice while no time is known. */
  readonly axis: readonly [number, number];
  /** Stretches in which nothing was recorded. */
  readonly gaps: readonly Span[];
  readonly format: TimeFormat;
}

export class TrafficChart {
  readonly #host: HTMLElement;
  readonly #plot: uPlot;
  #colors: ChartColors;
  #shown: ChartContent | undefined;
  #selection: Span | undefined;
  #pin: number | undefined;
  #heldSince: number | undefined;
  #tickStep = 60;

  constructor({ host, onCursor }: TrafficChartOptions) {
    this.#host = host;
    this.#colors = readColors(host);
    this.#plot = new uPlot(this.#options(onCursor), [[], ...DRAW_ORDER.map(() => [])], host);
  }

  show(content: ChartContent): void {
    this.#shown = content;
    const { stack, axis } = content;
    if (stack.times.length === 0) {
      this.#plot.setData([[...axis], ...DRAW_ORDER.map(() => [null, null])], true);
      return;
    }
    const columns = DRAW_ORDER.map((slot) => {
      const index = stack.slots.indexOf(slot);
      return index < 0
        ? new Array<null>(stack.times.length + 1).fill(null)
        : closeLast(stack.tops[index]!, 0);
    });
    const times = closeLast(stack.times, stack.step);
    this.#plot.setData([times, ...columns] as uPlot.AlignedData, true);
  }

  resize(width: number, height: number): void {
    if (width > 0 && height > 0) this.#plot.setSize({ width, height });
  }

  /** Reads the colours again, after a change of theme. */
  recolor(): void {
    this.#colors = readColors(this.#host);
    this.#plot.redraw(false, true);
  }

  /** Puts the crosshair on a bucket, for the keyboard; `undefined` takes it away. */
  point(index: number | undefined): void {
    const time = index === undefined ? undefined : this.#shown?.stack.times[index];
    const left = time === undefined ? -10 : this.#plot.valToPos(time, "x");
    this.#plot.setCursor({ left, top: time === undefined ? -10 : 1 }, true);
  }

  /**
   * Draws the strip under the chart: where the packets themselves are held, and where only their
   * counts are.
   *
   * @param since seconds since 1970; undefined when all are held.
   */
  showCoverage(since: number | undefined): void {
    if (since === this.#heldSince) return;
    this.#heldSince = since;
    this.#plot.redraw(false, false);
  }

  /** Marks what the page answers for; undefined for all of it. */
  showSelection(selection: Span | undefined): void {
    this.#selection = selection;
    this.#plot.redraw(false, false);
  }

  /** Leaves the crosshair at a moment, microseconds since 1970; undefined takes it away. */
  showPin(pin: number | undefined): void {
    this.#pin = pin;
    this.#plot.redraw(false, false);
  }

  /** What is drawn; undefined before anything was. */
  get content(): ChartContent | undefined {
    return this.#shown;
  }

  /** Where the plot lies in the window, CSS pixels. */
  get box(): { readonly left: number; readonly width: number } {
    const { left, width } = this.#plot.over.getBoundingClientRect();
    return { left, width };
  }

  /** Whether a place of the window lies on the time axis, below the plot. */
  isOnAxis(clientY: number): boolean {
    return clientY >= this.#plot.over.getBoundingClientRect().bottom;
  }

  /** Moment under a place of the window, and how many microseconds a CSS pixel is wide. */
  momentAt(clientX: number): { readonly micros: number; readonly perPixel: number } {
    const box = this.#plot.over.getBoundingClientRect();
    const left = Math.min(box.width, Math.max(0, clientX - box.left));
    const [from, to] = this.#shown?.axis ?? [0, 1];
    const perPixel = ((to - from) * 1e6) / Math.max(1, box.width);
    return { micros: from * 1e6 + left * perPixel, perPixel };
  }

  destroy(): void {
    this.#plot.destroy();
  }

  #options(onCursor: (index: number | undefined) => void): uPlot.Options {
    const grid = { stroke: () => this.#colors.line, width: 1 };
    const font = '12px "Inter Variable", system-ui, sans-serif';
    return {
      width: Math.max(1, this.#host.clientWidth),
      height: Math.max(1, this.#host.clientHeight),
      padding: [8, AXIS_END, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: false, y: false },
      },
      scales: {
        x: { time: true, range: (_plot, min, max) => this.#axisRange(min, max) },
        y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.08 : 1] },
      },
      axes: [
        {
          stroke: () => this.#colors.text,
          grid: { ...grid, show: false },
          ticks: { ...grid, size: 4 },
          font,
          size: AXIS_HEIGHT,
          splits: (plot, _axis, min, max) => this.#ticks(plot, min, max),
          values: (plot, splits) => splits.map((seconds) => this.#tickText(plot, seconds)),
        },
        {
          stroke: () => this.#colors.text,
          grid,
          ticks: { show: false },
          font,
          size: AXIS_WIDTH,
          space: 36,
          values: (_plot, splits) => splits.map((value) => this.#rateLabel(value)),
        },
      ],
      series: [
        {},
        ...DRAW_ORDER.map(
          (slot): uPlot.Series => ({
            label: slot,
            stroke: (plot) => this.#edge(plot),
            width: 1,
            fill: () => this.#colors.fills.get(slot)!,
            points: { show: false },
            paths: uPlot.paths.stepped!({ align: 1 }),
          }),
        ),
      ],
      hooks: {
        setCursor: [(plot) => onCursor(this.#bucketAt(plot.cursor.left))],
        draw: [
          (plot) => this.#fadeUnsettled(plot),
          (plot) => this.#drawGaps(plot),
          (plot) => this.#drawCoverage(plot),
          (plot) => this.#drawSelection(plot),
          (plot) => this.#drawPin(plot),
        ],
      },
    };
  }

  /** Neighbours are kept apart where their buckets are wide enough to spare a pixel. */
  #edge(plot: uPlot): string {
    const { stack, axis } = this.#shown ?? { stack: undefined, axis: [0, 1] as const };
    const buckets = (axis[1] - axis[0]) / (stack?.step ?? 1);
    const width = plot.bbox.width / uPlot.pxRatio / Math.max(1, buckets);
    return width >= EDGED_BUCKET ? this.#colors.panel : "transparent";
  }

  /** Without traffic there is no scale to read. */
  #rateLabel(value: number): string {
    if (value === 0) return "0";
    const shown = this.#shown;
    return shown === undefined || shown.stack.slots.length === 0
      ? ""
      : formatRate(value, shown.unit);
  }

  #axisRange(min: number, max: number): [number, number] {
    const [from, to] = this.#shown?.axis ?? [min, max];
    return to > from ? [from, to] : [from, from + 1];
  }

  #ticks(plot: uPlot, min: number, max: number): number[] {
    const zone = this.#shown?.format.zone;
    const [from, to] = this.#shown?.axis ?? [min, max];
    if (zone === undefined || from === to) return [];
    const room = Math.max(1, Math.floor(plot.bbox.width / uPlot.pxRatio / TICK_SPACE));
    const { step, ticks } = axisTicks(min, max, room, zone);
    this.#tickStep = step;
    return [...ticks];
  }

  #tickText(plot: uPlot, seconds: number): string {
    const { min = 0, max = 1 } = plot.scales["x"] ?? {};
    const width = plot.bbox.width / uPlot.pxRatio;
    const left = ((seconds - min!) / (max! - min!)) * width;
    if (left < TICK_MARGIN || left > width - TICK_MARGIN) return "";
    return this.#shown?.format.tick(seconds, this.#tickStep) ?? "";
  }

  /** @param left CSS pixels inside the plot; negative when the pointer is outside. */
  #bucketAt(left: number | undefined): number | undefined {
    const stack = this.#shown?.stack;
    if (stack === undefined || left === undefined || left < 0) return undefined;
    return bucketAt(stack, this.#plot.posToVal(left, "x"));
  }

  #drawCoverage(plot: uPlot): void {
    const stack = this.#shown?.stack;
    const first = stack?.times[stack.tops.at(-1)?.findIndex((rate) => rate > 0) ?? -1];
    if (first === undefined) return;
    const { ctx, bbox } = plot;
    const left = Math.max(bbox.left, plot.valToPos(first, "x", true));
    const right = bbox.left + bbox.width;
    const since = plot.valToPos(this.#heldSince ?? first, "x", true);
    const held = Math.min(right, Math.max(left, since));
    const top = bbox.top + bbox.height;
    const height = COVERAGE_HEIGHT * uPlot.pxRatio;
    ctx.save();
    ctx.fillStyle = this.#colors.counted;
    ctx.fillRect(left, top, held - left, height);
    ctx.fillStyle = this.#colors.held;
    ctx.fillRect(held, top, right - held, height);
    ctx.restore();
  }

  /** Hatched, since nothing is known of them: they are not times without traffic. */
  #drawGaps(plot: uPlot): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.fillStyle = this.#colors.gap;
    for (const gap of this.#shown?.gaps ?? []) {
      const { left, right } = this.#place(plot, gap);
      if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
    }
    ctx.restore();
  }

  /** What is outside the selection is paler; its edges are lines. */
  #drawSelection(plot: uPlot): void {
    if (this.#selection === undefined) return;
    const { ctx, bbox } = plot;
    const { left, right } = this.#place(plot, this.#selection);
    const end = bbox.left + bbox.width;
    ctx.save();
    ctx.globalAlpha = 0.6;
    ctx.fillStyle = this.#colors.panel;
    ctx.fillRect(bbox.left, bbox.top, left - bbox.left, bbox.height);
    ctx.fillRect(right, bbox.top, end - right, bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillStyle = this.#colors.accent;
    if (left > bbox.left) this.#drawEdge(plot, left);
    if (right < end) this.#drawEdge(plot, right);
    ctx.restore();
  }

  /** A line with a grip, by which it can be taken hold of. */
  #drawEdge({ ctx, bbox }: uPlot, x: number): void {
    const [width, grip, length] = [2, GRIP_WIDTH, GRIP_LENGTH].map(
      (size) => size * uPlot.pxRatio,
    ) as [number, number, number];
    ctx.fillRect(x - width / 2, bbox.top, width, bbox.height);
    ctx.beginPath();
    ctx.roundRect(x - grip / 2, bbox.top + (bbox.height - length) / 2, grip, length, grip / 2);
    ctx.fill();
  }

  /** A line, with a head that tells it from the crosshair that follows the pointer. */
  #drawPin(plot: uPlot): void {
    const [from, to] = this.#shown?.axis ?? [0, 0];
    const seconds = (this.#pin ?? Number.NaN) / 1e6;
    if (!(seconds >= from && seconds <= to)) return;
    const { ctx, bbox } = plot;
    const x = plot.valToPos(seconds, "x", true);
    const size = PIN_SIZE * uPlot.pxRatio;
    ctx.save();
    ctx.fillStyle = this.#colors.text;
    ctx.fillRect(x - uPlot.pxRatio / 2, bbox.top, uPlot.pxRatio, bbox.height);
    ctx.beginPath();
    ctx.moveTo(x - size, bbox.top);
    ctx.lineTo(x + size, bbox.top);
    ctx.lineTo(x, bbox.top + size);
    ctx.fill();
    ctx.restore();
  }

  /** Canvas pixels between which a stretch of time lies, inside the plot. */
  #place(plot: uPlot, span: Span): { readonly left: number; readonly right: number } {
    const { bbox } = plot;
    const at = (micros: number) =>
      Math.min(bbox.left + bbox.width, Math.max(bbox.left, plot.valToPos(micros / 1e6, "x", true)));
    return { left: at(span.from), right: at(span.to) };
  }

  #fadeUnsettled(plot: uPlot): void {
    const { stack, settledUntil } = this.#shown ?? {};
    if (stack === undefined || settledUntil === undefined) return;
    const settled = settledUntil - SETTLING_SECONDS;
    const open = stack.times.find((time) => time + stack.step > settled);
    if (open === undefined) return;
    const { ctx, bbox } = plot;
    const left = Math.max(bbox.left, plot.valToPos(open, "x", true));
    ctx.save();
    ctx.globalAlpha = 0.4;
    ctx.fillStyle = this.#colors.panel;
    ctx.fillRect(left, bbox.top, bbox.left + bbox.width - left, bbox.height);
    ctx.restore();
  }
}

/** Repeats the last value, so that the last bucket gets its width. */
function closeLast(column: Float64Array, add: number): Float64Array {
  const closed = new Float64Array(column.length + 1);
  closed.set(column);
  closed[column.length] = (column.at(-1) ?? 0) + add;
  return closed;
}
