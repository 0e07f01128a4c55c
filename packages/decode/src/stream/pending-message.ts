/** A message whose first octets have come and whose last have not. */

import { OctetRanges } from "./octet-ranges.ts";
import { advance, distance, isBefore } from "./sequence.ts";

/**
 * Octets kept of one message; what is beyond is counted, so that the message ends where it ends.
 *
 * As much as DNS over TCP may have with its length (RFC 1035 §4.2.2). A quarter of it would be less than one
 * full TLS record (RFC 8446 §5.2), and would end bodies in chunks early, whose end is found by reading them.
 */
export const MAX_KEPT = 65_537;

const FIRST_SIZE = 2048;

/** Frames remembered of one message. */
const MAX_FRAMES = 1024;

/**
 * Times that a message of unknown length is looked at again with each segment; then less often. Full
 * segments of Ethernet fill what is kept of a message in 45.
 */
const MAX_TRIES = 64;

/** Far enough for any message to end before it, near enough for sequence numbers to be compared. */
const CLOSE_DISTANCE = 0x4000_0000;

export class PendingMessage {
  /** Sequence number of the first octet. */
  readonly start: number;
  /** Frames that have brought octets of the message, the first {@link MAX_FRAMES} of them. */
  readonly frames: number[] = [];
  /** Sequence number behind the last octet, as far as it is known. */
  end: number;
  /** The message's length is not known: the next segment is taken whole, and then one sees. */
  takesSegment = false;
  /** The message ends with the connection. */
  untilClose = false;
  /** True once it has been read; later octets of it are repetitions. */
  isDone = false;
  #tries = 0;
  #bytes = new Uint8Array(0);
  readonly #ranges = new OctetRanges();

  constructor(start: number) {
    this.start = start;
    this.end = start;
  }

  /**
   * Says how far the message reaches beyond `known`, the sequence number behind what has come.
   *
   * @param missing octets, 0 where that is not known, `Infinity` where the connection's end is its own
   */
  extend(known: number, missing: number): void {
    this.untilClose = missing === Number.POSITIVE_INFINITY;
    this.takesSegment = missing === 0;
    this.#tries += 1;
    /* Looking again at all of it with each of many small segments would take time by the square. */
    const step = this.#tries <= MAX_TRIES ? 1 : 1 + (distance(this.start, known) >>> 3);
    this.end = advance(known, missing === 0 ? step : Math.min(missing, CLOSE_DISTANCE));
  }

  /** Octets of memory that the message holds. */
  get held(): number {
    return this.#bytes.length;
  }

  covers(sequence: number): boolean {
    return !isBefore(sequence, this.start) && isBefore(sequence, this.end);
  }

  /** Octets from the message's start that have come without a gap. */
  get arrived(): number {
    return this.#ranges.contiguous;
  }

  get isComplete(): boolean {
    return this.arrived >= distance(this.start, this.end);
  }

  /** The kept octets among those that {@link arrived}. */
  get view(): DataView {
    return new DataView(this.#bytes.buffer, 0, Math.min(this.arrived, this.#bytes.length));
  }

  /**
   * Takes in `[from, to)` of `view`, which stands at `sequence` and came in `frame`; the first octets that
   * came stay.
   */
  add(sequence: number, view: DataView, from: number, to: number, frame: number): void {
    if (this.frames.at(-1) !== frame && this.frames.length < MAX_FRAMES) this.frames.push(frame);
    const offset = distance(this.start, sequence);
    const isTaken = this.#ranges.add(offset, offset + to - from, (first, last) => {
      this.#keep(first, view, from + first - offset, from + last - offset);
    });
    if (!isTaken) this.forget();
  }

  /** Lets go of the octets: the message will not be read. */
  forget(): void {
    this.isDone = true;
    this.#bytes = new Uint8Array(0);
  }

  #keep(offset: number, view: DataView, from: number, to: number): void {
    if (offset >= MAX_KEPT) return;
    const length = Math.min(to - from, MAX_KEPT - offset);
    if (offset + length > this.#bytes.length) {
      const size = Math.max(FIRST_SIZE, 2 * this.#bytes.length, offset + length);
      const grown = new Uint8Array(Math.min(size, MAX_KEPT));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(new Uint8Array(view.buffer, view.byteOffset + from, length), offset);
  }
}
