/** What the tests of readers and writers compare: a capture as rows, however its bytes arrive. */
import { PacketBatch } from "./batch.ts";
import { CaptureReader } from "./capture-reader.ts";
import type { CaptureProblem } from "./errors.ts";

export interface CaptureRow {
  readonly time: string;
  readonly originalLength: number;
  readonly interfaceId: number;
  readonly linkType: number;
  readonly position: number;
  /** The captured octets, in hex. */
  readonly hex: string;
}

export interface CaptureReading {
  readonly rows: readonly CaptureRow[];
  readonly problem: CaptureProblem | undefined;
  readonly reader: CaptureReader;
}

/** Reads a whole capture; `cuts` are the sizes of the chunks it arrives in, the last one repeated. */
export function readCapture(
  bytes: Uint8Array,
  cuts: readonly number[] = [bytes.length],
  options: { reader?: CaptureReader; capacity?: number } = {},
): CaptureReading {
  const reader = options.reader ?? new CaptureReader();
  const batch = new PacketBatch(options.capacity ?? 16);
  const rows: CaptureRow[] = [];
  let offset = 0;
  for (let index = 0; offset < bytes.length; index++) {
    const length = Math.max(1, cuts[Math.min(index, cuts.length - 1)]!);
    const lent = bytes.slice(offset, offset + length);
    reader.push(lent);
    drain(reader, batch, rows);
    lent.fill(0xee);
    offset += length;
  }
  reader.end();
  drain(reader, batch, rows);
  return { rows, problem: reader.problem, reader };
}

function drain(reader: CaptureReader, batch: PacketBatch, rows: CaptureRow[]): void {
  while (reader.next(batch)) {
    for (let row = 0; row < batch.count; row++) {
      const start = batch.start[row]!;
      rows.push({
        time: `${batch.seconds[row]}.${String(batch.nanoseconds[row]).padStart(9, "0")}`,
        originalLength: batch.originalLength[row]!,
        interfaceId: batch.interfaceId[row]!,
        linkType: batch.linkType[row]!,
        position: batch.position[row]!,
        hex: toHex(batch.bytes.subarray(start, start + batch.capturedLength[row]!)),
      });
    }
  }
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** Octets from hex digits; spaces are for the eye. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const digits = text.replace(/\s/g, "");
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
  }
  return bytes;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
