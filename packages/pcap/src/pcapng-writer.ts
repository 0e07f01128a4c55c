/**
 * Writes pcapng (draft-ietf-opsawg-pcapng), little-endian, one section, nanoseconds, as chunks for
 * the caller to store in this order: `header`, then `interface` and `packet` with every interface
 * before its packets, `statistics` at any later point.
 */
import { BlockBuilder } from "./block-builder.ts";
import { PcapError } from "./errors.ts";
import type { InterfaceStatistics } from "./file-interface.ts";
import type { CaptureInterface } from "./interface.ts";
import {
  BlockType,
  ByteOrderMagic,
  CommonOption,
  InterfaceOption,
  SectionOption,
  StatisticsOption,
  UNKNOWN_SECTION_LENGTH,
} from "./pcapng-block.ts";
import { checkNanoseconds, checkUint32, type WrittenPacket } from "./written-packet.ts";

const NANOSECOND_RESOLUTION = 9;
const NANOSECONDS = 1_000_000_000n;
const MAX_UINT64 = 0xffff_ffff_ffff_ffffn;
const FILTER_TEXT = "\0";

export interface PcapngHeader {
  /** Program that writes the file. */
  readonly application?: string;
  readonly operatingSystem?: string;
  readonly hardware?: string;
  readonly comment?: string;
}

export type PcapngInterface = Pick<CaptureInterface, "linkType"> &
  Partial<Pick<CaptureInterface, "name" | "description" | "snapLength">> & {
    /** Capture filter as libpcap spells it. */
    readonly filter?: string | undefined;
  };

export interface PcapngPacket extends WrittenPacket {
  /** As {@link PcapngWriter.interface} numbered it; 0 unless given. */
  readonly interfaceId?: number;
  readonly comments?: readonly string[];
}

export class PcapngWriter {
  #interfaceCount = 0;
  readonly #packetBlock: BlockBuilder = new BlockBuilder();

  /** The Section Header Block. Its length is given as unknown, so that the file can grow. */
  header(header: PcapngHeader = {}): Uint8Array<ArrayBuffer> {
    const block = new BlockBuilder().begin(BlockType.SectionHeader);
    block.uint32(ByteOrderMagic).uint16(1).uint16(0).uint64(UNKNOWN_SECTION_LENGTH);
    block.textOption(CommonOption.Comment, header.comment);
    block.textOption(SectionOption.Hardware, header.hardware);
    block.textOption(SectionOption.OperatingSystem, header.operatingSystem);
    block.textOption(SectionOption.Application, header.application);
    return block.end();
  }

  /** An Interface Description Block; the first one is interface 0, and so on. */
  interface(description: PcapngInterface): Uint8Array<ArrayBuffer> {
    this.#interfaceCount++;
    const block = new BlockBuilder().begin(BlockType.InterfaceDescription);
    block
      .uint16(description.linkType)
      .uint16(0)
      .uint32(description.snapLength ?? 0);
    block.textOption(InterfaceOption.Name, description.name);
    block.textOption(InterfaceOption.Description, description.description);
    block.bytesOption(InterfaceOption.TimeResolution, Uint8Array.of(NANOSECOND_RESOLUTION));
    if (description.filter !== undefined) {
      block.textOption(InterfaceOption.Filter, FILTER_TEXT + description.filter);
    }
    return block.end();
  }

  /**
   * An Enhanced Packet Block.
   *
   * @throws {PcapError} `PCAP_NOT_WRITABLE` for an interface that was not described, a time outside
   * 1970 … 2554 or a length over 32 bits.
   */
  packet(packet: PcapngPacket): Uint8Array<ArrayBuffer> {
    const id = packet.interfaceId ?? 0;
    if (!Number.isInteger(id) || id < 0 || id >= this.#interfaceCount) {
      const message = `Interface ${id} was not described; ${this.#interfaceCount} were.`;
      throw new PcapError("PCAP_NOT_WRITABLE", message);
    }
    const { bytes } = packet;
    const block = this.#packetBlock.begin(BlockType.EnhancedPacket);
    block.uint32(id).timestamp(timestamp(packet.seconds, packet.nanoseconds));
    block.uint32(bytes.length);
    block.uint32(checkUint32(packet.originalLength ?? bytes.length, "The original length"));
    block.bytes(bytes);
    for (const comment of packet.comments ?? []) block.textOption(CommonOption.Comment, comment);
    return block.end();
  }

  /** An Interface Statistics Block as of the given time. */
  statistics(
    interfaceId: number,
    time: Pick<WrittenPacket, "seconds" | "nanoseconds">,
    counts: Partial<InterfaceStatistics>,
  ): Uint8Array<ArrayBuffer> {
    const block = new BlockBuilder().begin(BlockType.InterfaceStatistics);
    block.uint32(interfaceId).timestamp(timestamp(time.seconds, time.nanoseconds));
    block.countOption(StatisticsOption.Received, counts.received);
    block.countOption(StatisticsOption.InterfaceDropped, counts.interfaceDropped);
    block.countOption(StatisticsOption.Accepted, counts.accepted);
    block.countOption(StatisticsOption.SystemDropped, counts.systemDropped);
    block.countOption(StatisticsOption.Delivered, counts.delivered);
    return block.end();
  }
}

function timestamp(seconds: number, nanoseconds: number): bigint {
  const fraction = BigInt(checkNanoseconds(nanoseconds));
  const count = Number.isInteger(seconds) ? BigInt(seconds) * NANOSECONDS + fraction : -1n;
  if (count >= 0n && count <= MAX_UINT64) return count;
  const message = `The time ${seconds} s is not in 1970 … 2554.`;
  throw new PcapError("PCAP_NOT_WRITABLE", message);
}
