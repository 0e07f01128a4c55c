/** Writes classic pcap (draft-ietf-opsawg-pcap), little-endian, as chunks for the caller to store. */
import { PcapError } from "./errors.ts";
import { PCAP_HEADER_LENGTH, PCAP_RECORD_HEADER_LENGTH } from "./pcap-header.ts";
import { checkNanoseconds, checkUint32, type WrittenPacket } from "./written-packet.ts";

const MICROSECONDS_MAGIC = 0xa1b2_c3d4;
const NANOSECONDS_MAGIC = 0xa1b2_3c4d;
const DEFAULT_SNAP_LENGTH = 262_144;
const MAX_UINT16 = 0xffff;

export interface PcapWriterOptions {
  /** LINKTYPE_ value of all packets. */
  readonly linkType: number;
  /** Octets kept per packet at most; 262144 unless given. */
  readonly snapLength?: number;
  /** Resolution of the time stamps; microseconds unless given, which every reader understands. */
  readonly resolution?: "microseconds" | "nanoseconds";
}

export class PcapWriter {
  readonly #options: Required<PcapWriterOptions>;

  constructor(options: PcapWriterOptions) {
    this.#options = { snapLength: DEFAULT_SNAP_LENGTH, resolution: "microseconds", ...options };
  }

  /** The file header; write it first, once. */
  header(): Uint8Array<ArrayBuffer> {
    const { linkType, snapLength, resolution } = this.#options;
    if (linkType < 0 || linkType > MAX_UINT16) {
      throw new PcapError("PCAP_NOT_WRITABLE", `Link type ${linkType} is not in 0 … 65535.`);
    }
    const header = new Uint8Array(PCAP_HEADER_LENGTH);
    const view = new DataView(header.buffer);
    view.setUint32(0, resolution === "nanoseconds" ? NANOSECONDS_MAGIC : MICROSECONDS_MAGIC, true);
    view.setUint16(4, 2, true);
    view.setUint16(6, 4, true);
    view.setUint32(16, snapLength, true);
    view.setUint32(20, linkType, true);
    return header;
  }

  /**
   * One record. Microseconds cut off what nanoseconds have in excess.
   *
   * @throws {PcapError} `PCAP_NOT_WRITABLE` for a time outside 1970 … 2106 or a length over 32 bits.
   */
  packet(packet: WrittenPacket): Uint8Array<ArrayBuffer> {
    const { bytes } = packet;
    const originalLength = packet.originalLength ?? bytes.length;
    const record = new Uint8Array(PCAP_RECORD_HEADER_LENGTH + bytes.length);
    const view = new DataView(record.buffer);
    const nanoseconds = checkNanoseconds(packet.nanoseconds);
    view.setUint32(0, checkUint32(packet.seconds, "The time in seconds"), true);
    view.setUint32(
      4,
      this.#options.resolution === "nanoseconds" ? nanoseconds : Math.trunc(nanoseconds / 1000),
      true,
    );
    view.setUint32(8, bytes.length, true);
    view.setUint32(12, checkUint32(originalLength, "The original length"), true);
    record.set(bytes, PCAP_RECORD_HEADER_LENGTH);
    return record;
  }
}
