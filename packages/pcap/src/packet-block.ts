/**
 * Enhanced Packet Blocks (draft-ietf-opsawg-pcapng §4.3) in place: written straight into a buffer that
 * goes to disk, and read from one. Little-endian, nanoseconds since 1970, as `PcapngWriter` describes
 * its interfaces.
 *
 * A block may carry the number of its packet (`epb_packetid`); those behind it count on from there.
 */
import {
  BlockType,
  CommonOption,
  PACKET_DATA_OFFSET,
  PACKET_LENGTH,
  PacketOption,
  paddedLength,
} from "./pcapng-block.ts";

/** The option with its head, and the end of options. */
const PACKET_ID_LENGTH = 16;
const NANOSECONDS = 1_000_000_000;
const UINT32 = 0x1_0000_0000;

/** One packet on its way into a block. Columns as in `PacketBatch`. */
export interface PacketBlock {
  readonly interfaceId: number;
  /** Whole seconds from 1970 to 2554. */
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly originalLength: number;
  /** Undefined where the packet is the next after the one in the block before. */
  readonly number: number | undefined;
}

/** Octets of the block of a packet of which `capturedLength` octets are kept. */
export function packetBlockLength(capturedLength: number, isNumbered: boolean): number {
  return PACKET_LENGTH + paddedLength(capturedLength) + (isNumbered ? PACKET_ID_LENGTH : 0);
}

/** Writes the block at `offset`, where {@link packetBlockLength} octets are free; returns its end. Hot. */
export function writePacketBlock(
  target: DataView,
  offset: number,
  packet: PacketBlock,
  source: Uint8Array,
): number {
  const { seconds, nanoseconds, number } = packet;
  const captured = source.length;
  const length = packetBlockLength(captured, number !== undefined);
  const low = lowNanos(seconds, nanoseconds);
  target.setUint32(offset, BlockType.EnhancedPacket, true);
  target.setUint32(offset + 4, length, true);
  target.setUint32(offset + 8, packet.interfaceId, true);
  target.setUint32(offset + 12, highNanos(seconds, nanoseconds, low), true);
  target.setUint32(offset + 16, low, true);
  target.setUint32(offset + 20, captured, true);
  target.setUint32(offset + 24, packet.originalLength, true);
  let at = offset + PACKET_DATA_OFFSET;
  new Uint8Array(target.buffer, target.byteOffset + at, captured).set(source);
  at += captured;
  for (const end = at + (-captured & 3); at < end; at++) target.setUint8(at, 0);
  if (number !== undefined) {
    target.setUint16(at, PacketOption.PacketId, true);
    target.setUint16(at + 2, 8, true);
    target.setUint32(at + 4, number % UINT32, true);
    target.setUint32(at + 8, Math.floor(number / UINT32), true);
    target.setUint32(at + 12, CommonOption.End, true);
    at += PACKET_ID_LENGTH;
  }
  target.setUint32(at, length, true);
  return at + 4;
}

/** A place in octets that hold whole blocks one after the other, and the packet there. */
export class PacketBlockCursor {
  readonly #view: DataView;
  /** Of the block that is looked at. */
  offset: number;
  /** Of the block behind it. */
  end: number;
  type = 0;
  interfaceId = 0;
  seconds = 0;
  nanoseconds = 0;
  /** Offset of the first captured octet. */
  start = 0;
  capturedLength = 0;
  originalLength = 0;
  /** Undefined where the block does not say. */
  number: number | undefined;

  constructor(view: DataView, offset = 0) {
    this.#view = view;
    this.offset = offset;
    this.end = offset;
  }

  /** Turns to the next packet block; false at the end, and where no whole and sound block follows. */
  next(): boolean {
    while (this.nextBlock()) if (this.type === BlockType.EnhancedPacket) return true;
    return false;
  }

  /** The same for blocks of any type; only a packet block's packet is read. */
  nextBlock(): boolean {
    const view = this.#view;
    const offset = this.end;
    if (view.byteLength - offset < 12) return false;
    const length = view.getUint32(offset + 4, true);
    if (length < 12 || length % 4 !== 0 || length > view.byteLength - offset) return false;
    if (view.getUint32(offset + length - 4, true) !== length) return false;
    const type = view.getUint32(offset, true);
    if (type === BlockType.EnhancedPacket && !this.#readPacket(offset, length)) return false;
    this.type = type;
    this.offset = offset;
    this.end = offset + length;
    return true;
  }

  #readPacket(offset: number, length: number): boolean {
    const view = this.#view;
    if (length < PACKET_LENGTH) return false;
    const captured = view.getUint32(offset + 20, true);
    if (captured > length - PACKET_LENGTH) return false;
    const low = view.getUint32(offset + 16, true);
    this.#setTime(view.getUint32(offset + 12, true), low);
    this.interfaceId = view.getUint32(offset + 8, true);
    this.start = offset + PACKET_DATA_OFFSET;
    this.capturedLength = captured;
    this.originalLength = view.getUint32(offset + 24, true);
    const option = this.start + paddedLength(captured);
    this.number = undefined;
    if (
      offset + length - option >= PACKET_ID_LENGTH &&
      view.getUint16(option, true) === PacketOption.PacketId &&
      view.getUint16(option + 2, true) === 8
    ) {
      this.number = view.getUint32(option + 8, true) * UINT32 + view.getUint32(option + 4, true);
    }
    return true;
  }

  /** The double of a time is near enough for its second; the low word then tells the rest exactly. */
  #setTime(high: number, low: number): void {
    let seconds = Math.floor((high * UINT32 + low) / NANOSECONDS);
    let rest = (low - lowNanos(seconds, 0)) | 0;
    if (rest < 0) {
      seconds -= 1;
      rest += NANOSECONDS;
    } else if (rest >= NANOSECONDS) {
      seconds += 1;
      rest -= NANOSECONDS;
    }
    this.seconds = seconds;
    this.nanoseconds = rest;
  }
}

/** The low 32 bits of the count of nanoseconds, without a bigint. */
function lowNanos(seconds: number, nanoseconds: number): number {
  return (Math.imul(seconds, NANOSECONDS) + nanoseconds) >>> 0;
}

/** The high ones: what the double is short of is far below half of their unit. */
function highNanos(seconds: number, nanoseconds: number, low: number): number {
  return Math.round((seconds * NANOSECONDS + nanoseconds - low) / UINT32);
}
