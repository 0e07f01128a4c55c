/**
 * A capture file, or standard input, as batches of packets in one pass and constant memory.
 *
 * A plain file is read block by block on the thread that decodes it: what was copied into the block a
 * moment ago still lies in that core's cache, which is worth more than having another thread read
 * ahead. What may wait (standard input, a pipe) or has to be inflated is read without blocking.
 * Gzip is recognised by its magic number, not by the name.
 */
import { createReadStream, fstatSync, readSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import {
  type CaptureFormat,
  type CaptureInterface,
  type CaptureProblem,
  CaptureReader,
  gunzipIfNeeded,
  type PacketBatch,
  PcapError,
  unknownLinkTypes,
} from "@wirescope/pcap";
import { EngineError } from "./errors.ts";
import { describeSystemError } from "./system-error.ts";

export { EngineError };

/** Octets read at once: large enough that a read costs nothing per packet, small enough for a cache. */
const BLOCK_LENGTH = 1 << 18;

/** The name that stands for standard input. */
export const STANDARD_INPUT = "-";

export class PacketFile {
  /** The path as given, `-` for standard input. */
  readonly name: string;
  /** Octets on disk; undefined where it is not known beforehand (standard input, a pipe). */
  readonly length: number | undefined;
  /** Octets taken from disk so far, compressed ones where the file is compressed. */
  bytesRead = 0;
  /** False for gzip and for what can't be read twice: such packets can't be read again by position. */
  readonly seekable: boolean;

  readonly #reader = new CaptureReader();
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #handle: FileHandle | undefined;
  #standardInput: Readable | undefined;
  readonly #block: Uint8Array<ArrayBuffer> = new Uint8Array(BLOCK_LENGTH);
  #ended = false;
  #isClosed = false;

  private constructor(
    name: string,
    length: number | undefined,
    seekable: boolean,
    handle: FileHandle | undefined,
  ) {
    this.name = name;
    this.length = length;
    this.seekable = seekable;
    this.#handle = handle;
    const raw = handle === undefined ? this.#readStandardInput() : this.#readHandle(handle);
    const plain = seekable ? raw : gunzipIfNeeded(raw);
    this.#chunks = plain[Symbol.asyncIterator]();
  }

  /**
   * Opens `path`, or standard input for `-`.
   *
   * @throws EngineError `ENGINE_NO_SUCH_FILE`, `ENGINE_IS_DIRECTORY` or `ENGINE_FILE_UNREADABLE`.
   */
  static async open(path: string): Promise<PacketFile> {
    if (path === STANDARD_INPUT) return new PacketFile(path, undefined, false, undefined);
    let handle: FileHandle;
    try {
      handle = await open(path, "r");
    } catch (cause) {
      throw openError(path, cause);
    }
    const stat = await handle.stat();
    if (stat.isDirectory()) {
      await handle.close();
      throw new EngineError(
        "ENGINE_IS_DIRECTORY",
        `${path} is a directory; name a capture file (pcap or pcapng, plain or gzip) inside it.`,
      );
    }
    if (!stat.isFile()) return new PacketFile(path, undefined, false, handle);
    const magic = new Uint8Array(2);
    const { bytesRead } = await handle.read(magic, 0, 2, 0);
    const compressed = bytesRead === 2 && magic[0] === 0x1f && magic[1] === 0x8b;
    return new PacketFile(path, stat.size, !compressed, handle);
  }

  get format(): CaptureFormat | undefined {
    return this.#reader.format;
  }

  get interfaces(): readonly CaptureInterface[] {
    return this.#reader.interfaces;
  }

  /** What broke the file, once reading has come that far. */
  get problem(): CaptureProblem | undefined {
    return this.#reader.problem;
  }

  /** What there is to say of the file beside its packets: how it broke, or that they can't be decoded. */
  get complaint(): string | undefined {
    return this.problem?.message ?? unknownLinkTypes(this.interfaces);
  }

  /** The reader itself, for checkpoints. */
  get reader(): CaptureReader {
    return this.#reader;
  }

  /**
   * Fills `batch` with the next packets; false at the end of the file or of what can be read of it.
   * The rows' bytes are valid until the next call.
   *
   * @throws EngineError `ENGINE_FILE_UNREADABLE` where the system refuses to go on reading.
   */
  async next(batch: PacketBatch): Promise<boolean> {
    for (;;) {
      if (this.#reader.next(batch)) return true;
      if (this.#ended || this.#reader.problem !== undefined) return false;
      if (this.seekable && this.#handle !== undefined) this.#readBlock(this.#handle.fd);
      else await this.#pull();
    }
  }

  /** Lets the file go; a {@link next} that waits for standard input ends. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#standardInput?.destroy();
    await this.#chunks.return?.();
    await this.#handle?.close();
  }

  /** Gives the reader the next block of a plain file, or tells it that the file has ended. */
  #readBlock(descriptor: number): void {
    const length = this.#readSync(descriptor);
    this.bytesRead += length;
    if (length > 0) {
      this.#reader.push(this.#block.subarray(0, length));
    } else {
      this.#ended = true;
      this.#reader.end();
    }
  }

  #readSync(descriptor: number): number {
    try {
      return readSync(descriptor, this.#block, 0, BLOCK_LENGTH, null);
    } catch (cause) {
      throw unreadable(this.name, cause);
    }
  }

  /** Gives the reader its next chunk, or tells it how the file ended. */
  async #pull(): Promise<void> {
    let failure: PcapError | undefined;
    try {
      const chunk = await this.#chunks.next();
      if (chunk.done !== true) {
        this.#reader.push(chunk.value);
        return;
      }
    } catch (error) {
      if (!(error instanceof PcapError) && !this.#isClosed) throw unreadable(this.name, error);
      failure = error instanceof PcapError ? error : undefined;
    }
    this.#ended = true;
    this.#reader.end(failure);
  }

  async *#readStandardInput(): AsyncGenerator<Uint8Array> {
    this.#standardInput = openStandardInput();
    for await (const chunk of this.#standardInput) {
      const bytes = chunk as Uint8Array;
      this.bytesRead += bytes.length;
      yield bytes;
    }
  }

  async *#readHandle(handle: FileHandle): AsyncGenerator<Uint8Array> {
    const block = new Uint8Array(BLOCK_LENGTH);
    for (;;) {
      const { bytesRead } = await handle.read(block, 0, BLOCK_LENGTH, null);
      if (bytesRead === 0) return;
      this.bytesRead += bytesRead;
      yield block.subarray(0, bytesRead);
    }
  }
}

/**
 * Descriptor 0 itself: `process.stdin` of a worker is not the process's. A pipe is read as a socket,
 * whose pending read ends with the thread; reading it as a file would hold the thread until a packet
 * comes.
 */
function openStandardInput(): Readable {
  const stat = fstatSync(0);
  return stat.isFIFO() || stat.isSocket()
    ? new Socket({ fd: 0, readable: true, writable: false })
    : createReadStream("", { fd: 0, autoClose: false, highWaterMark: BLOCK_LENGTH });
}

function openError(path: string, cause: unknown): EngineError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new EngineError("ENGINE_NO_SUCH_FILE", `There is no file ${path}; check the path.`, {
      cause,
    });
  }
  if (code === "EACCES" || code === "EPERM") {
    return new EngineError(
      "ENGINE_FILE_UNREADABLE",
      `${path} can't be read by this user; change its permissions or copy it.`,
      { cause },
    );
  }
  const reason = describeSystemError(cause);
  return new EngineError("ENGINE_FILE_UNREADABLE", `${path} can't be opened: ${reason}.`, {
    cause,
  });
}

function unreadable(name: string, cause: unknown): EngineError {
  const subject = name === STANDARD_INPUT ? "Standard input" : name;
  const message = `${subject} can't be read: ${describeSystemError(cause)}.`;
  return new EngineError("ENGINE_FILE_UNREADABLE", message, { cause });
}
