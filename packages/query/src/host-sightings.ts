/** What is known of the hosts of a minute's slices: hosts of the largest slices first. */
import type { Analysis, SliceBatch } from "@wirescope/analysis";
import { formatIpv4, formatIpv6 } from "@wirescope/decode";
import { type HostSighting, SIGHTING_LIMIT } from "./minute-report.ts";

/** Addresses looked at, so that a flood of hosts that nobody knows takes no longer than this. */
const LOOK_LIMIT = 16_384;

/** Rows are packed behind octets into one double to be sorted: 2^17 rows, and octets up to 2^36. */
const ROW_SPAN: number = 2 ** 17;
const MAX_OCTETS: number = 2 ** 36 - 1;

export function hostSightings(analysis: Analysis, slices: SliceBatch): HostSighting[] {
  const hosts: HostSighting[] = [];
  const seen = new Set<string | number>();
  for (const row of bySize(slices)) {
    const version = slices.ipVersion[row]!;
    if (version === 0) continue;
    for (const ends of [slices.originator, slices.responder]) {
      if (hosts.length === SIGHTING_LIMIT || seen.size === LOOK_LIMIT) return hosts;
      const words = [
        ends[4 * row]!,
        ends[4 * row + 1]!,
        ends[4 * row + 2]!,
        ends[4 * row + 3]!,
      ] as const;
      const key = version === 4 ? words[0] : words.join();
      if (seen.has(key)) continue;
      seen.add(key);
      const mac = analysis.macOf(version, ...words);
      const names = analysis.names.of(version, ...words);
      if (mac === undefined && names.length === 0) continue;
      hosts.push({
        address: version === 4 ? formatIpv4(words[0]) : formatIpv6(...words),
        mac,
        names: names.map(({ name, source }) => ({ name, source })),
      });
    }
  }
  return hosts;
}

/** Rows with the most octets first. */
function* bySize({ count, bytesOut, bytesIn }: SliceBatch): Generator<number> {
  const keys = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    keys[row] = Math.min(bytesOut[row]! + bytesIn[row]!, MAX_OCTETS) * ROW_SPAN + row;
  }
  keys.sort();
  for (let i = count - 1; i >= 0; i--) yield keys[i]! % ROW_SPAN;
}
