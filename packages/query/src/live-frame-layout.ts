/**
 * What both sides of the live frame's wire form agree on. Little-endian throughout.
 *
 * Head, 32 octets: `u8 type, u8 version, u16 flags, u32 epoch, f64 watermark, f64 progress,
 * u32 strings offset, u32 string count`. Then, each block and each column aligned to eight octets:
 *
 * - totals: one f64 per name of {@link TOTAL_NAMES};
 * - timeline: `f64 start, f64 step, u32 series, u32 buckets`, names, packets and bytes per series;
 * - five rankings: `u32 rows, u32 0, f64 members`, labels, names, filters, packets, bytes, bytesIn;
 * - rows: `u32 rows, u32 0, f64 skipped`, number, time, length, protocolByPort, protocol, source,
 *   destination, info;
 * - strings: `u32` end of each string from the first octet of text, then the text in UTF-8.
 *
 * A column of text is one u32 per row, the index of its string.
 */
import type { LiveTotals } from "./live-frame.ts";

export const FRAME_TYPE = 1;
export const FRAME_VERSION = 1;
export const HEAD_LENGTH = 32;

/** In the order on the wire. */
export const TOTAL_NAMES: readonly (keyof LiveTotals)[] = [
  "packets",
  "bytes",
  "allPackets",
  "allBytes",
  "activeFlows",
  "flows",
  "hosts",
  "malformed",
  "kernelDrops",
  "interfaceDrops",
  "rowsSkipped",
  "packetsForgotten",
  "firstHeld",
  "lastHeld",
];

/** Rankings in the order on the wire. */
export const RANKING_NAMES = [
  "protocols",
  "applications",
  "sources",
  "destinations",
  "hosts",
  "services",
] as const;

/** Whether typed arrays of this platform can be laid over the wire form as they are. */
export const IS_LITTLE_ENDIAN: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
