/** The figures at the top, derived from a frame: rates are means over the last complete seconds. */
import type { Coverage, LiveFrame, LiveTimeline } from "@wirescope/query";
import { parseIso, type Span } from "../format/time.ts";
import { spanOf } from "./history-extent.ts";
import { MINUTE, SECOND } from "./time-window.ts";

/** Buckets younger than this many seconds may still grow and do not count towards a rate. */
const SETTLING_SECONDS = 1;
/** Rates are smoothed over this many seconds, for display only. */
const SMOOTHING_SECONDS = 3;

export interface Rates {
  /** Bits per second; NaN while no second is complete. */
  readonly bits: number;
  /** Packets per second; NaN while no second is complete. */
  readonly packets: number;
  /** Seconds that the rates are a mean of. */
  readonly seconds: number;
}

/** @param watermark microseconds since 1970, the frame's own. */
export function currentRates(timeline: LiveTimeline, watermark: number): Rates {
  const { start, step } = timeline;
  if (timeline.names.length === 0) return { bits: 0, packets: 0, seconds: SMOOTHING_SECONDS };
  const length = timeline.bytes[0]?.length ?? 0;
  const settled = Math.floor((watermark / 1e6 - SETTLING_SECONDS - start) / step);
  const end = Math.min(length, settled);
  const count = Math.max(1, Math.round(SMOOTHING_SECONDS / step));
  const from = Math.max(0, end - count);
  const seconds = (end - from) * step;
  if (seconds <= 0) return { bits: Number.NaN, packets: Number.NaN, seconds: 0 };
  return {
    bits: (sum(timeline.bytes, from, end) * 8) / seconds,
    packets: sum(timeline.packets, from, end) / seconds,
    seconds,
  };
}

/**
 * Seconds of a scope that were counted: minutes that it touches count whole, and hours where they are all that is held;
 * gaps in what was recorded do not.
 */
export function countedSeconds(
  coverage: Pick<Coverage, "resolution" | "from" | "to" | "gaps">,
  span: Span,
): number {
  const counted = coverage.resolution === "packet" ? span : wholeSpan(coverage, span);
  const missing = coverage.gaps
    .map(spanOf)
    .map(({ from, to }) => Math.min(to, counted.to) - Math.max(from, counted.from))
    .reduce((sum, length) => sum + Math.max(0, length), 0);
  return (counted.to - counted.from - missing) / SECOND;
}

/** Whole minutes, and what an answer counted before and after them. */
function wholeSpan({ from, to }: Pick<Coverage, "from" | "to">, span: Span): Span {
  const minutes = {
    from: Math.floor(span.from / MINUTE) * MINUTE,
    to: Math.ceil(span.to / MINUTE) * MINUTE,
  };
  return {
    from: from === undefined ? minutes.from : Math.min(minutes.from, parseIso(from)),
    to: to === undefined ? minutes.to : Math.max(minutes.to, parseIso(to)),
  };
}

function sum(columns: readonly Float64Array[], from: number, end: number): number {
  let total = 0;
  for (const column of columns) for (let i = from; i < end; i += 1) total += column[i]!;
  return total;
}

/** Octets towards and from this computer since the start. */
export interface Direction {
  readonly received: number;
  readonly sent: number;
}

/** Share of the traffic from which on it counts as this computer's own. */
const OWN_SHARE = 0.9;

/**
 * Both directions as this computer's own addresses have them; undefined where they would say little:
 * when none of them is among the ranked hosts, or much of the traffic is between others, as on a
 * mirror port.
 */
export function ownTraffic(
  hosts: LiveFrame["hosts"],
  ownAddresses: ReadonlySet<string>,
  totalBytes: number,
): Direction | undefined {
  let received = 0;
  let sent = 0;
  for (const [i, label] of hosts.labels.entries()) {
    if (!ownAddresses.has(label)) continue;
    received += hosts.bytesIn[i]!;
    sent += hosts.bytes[i]! - hosts.bytesIn[i]!;
  }
  const own = received + sent;
  return own > 0 && own >= OWN_SHARE * totalBytes ? { received, sent } : undefined;
}

/** Share of packets that the system lost, of all that there were. */
export function lossShare(lost: number, seen: number): number {
  return lost === 0 ? 0 : lost / (lost + seen);
}
