/** Reads capture files, one after the other. */
import { FILE_ANALYSIS_OPTIONS } from "@wirescope/analysis";
import { PacketBatch } from "@wirescope/pcap";
import { CaptureRecord, FileArchive, RingArchive, type SourceReport } from "@wirescope/query";
import { EngineError } from "../errors.ts";
import { FileBytes } from "../file-bytes.ts";
import { PacketFile } from "../packet-file.ts";
import { Pipeline } from "../pipeline.ts";
import type { Keeping, Run } from "./run.ts";

export class FilesRun implements Run {
  readonly pipeline: Pipeline;
  readonly #paths: readonly string[];
  readonly #archive: FileArchive | undefined;
  /** Octets of all files; undefined where one does not say. */
  readonly #length: number | undefined;
  readonly #sources: FileBytes[] = [];
  #lengthDone = 0;
  #current: PacketFile | undefined;
  #problem: string | undefined;
  #isOver = false;

  private constructor(
    paths: readonly string[],
    found: { readonly length: number | undefined; readonly seekable: boolean },
    { archiveLength, catalog }: Keeping,
  ) {
    this.#paths = paths;
    this.#length = found.length;
    this.#archive = found.seekable ? new FileArchive() : undefined;
    this.pipeline = new Pipeline({
      mode: "file",
      archive: this.#archive ?? new RingArchive(archiveLength),
      catalog,
      analysis: FILE_ANALYSIS_OPTIONS,
    });
    this.pipeline.describe(() => this.#report());
  }

  /**
   * Looks at each file. Packets of files that can be read twice stay there; if one can't (gzip,
   * standard input), the newest packets of all are kept in memory.
   *
   * @throws EngineError for a file that is missing, unreadable, or not a capture.
   */
  static async open(paths: readonly string[], keeping: Keeping): Promise<FilesRun> {
    let length: number | undefined = 0;
    let seekable = true;
    for (const path of paths) {
      const file = await PacketFile.open(path);
      try {
        if (file.length !== undefined) await requireCapture(file);
        length =
          length === undefined || file.length === undefined ? undefined : length + file.length;
        seekable &&= file.seekable;
      } finally {
        await file.close();
      }
    }
    return new FilesRun(paths, { length, seekable }, keeping);
  }

  async read(): Promise<void> {
    this.pipeline.start();
    for (const path of this.#paths) await this.#readFile(path);
    this.#isOver = true;
    this.pipeline.tick();
  }

  async stop(): Promise<void> {
    await this.pipeline.stop();
    await this.#current?.close();
    await Promise.all(this.#sources.map((source) => source.close()));
  }

  async #readFile(path: string): Promise<void> {
    const file = await PacketFile.open(path);
    this.#current = file;
    const record = new CaptureRecord(
      this.pipeline.recorder,
      path,
      file.reader,
      await this.#placeOf(path),
    );
    await this.pipeline.drain(file, (batch) => record.feed(batch));
    record.end();
    const { complaint } = file;
    if (complaint !== undefined) this.#problem ??= `${path}: ${complaint}`;
    this.#lengthDone += file.bytesRead;
    this.#current = undefined;
    await file.close();
  }

  async #placeOf(path: string): Promise<{ archive: FileArchive; source: FileBytes } | undefined> {
    if (this.#archive === undefined) return undefined;
    const source = await FileBytes.open(path);
    this.#sources.push(source);
    return { archive: this.#archive, source };
  }

  #report(): Partial<SourceReport> {
    const done = this.#lengthDone + (this.#current?.bytesRead ?? 0);
    const length = this.#length;
    return {
      state: this.#isOver ? "finished" : "running",
      problem: this.#problem,
      sources: this.#paths,
      backend: "file",
      progress: this.#isOver ? 1 : length === undefined ? undefined : Math.min(1, done / length),
    };
  }
}

/** Refuses a file of which not one packet can be read because it is something else. */
async function requireCapture(file: PacketFile): Promise<void> {
  if (await file.next(new PacketBatch(1))) return;
  if (file.problem === undefined) return;
  throw new EngineError("ENGINE_NOT_A_CAPTURE", `${file.name}: ${file.problem.message}`);
}
