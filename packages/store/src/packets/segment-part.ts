/** A part of a segment: consecutive packets that are read from disk together. */
import { decode, Packet } from "@wirescope/decode";
import { type CaptureInterface, PacketBlockCursor } from "@wirescope/pcap";
import { isLater, type PacketTime } from "@wirescope/query";
import { EvidenceCollector, NO_EVIDENCE } from "./evidence.ts";

/** Octets and packets from which on a part is not added to. */
const PART_LENGTH = 1 << 19;
const PART_PACKETS = 4096;

export interface SegmentPart {
  /** Number of the first packet; the others follow without a gap. */
  readonly firstNumber: number;
  readonly count: number;
  /** Where its blocks begin in the segment, and how many octets they take. */
  readonly offset: number;
  readonly length: number;
  /** Times of the earliest and of the latest packet. */
  readonly earliest: PacketTime;
  readonly latest: PacketTime;
  readonly evidence: Uint8Array;
}

/** Divides blocks into parts as they come. */
export class PartBuilder {
  /** Those that are finished; whoever uses the builder may take them away. */
  readonly parts: SegmentPart[] = [];
  readonly #evidence = new EvidenceCollector();
  readonly #packet = new Packet();
  #open: { -readonly [K in keyof SegmentPart]: SegmentPart[K] } | undefined;

  /** Number of the newest packet; 0 before the first. */
  get lastNumber(): number {
    const part = this.#open ?? this.parts.at(-1);
    return part === undefined ? 0 : part.firstNumber + part.count - 1;
  }

  /** All parts, the unfinished one included: it may hold anything. */
  snapshot(): readonly SegmentPart[] {
    return this.#open === undefined ? this.parts : [...this.parts, { ...this.#open }];
  }

  /**
   * Takes the packets among the whole blocks of `view`, which lie in the segment from `offset` on;
   * returns the octets of the whole blocks. A first packet without a number is `firstNumber`.
   */
  add(
    view: DataView,
    offset: number,
    interfaces: readonly CaptureInterface[],
    firstNumber: number,
  ): number {
    const cursor = new PacketBlockCursor(view);
    while (cursor.next()) {
      const linkType = interfaces[cursor.interfaceId]?.linkType;
      if (linkType === undefined) return cursor.offset;
      const next = this.lastNumber === 0 ? firstNumber : this.lastNumber + 1;
      const number = cursor.number ?? next;
      if (number !== next || this.#isFull()) this.finish();
      this.#take(view, cursor, offset, number, linkType);
    }
    return cursor.end;
  }

  /** Closes the part that is open. */
  finish(): void {
    if (this.#open === undefined) return;
    this.parts.push({ ...this.#open, evidence: this.#evidence.finish() });
    this.#open = undefined;
  }

  #isFull(): boolean {
    const part = this.#open;
    return part !== undefined && (part.length >= PART_LENGTH || part.count >= PART_PACKETS);
  }

  #take(
    view: DataView,
    cursor: PacketBlockCursor,
    base: number,
    number: number,
    linkType: number,
  ): void {
    const packet = this.#packet;
    packet.linkType = linkType;
    packet.originalLength = cursor.originalLength;
    decode(packet, view, cursor.start, cursor.start + cursor.capturedLength);
    this.#evidence.add(packet);
    const { seconds, nanoseconds } = cursor;
    const part = this.#open;
    if (part === undefined) {
      const time = { seconds, nanoseconds };
      this.#open = {
        ...{ firstNumber: number, count: 1, earliest: time, latest: time, evidence: NO_EVIDENCE },
        offset: base + cursor.offset,
        length: cursor.end - cursor.offset,
      };
      return;
    }
    part.count++;
    part.length = base + cursor.end - part.offset;
    if (isLater(part.earliest, cursor)) part.earliest = { seconds, nanoseconds };
    else if (isLater(cursor, part.latest)) part.latest = { seconds, nanoseconds };
  }
}
