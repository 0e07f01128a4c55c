/** A segment on disk that is not written to any more, and its index. */
import {
  closeSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { isLater, type PacketTime } from "@wirescope/query";
import { decodeIndex, encodeIndex, type SegmentIndex } from "./segment-index.ts";
import { scanSegment } from "./segment-scan.ts";

const NAME = /^packets-(\d{16})\.pcapng$/;

/** What is remembered of a segment whose index has been looked at. */
export interface SegmentSpan {
  readonly lastNumber: number;
  readonly earliest: PacketTime;
  readonly latest: PacketTime;
}

export class Segment {
  readonly path: string;
  readonly indexPath: string;
  /** Number of the first packet, which its name tells. */
  readonly firstNumber: number;
  /** Octets of the segment and its index on disk. */
  size: number;
  /** Undefined until the index was read. */
  span: SegmentSpan | undefined;
  /** True once it was read and holds no packet. */
  isEmpty = false;

  constructor(directory: string, firstNumber: number) {
    const name = `packets-${String(firstNumber).padStart(16, "0")}`;
    this.path = join(directory, `${name}.pcapng`);
    this.indexPath = join(directory, `${name}.index`);
    this.firstNumber = firstNumber;
    this.size = sizeOf(this.path) + sizeOf(this.indexPath);
  }

  /** Number of the first packet of the segment of this file name; undefined for other names. */
  static numberOf(fileName: string): number | undefined {
    const digits = NAME.exec(fileName)?.[1];
    const number = Number(digits);
    return digits !== undefined && number >= 1 && Number.isSafeInteger(number) ? number : undefined;
  }

  /**
   * The index, made again where it is missing or of another segment; a segment that was cut is then
   * ended behind its last whole block. Undefined where not one packet can be read. What is not `ours`
   * is left as it is.
   */
  load(ours: boolean): SegmentIndex | undefined {
    const length = sizeOf(this.path);
    const index = readIndex(this.indexPath, length) ?? this.#rebuild(length, ours);
    const [first] = index?.parts ?? [];
    const last = index?.parts.at(-1);
    if (index === undefined || first === undefined || last === undefined) return undefined;
    if (first.firstNumber !== this.firstNumber) return undefined;
    let { earliest, latest } = first;
    for (const part of index.parts) {
      if (isLater(earliest, part.earliest)) earliest = part.earliest;
      if (isLater(part.latest, latest)) latest = part.latest;
    }
    this.span = { lastNumber: last.firstNumber + last.count - 1, earliest, latest };
    return index;
  }

  remove(): void {
    rmSync(this.path, { force: true });
    rmSync(this.indexPath, { force: true });
  }

  /** Reads the segment whole, ends it behind its last whole block, and leaves its index there. */
  #rebuild(length: number, ours: boolean): SegmentIndex | undefined {
    const index = scan(this.path, this.firstNumber);
    if (index === undefined) return undefined;
    this.isEmpty = index.parts.length === 0;
    if (this.isEmpty) return undefined;
    if (!ours) return index;
    try {
      if (index.length < length) truncateSync(this.path, index.length);
      writeFileSync(this.indexPath, encodeIndex(index), { mode: 0o600 });
    } catch {
      // A disk that is full or read-only: the segment is read as it is, and once more next time.
    }
    this.size = sizeOf(this.path) + sizeOf(this.indexPath);
    return index;
  }
}

function scan(path: string, firstNumber: number): SegmentIndex | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch {
    return undefined;
  }
  try {
    return scanSegment(descriptor, firstNumber);
  } catch {
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

function readIndex(path: string, length: number): SegmentIndex | undefined {
  try {
    return decodeIndex(readFileSync(path), length);
  } catch {
    return undefined;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
