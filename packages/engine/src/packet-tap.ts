/**
 * Hands the packets of a capture to whoever keeps them on disk, as pcapng blocks in a few buffers that
 * go back and forth. It never waits: while all buffers are away, packets are left out and counted.
 */
import type { MessagePort } from "node:worker_threads";
import {
  type CaptureInterface,
  type PacketBatch,
  packetBlockLength,
  writePacketBlock,
} from "@wirescope/pcap";
import {
  CHUNK_LENGTH,
  CHUNKS_IN_FLIGHT,
  type KeeperMessage,
  type PacketChunk,
} from "@wirescope/query";

/** Milliseconds after which a buffer goes that is not full. */
const FLUSH_INTERVAL = 1000;

export class PacketTap {
  /** Resolves to the number of the capture's first packet. */
  readonly begun: Promise<number>;
  readonly #port: MessagePort;
  readonly #free: ArrayBuffer[] = [];
  #bufferCount = 0;
  #view: DataView<ArrayBuffer> | undefined;
  #length = 0;
  #interfaces: readonly CaptureInterface[] = [];
  #leftOut = 0;
  #unwritten = 0;
  #flushes: NodeJS.Timeout | undefined;

  constructor(port: MessagePort) {
    this.#port = port;
    this.begun = new Promise((resolve) => {
      port.on("message", (message: KeeperMessage) => {
        if (message.kind === "begin") return resolve(message.firstNumber);
        this.#free.push(message.buffer);
        this.#unwritten = message.unwritten;
      });
      // Nobody keeps packets any more: numbers are the capture's own.
      port.once("close", () => resolve(1));
    });
  }

  /** Packets that are not on disk: there was no buffer for them, or the disk has refused them. */
  get missing(): number {
    return this.#leftOut + this.#unwritten;
  }

  /** Hands over what came, every second from now on. */
  start(): void {
    this.#flushes = setInterval(() => this.flush(), FLUSH_INTERVAL);
  }

  /**
   * Takes a batch whose rows are frames `firstNumber` and on, all of them from `interfaces[interfaceId]`.
   * Borrows it until it returns. Hot.
   */
  take(
    batch: PacketBatch,
    firstNumber: number,
    interfaces: readonly CaptureInterface[],
    interfaceId: number,
  ): void {
    this.#interfaces = interfaces;
    const { count, bytes, start, capturedLength, originalLength, seconds, nanoseconds } = batch;
    for (let row = 0; row < count; row++) {
      const captured = capturedLength[row]!;
      const view = this.#room(packetBlockLength(captured, true));
      if (view === undefined) {
        this.#leftOut += 1;
        continue;
      }
      const number = this.#length === 0 ? firstNumber + row : undefined;
      const packet = {
        interfaceId,
        seconds: seconds[row]!,
        nanoseconds: nanoseconds[row]!,
        originalLength: originalLength[row]!,
        number,
      };
      const at = start[row]!;
      const octets = bytes.subarray(at, at + captured);
      this.#length = writePacketBlock(view, this.#length, packet, octets);
    }
  }

  /** Hands over what there is. */
  flush(): void {
    const view = this.#view;
    if (view === undefined || this.#length === 0) return;
    const { buffer } = view;
    const chunk: PacketChunk = {
      kind: "packets",
      buffer,
      length: this.#length,
      interfaces: this.#interfaces,
      leftOut: this.#leftOut,
    };
    this.#view = undefined;
    this.#length = 0;
    this.#port.postMessage(chunk, [buffer]);
  }

  stop(): void {
    clearInterval(this.#flushes);
    this.flush();
  }

  /** A buffer with room for `length` octets more; undefined where none is there. */
  #room(length: number): DataView<ArrayBuffer> | undefined {
    if (this.#length + length > CHUNK_LENGTH) this.flush();
    if (length > CHUNK_LENGTH) return undefined;
    if (this.#view !== undefined) return this.#view;
    let buffer = this.#free.pop();
    if (buffer === undefined && this.#bufferCount < CHUNKS_IN_FLIGHT) {
      this.#bufferCount++;
      buffer = new ArrayBuffer(CHUNK_LENGTH);
    }
    this.#view = buffer === undefined ? undefined : new DataView(buffer);
    return this.#view;
  }
}
