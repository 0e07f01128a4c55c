/**
 * A capture file read inside the browser: one pass through the recorder while its questions are
 * answered, and the bytes of any packet read again from the file when they are asked for.
 */
import { FILE_ANALYSIS_OPTIONS } from "@wirescope/analysis";
import type { Catalog } from "@wirescope/catalog";
import { CaptureReader, PacketBatch, readBatches, unknownLinkTypes } from "@wirescope/pcap";
import {
  type ByteSource,
  CaptureRecord,
  createPause,
  FileArchive,
  MemorySession,
  type PacketArchive,
  Recorder,
  RingArchive,
} from "@wirescope/query";

/** The page is sent at most this many frames a second. */
const TICK_MS = 250;
/** Questions get their turn at least this often while the file is read. */
const TURN_MS = 12;
const GZIP_MAGIC = [0x1f, 0x8b];

/** The part of a browser's `File` that is needed. */
export interface ReadableFile {
  readonly name: string;
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
  stream(): ReadableStream<Uint8Array>;
}

export interface FileReadingOptions {
  /** Of Wirescope, for the status. */
  readonly version: string;
  /** What is known beforehand; answers leave it out without one. */
  readonly catalog: Catalog | undefined;
}

export class FileReading {
  readonly session: MemorySession;
  readonly #file: ReadableFile;
  readonly #recorder: Recorder;
  readonly #archive: PacketArchive;
  readonly #pause = createPause();
  #readLength = 0;
  #cancelled = false;
  #lastTick = Number.NEGATIVE_INFINITY;

  private constructor(
    file: ReadableFile,
    archive: PacketArchive,
    { version, catalog }: FileReadingOptions,
  ) {
    this.#file = file;
    this.#archive = archive;
    const clock = (): number => performance.now();
    this.#recorder = new Recorder({ archive, catalog, analysis: FILE_ANALYSIS_OPTIONS, clock });
    this.session = new MemorySession(this.#recorder, { version, mode: "file" });
    this.session.report({ state: "running", sources: [file.name], backend: "file", progress: 0 });
  }

  static async open(file: ReadableFile, options: FileReadingOptions): Promise<FileReading> {
    const magic = await beginning(file, GZIP_MAGIC.length);
    // The bytes of a compressed file cannot be found again by position, so the newest are kept.
    const compressed = magic[0] === GZIP_MAGIC[0] && magic[1] === GZIP_MAGIC[1];
    return new FileReading(file, compressed ? new RingArchive() : new FileArchive(), options);
  }

  /** Reads to the end, to the first damage, or until {@link cancel}; never rejects. */
  async run(): Promise<void> {
    const reader = new CaptureReader();
    const place =
      this.#archive instanceof FileArchive
        ? { archive: this.#archive, source: byteSource(this.#file) }
        : undefined;
    const record = new CaptureRecord(this.#recorder, this.#file.name, reader, place);
    let failure: string | undefined;
    try {
      let turn = performance.now();
      for await (const batch of readBatches(reader, this.#chunks(), new PacketBatch())) {
        record.feed(batch);
        if (this.#cancelled) break;
        if (performance.now() - turn >= TURN_MS) {
          await this.#pause();
          await this.#tick();
          turn = performance.now();
        }
      }
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    const complaint = reader.problem?.message ?? unknownLinkTypes(reader.interfaces);
    const problem = failure ?? complaint ?? this.#cancelNote();
    record.end();
    this.session.report({
      state: this.#recorder.packetCount === 0 && problem !== undefined ? "failed" : "finished",
      problem: problem === undefined ? undefined : `${this.#file.name}: ${problem}`,
      progress: undefined,
    });
  }

  /** Stops reading; what was read stays. */
  cancel(): void {
    this.#cancelled = true;
  }

  /** Sends a frame to the page where one is due. */
  async tick(): Promise<void> {
    await this.session.tick(Date.now() * 1000);
  }

  async #tick(): Promise<void> {
    const now = performance.now();
    if (now - this.#lastTick < TICK_MS) return;
    this.#lastTick = now;
    this.session.report({
      progress: this.#file.size === 0 ? 1 : this.#readLength / this.#file.size,
    });
    await this.tick();
  }

  #cancelNote(): string | undefined {
    if (!this.#cancelled) return undefined;
    return `Reading was stopped after ${this.#recorder.packetCount} packets; everything before is shown.`;
  }

  async *#chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    const stream = this.#file.stream().getReader();
    try {
      for (;;) {
        const { done, value } = await stream.read();
        if (done) return;
        this.#readLength += value.length;
        yield value;
      }
    } finally {
      await stream.cancel();
    }
  }
}

/** The first octets; none of what can't be read, as a folder, which {@link FileReading.run} then says. */
async function beginning(file: ReadableFile, length: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, length).arrayBuffer());
  } catch {
    return new Uint8Array();
  }
}

function byteSource(file: ReadableFile): ByteSource {
  return {
    length: file.size,
    read: async (position, length) =>
      new Uint8Array(await file.slice(position, position + length).arrayBuffer()),
  };
}
