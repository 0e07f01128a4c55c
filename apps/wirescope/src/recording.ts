/** Capture files through a recorder, without keeping packets: for answers that are printed once. */
import type { AnalysisOptions } from "@wirescope/analysis";
import { PacketFile } from "@wirescope/engine/packet-file";
import { compileFilter } from "@wirescope/filter";
import { PacketBatch } from "@wirescope/pcap";
import { CaptureRecord, Recorder } from "@wirescope/query";
import { usageError } from "./errors.ts";
import { Progress } from "./progress.ts";

/** Buckets of the timeline at most; a file of any length fits. */
const TIMELINE_BUCKETS = 1200;

export interface Recording {
  readonly recorder: Recorder;
  /** One sentence for each file that was damaged. */
  readonly problems: readonly string[];
}

/** Reads `paths` whole, or to where they broke, and analyses what `filter` matches. */
export async function recordFiles(
  command: string,
  paths: readonly string[],
  filter: string,
  analysis: Partial<AnalysisOptions> = {},
): Promise<Recording> {
  if (paths.length === 0) {
    throw usageError(`Name a capture file, or - for standard input: wirescope ${command} FILE...`);
  }
  const only = compileFilter(filter);
  const recorder = new Recorder({
    only: only.empty ? undefined : only,
    analysis: { timeline: { kind: "fitting", buckets: TIMELINE_BUCKETS }, ...analysis },
  });
  const batch = new PacketBatch();
  const progress = new Progress(process.stderr);
  const problems: string[] = [];
  for (const path of paths) {
    const file = await PacketFile.open(path);
    const record = new CaptureRecord(recorder, path, file.reader);
    try {
      while (await file.next(batch)) {
        record.feed(batch);
        progress.report(path, file.bytesRead, file.length, recorder.packetCount, Date.now());
      }
    } finally {
      progress.clear();
      await file.close();
    }
    if (file.problem !== undefined) problems.push(`${path}: ${file.problem.message}`);
    record.end();
  }
  return { recorder, problems };
}

/** Prints the sentences; true when there were none. */
export function reportProblems(problems: readonly string[]): boolean {
  for (const problem of problems) process.stderr.write(`wirescope: ${problem}\n`);
  return problems.length === 0;
}
