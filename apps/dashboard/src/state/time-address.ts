/** Stretches of time in addresses: `live-15m`, `all`, `2026-11-22T14:00:00Z..14:15:00Z` (always UTC). */
import { formatIso, parseIso, type Span } from "../format/time.ts";
import { LONGEST_SECONDS, PRESETS, type TimeWindow } from "./time-window.ts";

const UNITS: ReadonlyMap<string, number> = new Map([
  ["s", 1],
  ["m", 60],
  ["h", 3600],
  ["d", 86_400],
]);

export function formatWindow(window: TimeWindow): string {
  if (window.kind === "all") return "all";
  if (window.kind === "between") return formatSpan(window);
  const preset = PRESETS.find(({ seconds }) => seconds === window.seconds);
  return `live-${preset?.key ?? lengthKey(window.seconds)}`;
}

/** In the largest unit that it is a whole number of. */
function lengthKey(seconds: number): string {
  const [unit, each] = [...UNITS].findLast(([, length]) => seconds % length === 0) ?? ["s", 1];
  return `${seconds / each}${unit}`;
}

/** Undefined for what is no window, or one that is too long. */
export function parseWindow(text: string): TimeWindow | undefined {
  if (text === "all") return { kind: "all" };
  const live = /^live-(\d{1,9}(?:\.\d{1,6})?)([smhd])$/.exec(text);
  if (live !== null) {
    const seconds = Number(live[1]) * UNITS.get(live[2]!)!;
    return seconds > 0 && seconds <= LONGEST_SECONDS ? { kind: "last", seconds } : undefined;
  }
  const span = parseSpan(text);
  return span === undefined ? undefined : { kind: "between", ...span };
}

/** The second moment without its date where that is the first one's. */
export function formatSpan({ from, to }: Span): string {
  const [first, second] = [shortIso(from), shortIso(to)];
  const sameDay = first.slice(0, 11) === second.slice(0, 11);
  return `${first}..${sameDay ? second.slice(11) : second}`;
}

export function parseSpan(text: string): Span | undefined {
  const [first, second, ...more] = text.split("..");
  if (first === undefined || second === undefined || more.length > 0) return undefined;
  const from = parseIso(first);
  const to = parseIso(second.includes("T") ? second : `${first.slice(0, 11)}${second}`);
  return from < to ? { from, to } : undefined;
}

/** ISO 8601 in UTC, without decimals that are nought. */
export function shortIso(micros: number): string {
  return formatIso(micros).replace(/\.?0+Z$/, "Z");
}
