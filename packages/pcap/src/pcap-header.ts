/**
 * File header of classic pcap (draft-ietf-opsawg-pcap §4), with the variants that libpcap and
 * Wireshark know: nanoseconds, Kuznetzov's longer records, Ixia's longer header, AIX's own link
 * types, and the versions that stored the two lengths in the opposite order.
 */
import { normalizeLinkType } from "./link-type.ts";

/** Octets that {@link readPcapHeader} needs. */
export const PCAP_HEADER_LENGTH = 24;
/** Octets of a record header, RFC draft §5. */
export const PCAP_RECORD_HEADER_LENGTH = 16;

const MICROSECONDS = 0xa1b2_c3d4;
const NANOSECONDS = 0xa1b2_3c4d;
const KUZNETZOV = 0xa1b2_cd34;
const IXIA_NANOSECONDS = 0x1c00_01ac;
const IXIA_MICROSECONDS = 0x1c00_01ab;

/** Kuznetzov's records add an interface index, a protocol and a packet type. */
const KUZNETZOV_RECORD_HEADER_LENGTH = 24;
/** Ixia's header ends with the total length of all records. */
const IXIA_HEADER_LENGTH = 28;

/** Variants of classic pcap, as they are shown to people; each may be of either byte order. */
export type PcapFormat = "pcap" | "pcap (nanosecond)" | "pcap (modified)" | "pcap (AIX)";

/** How the two length fields of a record are to be taken. */
export const LengthOrder = {
  CapturedFirst: 0,
  /** Before version 2.3, and DG/UX's version 543. */
  OriginalFirst: 1,
  /** Version 2.3 was written both ways: the smaller one is the captured length. */
  Smaller: 2,
} as const;
export type LengthOrder = (typeof LengthOrder)[keyof typeof LengthOrder];

export interface PcapHeader {
  readonly format: PcapFormat;
  readonly littleEndian: boolean;
  /** Octets of this header. */
  readonly headerLength: number;
  readonly recordHeaderLength: number;
  /** Nanoseconds per unit of a record's fraction field: 1 or 1000. */
  readonly nanosecondsPerUnit: number;
  readonly lengthOrder: LengthOrder;
  readonly majorVersion: number;
  readonly minorVersion: number;
  readonly snapLength: number;
  readonly linkType: number;
  /** Octets of frame check sequence; undefined where the header does not say. */
  readonly fcsLength: number | undefined;
}

/** True when the four octets at `offset` are a magic number of any pcap, in either byte order. */
export function isPcapMagic(view: DataView, offset: number): boolean {
  return isMagic(view.getUint32(offset, true)) || isMagic(view.getUint32(offset));
}

function isMagic(magic: number): boolean {
  switch (magic) {
    case MICROSECONDS:
    case NANOSECONDS:
    case KUZNETZOV:
    case IXIA_NANOSECONDS:
    case IXIA_MICROSECONDS:
      return true;
    default:
      return false;
  }
}

/** Reads {@link PCAP_HEADER_LENGTH} octets at `offset`, whose magic {@link isPcapMagic} accepted. */
export function readPcapHeader(view: DataView, offset: number): PcapHeader {
  const littleEndian = isMagic(view.getUint32(offset, true));
  const magic = view.getUint32(offset, littleEndian);
  const majorVersion = view.getUint16(offset + 4, littleEndian);
  const minorVersion = view.getUint16(offset + 6, littleEndian);
  const network = view.getUint32(offset + 20, littleEndian);
  const aixLinkType =
    magic === MICROSECONDS && majorVersion === 2 && minorVersion === 2
      ? linkTypeOfIfType(network)
      : undefined;
  const ixia = magic === IXIA_MICROSECONDS || magic === IXIA_NANOSECONDS;
  const nanoseconds =
    magic === NANOSECONDS || magic === IXIA_NANOSECONDS || aixLinkType !== undefined;
  return {
    format: formatName(magic, nanoseconds, aixLinkType !== undefined),
    littleEndian,
    headerLength: ixia ? IXIA_HEADER_LENGTH : PCAP_HEADER_LENGTH,
    recordHeaderLength:
      magic === KUZNETZOV ? KUZNETZOV_RECORD_HEADER_LENGTH : PCAP_RECORD_HEADER_LENGTH,
    nanosecondsPerUnit: nanoseconds ? 1 : 1000,
    lengthOrder: lengthOrder(majorVersion, minorVersion),
    majorVersion,
    minorVersion,
    snapLength: view.getUint32(offset + 16, littleEndian),
    linkType: aixLinkType ?? normalizeLinkType(network & 0xffff),
    fcsLength: (network & 0x0400_0000) === 0 ? undefined : (network >>> 28) * 2,
  };
}

function formatName(magic: number, nanoseconds: boolean, aix: boolean): PcapFormat {
  if (aix) return "pcap (AIX)";
  if (magic === KUZNETZOV) return "pcap (modified)";
  return nanoseconds ? "pcap (nanosecond)" : "pcap";
}

function lengthOrder(majorVersion: number, minorVersion: number): LengthOrder {
  if (majorVersion === 543) return LengthOrder.OriginalFirst;
  if (majorVersion !== 2 || minorVersion > 3) return LengthOrder.CapturedFirst;
  return minorVersion === 3 ? LengthOrder.Smaller : LengthOrder.OriginalFirst;
}

/** AIX stores RFC 1573 interface types; only those that no libpcap of that age wrote are taken so. */
function linkTypeOfIfType(ifType: number): number | undefined {
  switch (ifType) {
    case 6:
      return 1;
    case 9:
      return 6;
    case 15:
      return 10;
    case 24:
      return 0;
    default:
      return undefined;
  }
}
