/**
 * Packets on disk: segments in a directory, the oldest out first, all of them together within a
 * budget. One thread owns it; the file system is used synchronously, a chunk or a part at a time.
 */
import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { type CaptureInterface, PacketBlockCursor } from "@wirescope/pcap";
import { Segment } from "./segment.ts";
import type { SegmentIndex } from "./segment-index.ts";
import { SegmentWriter } from "./segment-writer.ts";

/** Octets of a segment: a part of the budget, so that what goes at once is little of it. */
const SEGMENTS = 64;
const LEAST_SEGMENT = 1 << 18;
const LARGEST_SEGMENT = 1 << 28;
/** Indexes kept in memory. */
const INDEX_LIMIT = 16;
/** No packet block is shorter, octets. */
const LEAST_BLOCK = 32;
/** Milliseconds after which a disk that refused is tried again. */
const RETRY_INTERVAL = 5000;

export interface PacketDiskOptions {
  readonly directory: string;
  /** Octets of all segments and indexes together; undefined only reads what another one has kept. */
  readonly budget: number | undefined;
  /** Milliseconds of a clock that moves forward. */
  readonly clock?: () => number;
}

/** The segment that is written to. */
interface Current {
  readonly segment: Segment;
  readonly writer: SegmentWriter;
}

export class PacketDisk {
  /** What is wrong, in a sentence; undefined while packets are written. */
  problem: string | undefined;
  /** Packets that could not be written, or came faster than they could be, since the start. */
  leftOut = 0;
  readonly #directory: string;
  readonly #budget: number;
  readonly #isReader: boolean;
  readonly #segmentLength: number;
  readonly #clock: () => number;
  /** Oldest first; the last may be the current one. */
  readonly #segments: Segment[] = [];
  /** Of segments that are not written to, most recently used last. */
  readonly #indexes = new Map<Segment, SegmentIndex>();
  #current: Current | undefined;
  /** Octets of the segments that are not written to. */
  #closedSize = 0;
  #lastNumber = 0;
  #tryAgainAt = Number.NEGATIVE_INFINITY;

  constructor({ directory, budget, clock = () => performance.now() }: PacketDiskOptions) {
    this.#directory = directory;
    this.#budget = budget ?? Number.POSITIVE_INFINITY;
    this.#isReader = budget === undefined;
    this.#segmentLength = Math.min(
      Math.max(Math.floor(this.#budget / SEGMENTS), LEAST_SEGMENT),
      LARGEST_SEGMENT,
    );
    this.#clock = clock;
  }

  /** Oldest first. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** Number of the newest packet that was ever kept here; 0 for none. */
  get lastNumber(): number {
    return this.#lastNumber;
  }

  /** Octets on disk, the index of the segment that is written to included. */
  get size(): number {
    return this.#closedSize + this.#currentSize();
  }

  /**
   * Looks at what is there, and ends what a crash has cut. A directory that can't be read is not
   * written to either: numbers there could be given twice.
   */
  open(): void {
    try {
      if (!this.#isReader) {
        mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
        chmodSync(this.#directory, 0o700);
      }
      const numbers = readdirSync(this.#directory).map((name) => Segment.numberOf(name) ?? 0);
      for (const number of numbers.filter((value) => value > 0).sort((a, b) => a - b)) {
        const segment = new Segment(this.#directory, number);
        this.#segments.push(segment);
        this.#closedSize += segment.size;
      }
    } catch (error) {
      this.#refuse(error);
      if (!isFull(error)) this.#tryAgainAt = Number.POSITIVE_INFINITY;
      return;
    }
    this.#lastNumber = this.#findLastNumber();
    this.#makeRoom(0);
  }

  /** The index of a segment that is held; undefined where it can't be read. */
  indexOf(segment: Segment): SegmentIndex | undefined {
    if (segment === this.#current?.segment) return this.#current.writer.index;
    let index = this.#indexes.get(segment);
    if (index === undefined) {
      const { size } = segment;
      index = segment.load(!this.#isReader);
      if (index === undefined) return undefined;
      this.#closedSize += segment.size - size;
    }
    this.#indexes.delete(segment);
    this.#indexes.set(segment, index);
    for (const oldest of this.#indexes.keys()) {
      if (this.#indexes.size <= INDEX_LIMIT) break;
      this.#indexes.delete(oldest);
    }
    return index;
  }

  /** Whether the segment is complete, so that what was read of it stays true. */
  isComplete(segment: Segment): boolean {
    return segment !== this.#current?.segment;
  }

  /**
   * Writes packet blocks, the first of them numbered. Where the disk refuses they are left out, and
   * {@link problem} says why until it takes some again.
   */
  take(blocks: Uint8Array, interfaces: readonly CaptureInterface[]): void {
    const cursor = new PacketBlockCursor(
      new DataView(blocks.buffer, blocks.byteOffset, blocks.length),
    );
    if (this.#isReader || !cursor.next()) return;
    if (cursor.number === undefined || cursor.number <= this.#lastNumber) return;
    if (this.#clock() >= this.#tryAgainAt) {
      try {
        this.#write(blocks, interfaces, cursor.number);
        this.problem = undefined;
        return;
      } catch (error) {
        this.#refuse(error);
      }
    }
    do this.leftOut++;
    while (cursor.next());
  }

  /** Counts packets that never came here. */
  miss(count: number): void {
    this.leftOut += count;
  }

  close(): void {
    this.#closeCurrent();
  }

  #findLastNumber(): number {
    for (;;) {
      const last = this.#segments.at(-1);
      if (last === undefined) return 0;
      const index = this.indexOf(last);
      if (index !== undefined) return last.span?.lastNumber ?? 0;
      // One that can't be read has at most so many.
      if (!last.isEmpty) return last.firstNumber + Math.ceil(last.size / LEAST_BLOCK);
      if (this.#isReader) this.#segments.pop();
      else this.#remove(last);
    }
  }

  #write(blocks: Uint8Array, interfaces: readonly CaptureInterface[], number: number): void {
    if ((this.#current?.writer.length ?? 0) >= this.#segmentLength) this.#closeCurrent();
    this.#makeRoom(blocks.length);
    this.#current ??= this.#begin(number);
    const { writer } = this.#current;
    try {
      writer.append(blocks, interfaces);
    } catch (error) {
      // No segment is left behind that holds nothing.
      if (writer.length === 0) this.#closeCurrent();
      throw error;
    }
    this.#lastNumber = writer.lastNumber;
  }

  #begin(number: number): Current {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const segment = new Segment(this.#directory, number);
    const writer = new SegmentWriter(segment.path, segment.indexPath, number);
    this.#segments.push(segment);
    return { segment, writer };
  }

  #closeCurrent(): void {
    const current = this.#current;
    if (current === undefined) return;
    this.#current = undefined;
    const { segment, writer } = current;
    writer.close();
    segment.size = new Segment(this.#directory, segment.firstNumber).size;
    this.#closedSize += segment.size;
    if (writer.lastNumber === 0) this.#remove(segment);
  }

  /** Lets the oldest go until `length` octets more are within the budget. */
  #makeRoom(length: number): void {
    while (this.#segments.length > 0 && this.size + length > this.#budget) {
      if (this.#segments[0] === this.#current?.segment) this.#closeCurrent();
      const [oldest] = this.#segments;
      if (oldest !== undefined) this.#remove(oldest);
    }
  }

  #remove(segment: Segment): void {
    segment.remove();
    this.#segments.splice(this.#segments.indexOf(segment), 1);
    this.#indexes.delete(segment);
    this.#closedSize -= segment.size;
  }

  #currentSize(): number {
    const writer = this.#current?.writer;
    return writer === undefined ? 0 : writer.length + writer.indexLength;
  }

  #refuse(error: unknown): void {
    this.#tryAgainAt = this.#clock() + RETRY_INTERVAL;
    this.problem = sentenceOf(error, this.#directory);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN";
}

function isFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT"].includes(codeOf(error));
}

function sentenceOf(error: unknown, directory: string): string {
  const code = codeOf(error);
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return `The disk of ${directory} is full, so packets are not kept there; it goes on by itself when there is room.`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `Packets can't be kept in ${directory}, which this user may not write to; change its permissions, or choose another directory with --data.`;
    case "EEXIST":
      return `Another Wirescope keeps packets in ${directory}; end it, or choose another directory with --data.`;
    default:
      return `Packets can't be kept in ${directory} (${code}); it is tried again every few seconds.`;
  }
}
