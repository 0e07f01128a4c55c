/** What the pipeline pulls packets from: a capture, a file, the sample. */
import type { PacketBatch } from "@wirescope/pcap";

export interface PacketSource {
  /**
   * Fills `batch`, waiting up to `timeout` milliseconds for the first packet where packets come by
   * themselves; the batch may stay empty. Resolves to false at the end. The batch's bytes are valid
   * until the next call.
   */
  next(batch: PacketBatch, timeout: number): Promise<boolean>;
}
