/** pcap and pcapng, reading and writing. */
export {
  MAX_COMMENT_CHARACTERS,
  MAX_COMMENTS,
  MAX_RESOLVED_NAMES,
  type ResolvedName,
} from "./annotations.ts";
export { DEFAULT_BATCH_CAPACITY, PacketBatch } from "./batch.ts";
export { type CaptureFormat, CaptureReader } from "./capture-reader.ts";
export { readBatches } from "./capture-stream.ts";
export type { ReaderCheckpoint } from "./checkpoint.ts";
export {
  type CaptureProblem,
  type CaptureProblemCode,
  PcapError,
  type PcapErrorCode,
} from "./errors.ts";
export type { FileInterface, InterfaceStatistics } from "./file-interface.ts";
export { gunzipIfNeeded } from "./gzip.ts";
export type { CaptureInterface } from "./interface.ts";
export {
  linkTypeName,
  MAX_LARGE_PACKET_LENGTH,
  MAX_PACKET_LENGTH,
  unknownLinkTypes,
} from "./link-type.ts";
export {
  type PacketBlock,
  PacketBlockCursor,
  packetBlockLength,
  writePacketBlock,
} from "./packet-block.ts";
export { PcapWriter, type PcapWriterOptions } from "./pcap-writer.ts";
export { MAX_BLOCK_LENGTH, MAX_CHECKED_BLOCK_LENGTH, MAX_INTERFACES } from "./pcapng-reader.ts";
export {
  type PcapngHeader,
  type PcapngInterface,
  type PcapngPacket,
  PcapngWriter,
} from "./pcapng-writer.ts";
export type { WrittenPacket } from "./written-packet.ts";
