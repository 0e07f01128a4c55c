/** pcap and pcapng, reading and writing. */
export { DEFAULT_BATCH_CAPACITY, PacketBatch } from "./batch.ts";
export type { CaptureInterface } from "./interface.ts";
