/** Capture files through a recorder, without keeping packets: for answers that are printed once. */
import type { AnalysisOptions } from "@wirescope/analysis";
import { compileFilter } from "@wirescope/filter";
import { CaptureRecord, Recorder } from "@wirescope/query";
import { readFiles } from "./capture-files.ts";

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
  const only = compileFilter(filter);
  const recorder = new Recorder({
    only: only.empty ? undefined : only,
    analysis: { timeline: { kind: "fitting", buckets: TIMELINE_BUCKETS }, ...analysis },
  });
  let record: CaptureRecord | undefined;
  const problems = await readFiles(command, paths, {
    get packetCount() {
      return recorder.packetCount;
    },
    begin(file) {
      record = new CaptureRecord(recorder, file.name, file.reader);
    },
    take(batch) {
      record?.feed(batch);
      return true;
    },
    end() {
      record?.end();
    },
  });
  return { recorder, problems };
}
