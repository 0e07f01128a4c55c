/** What the façade asks of the reader of one format. */
import type { PacketBatch } from "./batch.ts";
import type { ByteWindow } from "./byte-window.ts";
import type { CaptureProblem } from "./errors.ts";
import type { FileInterface } from "./file-interface.ts";

export interface RecordReader {
  readonly interfaces: readonly FileInterface[];
  /** Packets put into batches so far. */
  readonly packetCount: number;
  /** Set once the bytes at the window's offset cannot be read; {@link read} is not called again. */
  readonly problem: CaptureProblem | undefined;
  /** Contiguous bytes that {@link read} needs before it can go on. */
  readonly needed: number;
  /** Bytes that the façade passes over before it calls {@link read} again. */
  skip: number;
  /** Takes every record that lies whole in the window, until the batch is full. */
  read(window: ByteWindow, batch: PacketBatch): void;
}
