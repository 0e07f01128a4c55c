/** Capture files through a recorder, without keeping packets: for answers that are printed once. */
import { type AnalysisOptions, FILE_ANALYSIS_OPTIONS } from "@wirescope/analysis";
import type { Catalog } from "@wirescope/catalog";
import { openCatalog, readCatalogFiles } from "@wirescope/catalog-files";
import { STANDARD_INPUT } from "@wirescope/engine/packet-file";
import { compileFilter, type Filter } from "@wirescope/filter";
import {
  CaptureRecord,
  compileScope,
  EVERYTHING,
  isInside,
  Recorder,
  type RecorderOptions,
} from "@wirescope/query";
import { readFiles } from "./capture-files.ts";
import { usageError } from "./errors.ts";
import { FileDissector } from "./file-dissector.ts";
import { fileRange, type Selection } from "./selection.ts";

export interface Recording {
  readonly recorder: Recorder;
  /** One sentence for each file that was damaged. */
  readonly problems: readonly string[];
}

/** Reads `paths` whole, or to where they broke, and analyses what `selection` is about. */
export async function recordFiles(
  command: string,
  paths: readonly string[],
  selection: Selection,
  analysis: Partial<AnalysisOptions> = {},
): Promise<Recording> {
  const catalog = openCatalog(readCatalogFiles());
  const only = await compileSelection(command, paths, selection, () => catalog);
  return record(command, paths, {
    only: only.empty ? undefined : only,
    catalog,
    analysis: { ...FILE_ANALYSIS_OPTIONS, ...analysis },
  });
}

/**
 * The selection over files as a test of packets. A filter that asks for what surrounds packets (`app`, `flow.bytes`) has the files read
 * beforehand, since the whole of a flow is known at its end.
 *
 * @throws FilterError, QueryError for a range, CommandError for such a filter over standard input, which can be read only once.
 */
export async function compileSelection(
  command: string,
  paths: readonly string[],
  selection: Selection,
  openTables: () => Catalog = () => openCatalog(readCatalogFiles()),
): Promise<Filter> {
  // A misspelt filter is told before anything is read.
  const filter = compileFilter(selection.filter);
  const range = await fileRange(command, paths, selection);
  const { window } = compileScope({ range, filter: "" });
  const complete =
    filter.contextFields.length > 0
      ? await compileInContext(command, paths, selection.filter, openTables)
      : filter;
  if (window.unlimited) return complete;
  return {
    ...complete,
    empty: false,
    matches: (packet, layers) =>
      isInside(window, packet.seconds, packet.nanoseconds) && complete.matches(packet, layers),
  };
}

async function compileInContext(
  command: string,
  paths: readonly string[],
  text: string,
  openTables: () => Catalog,
): Promise<Filter> {
  if (paths.includes(STANDARD_INPUT)) {
    throw usageError(
      "-Y: fields of flows and hosts need the capture twice, and standard input can be read only once; save it to a file first.",
    );
  }
  const { recorder } = await record(command, paths, { catalog: openTables() });
  return recorder.compile({ range: EVERYTHING, filter: text }).filter;
}

async function record(
  command: string,
  paths: readonly string[],
  options: Partial<RecorderOptions>,
): Promise<Recording> {
  const dissector = new FileDissector();
  const recorder = new Recorder({ dissector, ...options });
  let current: CaptureRecord | undefined;
  const problems = await readFiles(command, paths, {
    get packetCount() {
      return recorder.packetCount;
    },
    begin(file) {
      dissector.begin(file, recorder.lastNumber);
      current = new CaptureRecord(recorder, file.name, file.reader);
    },
    take(batch) {
      current?.feed(batch);
      return true;
    },
    end() {
      current?.end();
    },
  });
  return { recorder, problems };
}
