/**
 * The beginnings of messages that TCP has cut into segments: a ClientHello of two segments, an HTTP
 * head, a DNS answer. Put together from segments in any order, up to 16 KiB for each direction.
 *
 * A pool of fixed size: where every place is taken, what was not added to for longest gives way. So a
 * flood costs names, never memory. Octets that are whole are not written again: of two segments that
 * say different things, the first to complete the beginning counts, as a receiver would have it.
 */
import type { Packet } from "@wirescope/decode";

/** Octets of a beginning at most. */
export const HEAD_LENGTH = 16_384;
/** Beginnings collected at once; 2 MiB when all of them are. */
const HEADS = 128;
/** Segments ahead of what is whole that a beginning holds; a further one is passed over. */
const MAX_PARTS = 8;
/** Segments looked at for one beginning: more are too short to be honest. */
const MAX_SEGMENTS = 64;

/** Offset of the sequence number in the TCP header (RFC 9293 §3.1). */
const SEQUENCE = 4;

export class StreamHead {
  readonly view: DataView<ArrayBuffer> = new DataView(new ArrayBuffer(HEAD_LENGTH));
  readonly #bytes: Uint8Array = new Uint8Array(this.view.buffer);
  /** Flow's row and side, -1 where the place is free. */
  row = -1;
  side = 0;
  /** Octets from the beginning without a hole. */
  whole = 0;
  #segments = 0;
  /** Sequence number of the first octet. */
  #start = 0;
  /** Start and end of parts beyond a hole. */
  readonly #parts: Int32Array = new Int32Array(2 * MAX_PARTS);
  #partCount = 0;

  open(row: number, side: number, sequence: number): void {
    this.row = row;
    this.side = side;
    this.#start = sequence;
    this.whole = 0;
    this.#segments = 0;
    this.#partCount = 0;
  }

  /** Nothing more can become of it: it is full, or came in too many pieces. */
  get isExhausted(): boolean {
    return this.whole === HEAD_LENGTH || this.#segments >= MAX_SEGMENTS;
  }

  /** Takes a packet's payload from `off` on; true when more became whole. */
  add(packet: Packet, off: number): boolean {
    this.#segments++;
    const { view, payloadStart, payloadEnd, transportStart } = packet;
    const sequence = (view.getInt32(transportStart + SEQUENCE) + off - payloadStart) | 0;
    const at = (sequence - this.#start) | 0;
    const from = Math.max(at, this.whole);
    const to = Math.min(at + payloadEnd - off, HEAD_LENGTH);
    if (from >= to) return false;
    if (from > this.whole && this.#partCount === MAX_PARTS) return false;
    const source = view.byteOffset + off + from - at;
    this.#bytes.set(new Uint8Array(view.buffer, source, to - from), from);
    if (from > this.whole) {
      this.#parts[2 * this.#partCount] = from;
      this.#parts[2 * this.#partCount + 1] = to;
      this.#partCount++;
      return false;
    }
    this.whole = to;
    this.#absorb();
    return true;
  }

  /** Forgets what lies before `octets`, so that the next message begins the collection. */
  drop(octets: number): void {
    this.#bytes.copyWithin(0, octets);
    this.#start = (this.#start + octets) | 0;
    this.whole -= octets;
    for (let i = 0; i < 2 * this.#partCount; i++) this.#parts[i]! -= octets;
    this.#segments = 0;
  }

  /** Joins the parts that the whole has reached. */
  #absorb(): void {
    for (let i = 0; i < this.#partCount; ) {
      if (this.#parts[2 * i]! > this.whole) {
        i++;
        continue;
      }
      this.whole = Math.max(this.whole, this.#parts[2 * i + 1]!);
      this.#partCount--;
      this.#parts[2 * i] = this.#parts[2 * this.#partCount]!;
      this.#parts[2 * i + 1] = this.#parts[2 * this.#partCount + 1]!;
      i = 0;
    }
  }
}

export class StreamHeads {
  /** The one used last is last. */
  readonly #heads: StreamHead[] = [];

  get memoryLength(): number {
    return this.#heads.length * HEAD_LENGTH;
  }

  /** The beginning that is being collected of a flow's side, undefined where none is. */
  find(row: number, side: number): StreamHead | undefined {
    for (let i = this.#heads.length - 1; i >= 0; i--) {
      const head = this.#heads[i]!;
      if (head.row === row && head.side === side) return this.#use(i);
    }
    return undefined;
  }

  /** Begins to collect at a sequence number. `displaced` hears of the flow that gives way. */
  begin(
    row: number,
    side: number,
    sequence: number,
    displaced: (row: number, side: number) => void,
  ): StreamHead {
    let place = this.#heads.findIndex((head) => head.row < 0);
    if (place < 0 && this.#heads.length < HEADS) place = this.#heads.push(new StreamHead()) - 1;
    const head = this.#use(Math.max(place, 0));
    const { row: lastRow, side: lastSide } = head;
    head.open(row, side, sequence);
    if (lastRow >= 0) displaced(lastRow, lastSide);
    return head;
  }

  /** Lets go of both sides of a flow. */
  leave(row: number): void {
    for (const head of this.#heads) {
      if (head.row === row) head.row = -1;
    }
  }

  #use(place: number): StreamHead {
    const head = this.#heads[place]!;
    this.#heads.copyWithin(place, place + 1);
    this.#heads[this.#heads.length - 1] = head;
    return head;
  }
}
