/** Reads capture files one after the other: what every command that prints from files goes through. */
import { EngineError, PacketFile, STANDARD_INPUT } from "@wirescope/engine/packet-file";
import { PacketBatch } from "@wirescope/pcap";
import { usageError } from "./errors.ts";
import { Progress } from "./progress.ts";
import { printable } from "./render/printable.ts";

/** What is told of the files while they are read. */
export interface FileWatcher {
  /** Packets taken so far, for the progress line. */
  readonly packetCount: number;
  /** A file was opened; its packets come next. */
  begin?(file: PacketFile): void;
  /** The file was read to its end, to where it broke, or as far as anybody wanted. */
  end?(): void;
}

/** What becomes of the packets. */
export interface FileConsumer extends FileWatcher {
  /** Takes a batch, borrowed until it resolves. False ends the reading of this and further files. */
  take(batch: PacketBatch): boolean | Promise<boolean>;
}

/**
 * Runs the packets of `paths` through `consumer`; returns one sentence for each file that was damaged or,
 * of several, could not be opened.
 *
 * @throws CommandError as {@link requireFiles}; EngineError for an only path that can't be opened, and for what the system refuses to go on reading.
 */
export async function readFiles(
  command: string,
  paths: readonly string[],
  consumer: FileConsumer,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for await (const batch of fileBatches(command, paths, consumer, problems)) {
    if (!(await consumer.take(batch))) break;
  }
  return problems;
}

/** @throws CommandError where no file is named, or standard input more than once */
export function requireFiles(command: string, paths: readonly string[]): void {
  if (paths.length === 0) {
    throw usageError(`Name a capture file, or - for standard input: wirescope ${command} FILE...`);
  }
  if (paths.indexOf(STANDARD_INPUT) !== paths.lastIndexOf(STANDARD_INPUT)) {
    throw usageError("Standard input can be read only once; name - once.");
  }
}

/**
 * The packets of `paths`, each batch borrowed until the next is asked for; adds one sentence to `problems` for
 * each file that was damaged or can't be decoded.
 *
 * @throws as {@link readFiles}.
 */
export async function* fileBatches(
  command: string,
  paths: readonly string[],
  watcher: FileWatcher,
  problems: string[],
): AsyncGenerator<PacketBatch> {
  requireFiles(command, paths);
  const batch = new PacketBatch();
  const progress = new Progress(process.stderr);
  for (const path of paths) {
    let file: PacketFile;
    try {
      file = await PacketFile.open(path);
    } catch (error) {
      // Several are read as far as they can be; of one there is nothing else to say.
      if (paths.length === 1 || !(error instanceof EngineError)) throw error;
      problems.push(error.message);
      continue;
    }
    try {
      watcher.begin?.(file);
      while (await file.next(batch)) {
        yield batch;
        progress.report(path, file.bytesRead, file.length, watcher.packetCount, Date.now());
      }
    } finally {
      progress.clear();
      await file.close();
      watcher.end?.();
    }
    const { complaint } = file;
    if (complaint !== undefined) problems.push(`${path}: ${complaint}`);
  }
}

/** Prints the sentences; true when there were none. */
export function reportProblems(problems: readonly string[]): boolean {
  for (const problem of problems) process.stderr.write(`wirescope: ${printable(problem)}\n`);
  return problems.length === 0;
}
