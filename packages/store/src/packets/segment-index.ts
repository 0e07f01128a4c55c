/**
 * The index beside a segment: its interfaces, and when its parts are and what they hold. Made when the
 * segment is complete; without one, or with one of another segment, it is made again from the segment.
 *
 * A line of JSON, then the evidence of all parts one after the other.
 */
import type { CaptureInterface } from "@wirescope/pcap";
import type { SegmentPart } from "./segment-part.ts";

const VERSION = 1;

export interface SegmentIndex {
  /** Octets of the segment. */
  readonly length: number;
  readonly interfaces: readonly CaptureInterface[];
  /** In the order of their packets' numbers. */
  readonly parts: readonly SegmentPart[];
}

export function encodeIndex({ length, interfaces, parts }: SegmentIndex): Uint8Array {
  const head = JSON.stringify({
    ...{ version: VERSION, length, interfaces },
    parts: parts.map((part) => [
      ...[part.firstNumber, part.count, part.offset, part.length, part.evidence.length],
      ...[part.earliest.seconds, part.earliest.nanoseconds],
      ...[part.latest.seconds, part.latest.nanoseconds],
    ]),
  });
  return Buffer.concat([Buffer.from(`${head}\n`), ...parts.map(({ evidence }) => evidence)]);
}

/** Undefined for what is not the index of a segment of `length` octets. */
export function decodeIndex(octets: Uint8Array, length: number): SegmentIndex | undefined {
  const end = octets.indexOf(0x0a);
  if (end < 0) return undefined;
  let head: unknown;
  try {
    head = JSON.parse(Buffer.from(octets.subarray(0, end)).toString());
  } catch {
    return undefined;
  }
  if (!isHead(head) || head.version !== VERSION || head.length !== length) return undefined;
  const parts: SegmentPart[] = [];
  let at = end + 1;
  let number = 1;
  for (const row of head.parts) {
    if (row.length !== 9 || !row.every((value) => Number.isSafeInteger(value))) return undefined;
    const [firstNumber, count, offset, partLength, evidenceLength] = row as Row;
    if (firstNumber < number || count < 1 || offset < 0 || partLength < 0) return undefined;
    if (offset + partLength > length || evidenceLength < 0) return undefined;
    if (at + evidenceLength > octets.length) return undefined;
    if (evidenceLength > 0 && !isPowerOfTwo(evidenceLength)) return undefined;
    parts.push({
      ...{ firstNumber, count, offset, length: partLength },
      earliest: { seconds: row[5]!, nanoseconds: row[6]! },
      latest: { seconds: row[7]!, nanoseconds: row[8]! },
      evidence: octets.slice(at, at + evidenceLength),
    });
    at += evidenceLength;
    number = firstNumber + count;
  }
  return parts.length === 0 ? undefined : { length, interfaces: head.interfaces, parts };
}

type Row = [number, number, number, number, number];

interface Head {
  readonly version: unknown;
  readonly length: unknown;
  readonly interfaces: readonly CaptureInterface[];
  readonly parts: readonly (readonly number[])[];
}

function isHead(value: unknown): value is Head {
  if (typeof value !== "object" || value === null) return false;
  const { interfaces, parts } = value as Record<string, unknown>;
  return (
    Array.isArray(interfaces) &&
    interfaces.every((item) => Number.isSafeInteger(item?.linkType)) &&
    Array.isArray(parts) &&
    parts.every(Array.isArray)
  );
}

function isPowerOfTwo(value: number): boolean {
  return (value & (value - 1)) === 0;
}
