/**
 * Blocks of a pcapng file, draft-ietf-opsawg-pcapng.
 *
 * Interfaces are numbered over all sections in file order, while packet blocks count them within
 * their own section. Blocks that carry nothing for us are passed over, Custom Blocks among them.
 */
import { Annotations } from "./annotations.ts";
import type { PacketBatch } from "./batch.ts";
import type { ByteWindow } from "./byte-window.ts";
import type { CaptureProblem, CaptureProblemCode } from "./errors.ts";
import type { FileInterface } from "./file-interface.ts";
import {
  type BlockRange,
  blockOptions,
  readInterfaceDescription,
  readInterfaceStatistics,
} from "./interface-block.ts";
import { maxPacketLength } from "./link-type.ts";
import { readNames } from "./name-block.ts";
import {
  BLOCK_OVERHEAD,
  BlockType,
  ByteOrderMagic,
  CommonOption,
  INTERFACE_DESCRIPTION_LENGTH,
  INTERFACE_STATISTICS_LENGTH,
  PACKET_DATA_OFFSET,
  PACKET_LENGTH,
  PacketOption,
  paddedLength,
  SECTION_HEADER_LENGTH,
  SIMPLE_PACKET_DATA_OFFSET,
  SIMPLE_PACKET_LENGTH,
} from "./pcapng-block.ts";
import type { RecordReader } from "./record-reader.ts";
import { TimeScale } from "./time-scale.ts";
import { decodeUtf8 } from "./utf8.ts";

/** Largest block that is read whole, beside the packet in it; wiretap's MAX_BLOCK_SIZE. */
export const MAX_BLOCK_LENGTH = 16_777_216;
/** Blocks without meaning to us are checked up to this length, and passed over unseen beyond it. */
export const MAX_CHECKED_BLOCK_LENGTH = 65_536;
/** Interfaces of one file; each costs some 200 octets. */
export const MAX_INTERFACES = 65_536;

const NO_DROP_COUNT = 0xffff;

/** Where reading stands, between two blocks. */
export interface PcapngState {
  littleEndian: boolean;
  /** Number of the current section, from 0; -1 before the first. */
  section: number;
  /** Index of the section's first interface. */
  firstInterface: number;
  packetCount: number;
}

/** The state before the first block. */
export const PCAPNG_START: PcapngState = {
  littleEndian: true,
  section: -1,
  firstInterface: 0,
  packetCount: 0,
};

export class PcapngReader implements RecordReader {
  readonly interfaces: FileInterface[];
  readonly annotations: Annotations = new Annotations();
  packetCount: number;
  problem: CaptureProblem | undefined = undefined;
  needed: number = BLOCK_OVERHEAD;
  skip = 0;
  #littleEndian: boolean;
  #section: number;
  #firstInterface: number;
  readonly #scales: TimeScale[];

  constructor(state: PcapngState, interfaces: readonly FileInterface[]) {
    this.#littleEndian = state.littleEndian;
    this.#section = state.section;
    this.#firstInterface = state.firstInterface;
    this.packetCount = state.packetCount;
    this.interfaces = [...interfaces];
    this.#scales = interfaces.map((each) => new TimeScale(each.timeResolution, each.timeOffset));
  }

  get state(): PcapngState {
    return {
      littleEndian: this.#littleEndian,
      section: this.#section,
      firstInterface: this.#firstInterface,
      packetCount: this.packetCount,
    };
  }

  /** Hot: runs once per packet, allocates for packets with options only. */
  read(window: ByteWindow, batch: PacketBatch): void {
    const { view, end } = window;
    this.needed = BLOCK_OVERHEAD;
    while (batch.count < batch.capacity) {
      const offset = window.offset;
      if (end - offset < BLOCK_OVERHEAD) return;
      let littleEndian = this.#littleEndian;
      const type = view.getUint32(offset, littleEndian);
      if (type === BlockType.SectionHeader) {
        const little = view.getUint32(offset + 8, true) === ByteOrderMagic;
        if (!little && view.getUint32(offset + 8) !== ByteOrderMagic) {
          this.#fail(window, "has no byte-order magic, as a section header must");
          return;
        }
        littleEndian = little;
      }
      const length = paddedLength(view.getUint32(offset + 4, littleEndian));
      const packet = type === BlockType.EnhancedPacket || type === BlockType.Packet;
      if (length < (packet ? PACKET_LENGTH : minimumLength(type))) {
        this.#fail(window, `claims ${length} octets, fewer than a block of its type has`);
        return;
      }
      const unread = !packet && !isRead(type);
      if (unread && length > MAX_CHECKED_BLOCK_LENGTH) {
        this.#countSecrets(type);
        this.skip = length;
        return;
      }
      if (length > MAX_BLOCK_LENGTH && !this.#isLargePacket(type, length)) {
        this.#fail(window, `claims ${length} octets, more than the ${MAX_BLOCK_LENGTH} supported`);
        return;
      }
      if (end - offset < length) {
        this.needed = length;
        return;
      }
      const trailer = paddedLength(view.getUint32(offset + length - 4, littleEndian));
      if (trailer !== length) {
        this.#fail(window, `begins with the length ${length} and ends with the length ${trailer}`);
        return;
      }
      if (packet) {
        this.#readPacket(window, batch, length);
      } else if (type === BlockType.SimplePacket) {
        this.#readSimplePacket(window, batch, length);
      } else if (unread) {
        this.#countSecrets(type);
      } else {
        this.#readDescription(window, type, length, littleEndian);
      }
      if (this.problem !== undefined) return;
      window.offset = offset + length;
    }
  }

  #readPacket(window: ByteWindow, batch: PacketBatch, length: number): void {
    const { view, offset } = window;
    const littleEndian = this.#littleEndian;
    const enhanced = view.getUint32(offset, littleEndian) === BlockType.EnhancedPacket;
    const id = enhanced
      ? view.getUint32(offset + 8, littleEndian)
      : view.getUint16(offset + 8, littleEndian);
    const index = this.#firstInterface + id;
    const source = this.interfaces[index];
    if (source === undefined) {
      this.#failInterface(window, id);
      return;
    }
    const captured = view.getUint32(offset + 20, littleEndian);
    if (captured > length - PACKET_LENGTH || captured > maxPacketLength(source.linkType)) {
      this.#fail(window, `claims ${captured} captured octets, more than it can hold`);
      return;
    }
    const row = batch.count;
    batch.start[row] = offset + PACKET_DATA_OFFSET;
    batch.capturedLength[row] = captured;
    batch.originalLength[row] = view.getUint32(offset + 24, littleEndian);
    batch.interfaceId[row] = index;
    batch.linkType[row] = source.linkType;
    batch.position[row] = window.base + offset;
    this.#scales[index]!.store(
      view.getUint32(offset + 12, littleEndian),
      view.getUint32(offset + 16, littleEndian),
      batch,
      row,
    );
    const fixedLength = PACKET_LENGTH + paddedLength(captured);
    if (length > fixedLength && !this.#readPacketOptions(window, length, fixedLength)) {
      return;
    }
    if (!enhanced) {
      const dropped = view.getUint16(offset + 10, littleEndian);
      if (dropped !== NO_DROP_COUNT) this.annotations.droppedCount += dropped;
    }
    batch.count = row + 1;
    this.packetCount++;
  }

  #readPacketOptions(window: ByteWindow, length: number, fixedLength: number): boolean {
    const block = this.#range(window, length, this.#littleEndian);
    const option = blockOptions(block, fixedLength);
    while (option.next()) {
      const { start } = option;
      if (option.code === CommonOption.Comment) {
        const text = decodeUtf8(block.bytes, start, start + option.length);
        this.annotations.addPacketComment(this.packetCount + 1, text);
      } else if (option.code === PacketOption.DropCount && option.length === 8) {
        this.annotations.droppedCount += Number(block.view.getBigUint64(start, block.littleEndian));
      }
    }
    if (option.broken) this.#fail(window, "has an option that runs past its end");
    return !option.broken;
  }

  /** A Simple Packet Block has neither interface nor time: interface 0 of its section, time 0 (§4.4). */
  #readSimplePacket(window: ByteWindow, batch: PacketBatch, length: number): void {
    const { view, offset } = window;
    const source = this.interfaces[this.#firstInterface];
    if (source === undefined) {
      this.#failInterface(window, 0);
      return;
    }
    const original = view.getUint32(offset + 8, this.#littleEndian);
    const captured = source.snapLength === 0 ? original : Math.min(original, source.snapLength);
    if (captured > length - SIMPLE_PACKET_LENGTH || captured > maxPacketLength(source.linkType)) {
      this.#fail(window, `claims ${captured} captured octets, more than it can hold`);
      return;
    }
    const row = batch.count;
    batch.start[row] = offset + SIMPLE_PACKET_DATA_OFFSET;
    batch.capturedLength[row] = captured;
    batch.originalLength[row] = original;
    batch.interfaceId[row] = this.#firstInterface;
    batch.linkType[row] = source.linkType;
    batch.position[row] = window.base + offset;
    batch.seconds[row] = 0;
    batch.nanoseconds[row] = 0;
    batch.count = row + 1;
    this.packetCount++;
  }

  /** Blocks that describe; off the hot path. */
  #readDescription(window: ByteWindow, type: number, length: number, littleEndian: boolean): void {
    const block = this.#range(window, length, littleEndian);
    let whole = true;
    switch (type) {
      case BlockType.SectionHeader:
        whole = this.#openSection(window, block);
        break;
      case BlockType.InterfaceDescription:
        whole = this.#addInterface(window, block);
        break;
      case BlockType.NameResolution:
        whole = readNames(block, this.annotations);
        break;
      case BlockType.InterfaceStatistics:
        whole = this.#updateStatistics(block);
        break;
    }
    if (!whole) this.#fail(window, "has an option that runs past its end");
  }

  #openSection(window: ByteWindow, block: BlockRange): boolean {
    const major = block.view.getUint16(block.offset + 12, block.littleEndian);
    const minor = block.view.getUint16(block.offset + 14, block.littleEndian);
    if (major !== 1 || (minor !== 0 && minor !== 2)) {
      const what = `opens a section of version ${major}.${minor}; 1.0 and 1.2 are supported`;
      this.#fail(window, what, "PCAP_UNSUPPORTED");
      return true;
    }
    const option = blockOptions(block, SECTION_HEADER_LENGTH);
    while (option.next()) {
      if (option.code !== CommonOption.Comment) continue;
      this.annotations.addFileComment(
        decodeUtf8(block.bytes, option.start, option.start + option.length),
      );
    }
    this.#littleEndian = block.littleEndian;
    this.#section++;
    this.#firstInterface = this.interfaces.length;
    return !option.broken;
  }

  #addInterface(window: ByteWindow, block: BlockRange): boolean {
    if (this.interfaces.length === MAX_INTERFACES) {
      const what = `describes one interface more than the ${MAX_INTERFACES} supported`;
      this.#fail(window, what, "PCAP_UNSUPPORTED");
      return true;
    }
    const found = readInterfaceDescription(block, this.#section, this.annotations);
    if (found === undefined) return false;
    this.interfaces.push(found);
    this.#scales.push(new TimeScale(found.timeResolution, found.timeOffset));
    return true;
  }

  #updateStatistics(block: BlockRange): boolean {
    const statistics = readInterfaceStatistics(block);
    if (statistics === undefined) return false;
    const id = block.view.getUint32(block.offset + 8, block.littleEndian);
    const index = this.#firstInterface + id;
    const source = this.interfaces[index];
    if (source !== undefined) this.interfaces[index] = { ...source, statistics };
    return true;
  }

  #range(window: ByteWindow, length: number, littleEndian: boolean): BlockRange {
    return { bytes: window.bytes, view: window.view, offset: window.offset, length, littleEndian };
  }

  #countSecrets(type: number): void {
    if (type === BlockType.DecryptionSecrets) this.annotations.secretsCount++;
  }

  /** True for a packet block whose link type allows packets that exceed {@link MAX_BLOCK_LENGTH}. */
  #isLargePacket(type: number, length: number): boolean {
    if (!isPacket(type)) return false;
    let largest = 0;
    for (let index = this.#firstInterface; index < this.interfaces.length; index++) {
      largest = Math.max(largest, maxPacketLength(this.interfaces[index]!.linkType));
    }
    return length <= largest + MAX_CHECKED_BLOCK_LENGTH;
  }

  #failInterface(window: ByteWindow, id: number): void {
    const count = this.interfaces.length - this.#firstInterface;
    this.#fail(window, `names interface ${id}, but its section has described ${count} so far`);
  }

  #fail(window: ByteWindow, what: string, code: CaptureProblemCode = "PCAP_DAMAGED"): void {
    const { position } = window;
    this.problem = {
      code,
      position,
      message: `The block at byte ${position} ${what}. Everything before it was read.`,
    };
  }
}

function isPacket(type: number): boolean {
  return (
    type === BlockType.EnhancedPacket ||
    type === BlockType.Packet ||
    type === BlockType.SimplePacket
  );
}

function isRead(type: number): boolean {
  return (
    isPacket(type) ||
    type === BlockType.SectionHeader ||
    type === BlockType.InterfaceDescription ||
    type === BlockType.NameResolution ||
    type === BlockType.InterfaceStatistics
  );
}

function minimumLength(type: number): number {
  switch (type) {
    case BlockType.SectionHeader:
      return SECTION_HEADER_LENGTH;
    case BlockType.InterfaceDescription:
      return INTERFACE_DESCRIPTION_LENGTH;
    case BlockType.EnhancedPacket:
    case BlockType.Packet:
      return PACKET_LENGTH;
    case BlockType.SimplePacket:
      return SIMPLE_PACKET_LENGTH;
    case BlockType.InterfaceStatistics:
      return INTERFACE_STATISTICS_LENGTH;
    default:
      return BLOCK_OVERHEAD;
  }
}
