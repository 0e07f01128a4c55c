/** Reads capture files one after the other: what every command that prints from files goes through. */
import { PacketFile } from "@wirescope/engine/packet-file";
import { PacketBatch } from "@wirescope/pcap";
import { usageError } from "./errors.ts";
import { Progress } from "./progress.ts";

/** What becomes of the packets. */
export interface FileConsumer {
  /** Packets taken so far, for the progress line. */
  readonly packetCount: number;
  /** A file was opened; its packets come next. */
  begin?(file: PacketFile): void;
  /** Takes a batch, borrowed until it resolves. False ends the reading of this and further files. */
  take(batch: PacketBatch): boolean | Promise<boolean>;
  /** The file was read to its end, or to where it broke. */
  end?(): void;
}

/**
 * Runs the packets of `paths` through `consumer`; returns one sentence for each file that was damaged.
 *
 * @throws CommandError without paths, EngineError for a path that can't be read.
 */
export async function readFiles(
  command: string,
  paths: readonly string[],
  consumer: FileConsumer,
): Promise<readonly string[]> {
  if (paths.length === 0) {
    throw usageError(`Name a capture file, or - for standard input: wirescope ${command} FILE...`);
  }
  const batch = new PacketBatch();
  const progress = new Progress(process.stderr);
  const problems: string[] = [];
  for (const path of paths) {
    const file = await PacketFile.open(path);
    let goesOn = true;
    try {
      consumer.begin?.(file);
      while (goesOn && (await file.next(batch))) {
        goesOn = await consumer.take(batch);
        progress.report(path, file.bytesRead, file.length, consumer.packetCount, Date.now());
      }
    } finally {
      progress.clear();
      await file.close();
    }
    consumer.end?.();
    if (!goesOn) break;
    if (file.problem !== undefined) problems.push(`${path}: ${file.problem.message}`);
  }
  return problems;
}

/** Prints the sentences; true when there were none. */
export function reportProblems(problems: readonly string[]): boolean {
  for (const problem of problems) process.stderr.write(`wirescope: ${problem}\n`);
  return problems.length === 0;
}
