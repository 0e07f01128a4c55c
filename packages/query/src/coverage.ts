/** What an answer could look at. */
import type { Coverage } from "./answer.ts";
import type { PacketTime } from "./packet-archive.ts";
import type { TimeRange } from "./range.ts";
import type { Recorder } from "./recorder.ts";
import { beginsAfter, endsBefore, type TimeWindow } from "./scope.ts";
import { formatTimestamp, formatUnixNanos } from "./timestamp.ts";
import type { View } from "./view.ts";

/** Whatever is counted from packets themselves. */
const COUNTED: Coverage = {
  kind: "exact",
  resolution: "packet",
  from: undefined,
  to: undefined,
  gaps: [],
  note: undefined,
};

/** Coverage of answers that are counted by `view`. */
export function viewCoverage(recorder: Recorder, view: View): Coverage {
  const { first, last } = view.analysis.totals;
  if (view.isComplete) {
    return { ...COUNTED, from: formatTime(first), to: formatTime(last) };
  }
  const to = formatTime(recorder.main.analysis.totals.last);
  if (view.firstSeen === undefined) {
    return { ...COUNTED, kind: "none", note: NOTHING_HELD };
  }
  if (!view.hasGaps && endsBefore(view.scope.window, view.firstSeen)) {
    return { ...COUNTED, kind: "none", note: GONE };
  }
  const from = formatTime(view.firstSeen);
  const note = view.hasGaps
    ? `${view.missedCount} packets came and went faster than this filter could be tried on them; they are counted in the totals only.`
    : retainedNote(from, view.missedCount);
  return { ...COUNTED, kind: "retained", from, to, note };
}

/** Coverage of answers that show packets of `window` themselves. */
export function archiveCoverage(recorder: Recorder, window: TimeWindow): Coverage {
  const { archive, packetCount } = recorder;
  if (archive === undefined || (archive.lastNumber === 0 && packetCount > 0)) {
    return { ...COUNTED, kind: "none", note: NOTHING_HELD };
  }
  const { first, last } = recorder.main.analysis.totals;
  const { forgottenCount, forgottenUntil, oldestTime } = archive;
  const from = formatTime(forgottenCount === 0 ? first : oldestTime);
  if (forgottenCount === 0 || beginsAfter(window, forgottenUntil)) {
    return { ...COUNTED, from, to: formatTime(last) };
  }
  if (endsBefore(window, oldestTime)) return { ...COUNTED, kind: "none", note: GONE };
  const note = retainedNote(from, forgottenCount);
  return { ...COUNTED, kind: "retained", from, to: formatTime(last), note };
}

/** `coverage` of a capture that saw nothing before `start`, nanoseconds since 1970. */
export function sinceStart(coverage: Coverage, { from, to }: TimeRange, start: bigint): Coverage {
  const isBefore = to !== undefined && to <= start;
  const gaps =
    from === undefined || from >= start
      ? []
      : [{ from: formatUnixNanos(from), to: formatUnixNanos(isBefore ? to : start) }];
  if (isBefore) return { ...COUNTED, kind: "none", gaps, note: NOTHING_SEEN };
  return { ...coverage, gaps };
}

export function formatTime(time: PacketTime | undefined): string | undefined {
  return time === undefined ? undefined : formatTimestamp(time.seconds, time.nanoseconds);
}

const NOTHING_SEEN = "The capture began after this time.";

const GONE = "The packets of this time are no longer held.";

const NOTHING_HELD = "Packets are not kept, so a filter or a range can't be answered for the past.";

function retainedNote(from: string | undefined, missing: number): string {
  const packets = missing === 1 ? "1 earlier packet is" : `${missing} earlier packets are`;
  return `Rests on the packets from ${from} on; ${packets} counted in the totals but no longer held.`;
}
