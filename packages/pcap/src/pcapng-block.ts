/** Numbers of pcapng, draft-ietf-opsawg-pcapng: block types (§4, §10.1) and option codes. */

export const BlockType = {
  SectionHeader: 0x0a0d_0d0a,
  InterfaceDescription: 1,
  /** Obsolete Packet Block, appendix A. */
  Packet: 2,
  SimplePacket: 3,
  NameResolution: 4,
  InterfaceStatistics: 5,
  EnhancedPacket: 6,
  DecryptionSecrets: 10,
} as const;
export type BlockType = (typeof BlockType)[keyof typeof BlockType];

export const ByteOrderMagic = 0x1a2b_3c4d;

/** Block type and the two total lengths. */
export const BLOCK_OVERHEAD = 12;
export const SECTION_HEADER_LENGTH = 28;
export const INTERFACE_DESCRIPTION_LENGTH = 20;
export const SIMPLE_PACKET_LENGTH = 16;
/** Enhanced and obsolete Packet Blocks alike. */
export const PACKET_LENGTH = 32;
/** Offset of the captured octets in an Enhanced or obsolete Packet Block. */
export const PACKET_DATA_OFFSET = 28;
export const SIMPLE_PACKET_DATA_OFFSET = 12;
export const INTERFACE_STATISTICS_LENGTH = 24;

/** Section length of a section whose writer did not know it. */
export const UNKNOWN_SECTION_LENGTH = 0xffff_ffff_ffff_ffffn;

/** Options that every block may carry. */
export const CommonOption = { End: 0, Comment: 1 } as const;

export const SectionOption = { Hardware: 2, OperatingSystem: 3, Application: 4 } as const;

export const InterfaceOption = {
  Name: 2,
  Description: 3,
  TimeResolution: 9,
  Filter: 11,
  OperatingSystem: 12,
  FcsLength: 13,
  TimeOffset: 14,
} as const;

export const PacketOption = { DropCount: 4, PacketId: 5 } as const;

export const StatisticsOption = {
  Received: 4,
  InterfaceDropped: 5,
  Accepted: 6,
  SystemDropped: 7,
  Delivered: 8,
} as const;

export const NameRecord = { End: 0, Ipv4: 1, Ipv6: 2 } as const;

/** Rounds up to the 32-bit boundary that pcapng pads everything to. */
export function paddedLength(length: number): number {
  return length + (-length & 3);
}
