/**
 * Packets of capture files, read again from the file whenever they are asked for.
 *
 * While a file is read for the first time, the state of its reader is noted every so often; a page
 * is then read from the nearest such checkpoint. Memory is bounded for files of any length: when
 * there are too many checkpoints every other one is dropped and the spacing doubles.
 */
import { CaptureReader, PacketBatch, type ReaderCheckpoint } from "@wirescope/pcap";
import type { PacketArchive, PacketPage, PacketTime } from "./packet-archive.ts";

/** Random access to the octets of a file: a `File` in a browser, a file handle in Node. */
export interface ByteSource {
  /** Octets in all, where that is known. */
  readonly length?: number;
  /**
   * Up to `length` octets from `position` on, fewer (down to none) at the end. The array is the
   * caller's to keep.
   */
  read(position: number, length: number): Promise<Uint8Array>;
}

export interface FileArchiveOptions {
  /** Packets between checkpoints at first; 8192 if left out. */
  readonly checkpointSpacing?: number;
  /** Checkpoints kept over all files; 4096 if left out. */
  readonly checkpointLimit?: number;
}

/** Octets read at once. */
const READ_LENGTH = 1 << 20;
/** Octets of pages kept; what lies between two checkpoints at first, in packets of 1,500 octets, twice. */
const PAGE_BUDGET = 24 << 20;
/** Readers kept open behind the page they read last, so that reading on costs no reading again. */
const CURSOR_LIMIT = 4;

export class FileArchive implements PacketArchive {
  readonly #parts: FilePart[] = [];
  /** Most recently used last. */
  readonly #pages: PacketPage[] = [];
  readonly #cursors: Cursor[] = [];
  #pagesLength = 0;
  readonly #checkpointLimit: number;
  #spacing: number;
  #checkpointCount = 0;
  #lastNumber = 0;

  readonly forgottenCount = 0;
  readonly oldestTime: PacketTime | undefined = undefined;
  readonly forgottenUntil: PacketTime | undefined = undefined;

  constructor({ checkpointSpacing = 8192, checkpointLimit = 4096 }: FileArchiveOptions = {}) {
    this.#spacing = checkpointSpacing;
    this.#checkpointLimit = checkpointLimit;
  }

  /** Places from which pages can be read. */
  get checkpointCount(): number {
    return this.#checkpointCount;
  }

  get firstNumber(): number {
    return this.#lastNumber === 0 ? 0 : 1;
  }

  get lastNumber(): number {
    return this.#lastNumber;
  }

  /** Only counts: the octets are in the file. */
  append(batch: PacketBatch, firstNumber: number): void {
    this.#lastNumber = firstNumber + batch.count - 1;
  }

  /**
   * Begins a file whose first packet will be frame `firstNumber`. `interfaceNumber` gives the
   * recorder's number for an interface of the file.
   */
  beginFile(
    source: ByteSource,
    firstNumber: number,
    interfaceNumber: (interfaceId: number) => number,
  ): void {
    this.#parts.push({ source, firstNumber, interfaceNumber, checkpoints: [] });
  }

  /** Notes where the file's reader stands, before frame `number`; keeps it when it is time again. */
  note(reader: CaptureReader, number: number): void {
    const part = this.#parts.at(-1);
    if (part === undefined) return;
    const previous = part.checkpoints.at(-1)?.number ?? part.firstNumber;
    if (number - previous < this.#spacing) return;
    part.checkpoints.push({
      number,
      state: shareInterfaces(reader.checkpoint(), part.checkpoints),
    });
    this.#checkpointCount++;
    if (this.#checkpointCount > this.#checkpointLimit) this.#thinOut();
  }

  async page(number: number): Promise<PacketPage | undefined> {
    if (number < 1 || number > this.#lastNumber) return undefined;
    const cached = this.#recall(number);
    if (cached !== undefined) return cached;
    const part = lastAtMost(this.#parts, (candidate) => candidate.firstNumber, number);
    if (part === undefined) return undefined;
    const cursor = this.#takeCursor(part, number);
    for (;;) {
      const page = await cursor.next();
      if (page === undefined) return undefined;
      this.#remember(page);
      if (number < page.firstNumber + page.count) {
        this.#cursors.push(cursor);
        if (this.#cursors.length > CURSOR_LIMIT) this.#cursors.shift();
        return page;
      }
    }
  }

  #takeCursor(part: FilePart, number: number): Cursor {
    const checkpoint = lastAtMost(part.checkpoints, (candidate) => candidate.number, number);
    let best = -1;
    let bestNumber = checkpoint?.number ?? part.firstNumber;
    for (const [index, cursor] of this.#cursors.entries()) {
      if (cursor.part !== part || cursor.nextNumber > number) continue;
      if (cursor.nextNumber < bestNumber) continue;
      best = index;
      bestNumber = cursor.nextNumber;
    }
    if (best >= 0) return this.#cursors.splice(best, 1)[0] as Cursor;
    return new Cursor(part, checkpoint);
  }

  #recall(number: number): PacketPage | undefined {
    const index = this.#pages.findIndex(
      (page) => page.firstNumber <= number && number < page.firstNumber + page.count,
    );
    if (index < 0) return undefined;
    const [page] = this.#pages.splice(index, 1) as [PacketPage];
    this.#pages.push(page);
    return page;
  }

  #remember(page: PacketPage): void {
    this.#pages.push(page);
    this.#pagesLength += pageLength(page);
    while (this.#pagesLength > PAGE_BUDGET && this.#pages.length > 1) {
      this.#pagesLength -= pageLength(this.#pages.shift() as PacketPage);
    }
  }

  #thinOut(): void {
    this.#spacing *= 2;
    this.#checkpointCount = 0;
    for (const part of this.#parts) {
      part.checkpoints = part.checkpoints.filter((_, index) => index % 2 === 1);
      this.#checkpointCount += part.checkpoints.length;
    }
  }
}

interface Checkpoint {
  /** Frame number of the next packet. */
  readonly number: number;
  readonly state: ReaderCheckpoint;
}

interface FilePart {
  readonly source: ByteSource;
  readonly firstNumber: number;
  readonly interfaceNumber: (interfaceId: number) => number;
  checkpoints: Checkpoint[];
}

/** Reads pages of one file, one after the other. */
class Cursor {
  readonly part: FilePart;
  /** Frame number of the first packet of the next page. */
  nextNumber: number;
  readonly #reader: CaptureReader;
  readonly #batch = new PacketBatch();
  #position: number;
  #ended = false;

  constructor(part: FilePart, checkpoint: Checkpoint | undefined) {
    this.part = part;
    this.nextNumber = checkpoint?.number ?? part.firstNumber;
    this.#reader =
      checkpoint === undefined ? new CaptureReader() : CaptureReader.resume(checkpoint.state);
    this.#position = checkpoint?.state.position ?? 0;
  }

  /** The next page, undefined behind the last. The page owns its octets and columns. */
  async next(): Promise<PacketPage | undefined> {
    for (;;) {
      if (this.#reader.next(this.#batch)) {
        if (this.#batch.count > 0) return this.#toPage();
        continue;
      }
      if (this.#ended || this.#reader.problem !== undefined) return undefined;
      const chunk = await this.part.source.read(this.#position, READ_LENGTH);
      this.#position += chunk.length;
      if (chunk.length > 0) this.#reader.push(chunk);
      else {
        this.#ended = true;
        this.#reader.end();
      }
    }
  }

  #toPage(): PacketPage {
    const batch = this.#batch;
    const { count } = batch;
    const firstNumber = this.nextNumber;
    this.nextNumber += count;
    const start = batch.start.slice(0, count);
    const lowest = start[0]!;
    const highest = start[count - 1]! + batch.capturedLength[count - 1]!;
    const bytes = batch.bytes.slice(lowest, highest);
    for (let row = 0; row < count; row++) start[row] = start[row]! - lowest;
    return {
      firstNumber,
      count,
      view: new DataView(bytes.buffer),
      start,
      capturedLength: batch.capturedLength.slice(0, count),
      originalLength: batch.originalLength.slice(0, count),
      seconds: batch.seconds.slice(0, count),
      nanoseconds: batch.nanoseconds.slice(0, count),
      interfaceId: batch.interfaceId.slice(0, count).map((id) => this.part.interfaceNumber(id)),
      linkType: batch.linkType.slice(0, count),
    };
  }
}

/**
 * The state with the list of interfaces of the checkpoint before it, where that is as long: the list
 * only grows, and thousands of copies of a long one would take much memory.
 */
function shareInterfaces(state: ReaderCheckpoint, before: readonly Checkpoint[]): ReaderCheckpoint {
  const previous = before.at(-1)?.state;
  if (state.kind !== "pcapng" || previous?.kind !== "pcapng") return state;
  if (previous.interfaces.length !== state.interfaces.length) return state;
  return { ...state, interfaces: previous.interfaces };
}

/** Octets of memory of a page, 30 of them per row for its columns. */
function pageLength(page: PacketPage): number {
  return page.view.byteLength + page.count * 30;
}

/** The last of `items`, which ascend by `key`, whose key is at most `limit`. */
function lastAtMost<T>(
  items: readonly T[],
  key: (item: T) => number,
  limit: number,
): T | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(items[middle] as T) <= limit) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}
