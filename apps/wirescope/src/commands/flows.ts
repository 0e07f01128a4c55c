/** `wirescope flows`: one line per flow; of files in the order of first packets, of history the largest first. */
import {
  type Cell,
  csvLine,
  FLOW_COLUMNS,
  type Flow,
  flowPages,
  type Recorder,
  toFlow,
} from "@wirescope/query";
import { readArguments } from "../arguments.ts";
import { reportProblems } from "../capture-files.ts";
import { ExitStatus, usageError } from "../errors.ts";
import { refuseInputs, writeOctets } from "../octet-file.ts";
import { Output } from "../output.ts";
import { recordFiles } from "../recording.ts";
import { formatBytes, formatDuration } from "../render/quantity.ts";
import { renderTable } from "../render/table.ts";
import { readSelection, SELECTION_OPTIONS, type Selection } from "../selection.ts";

const FORMATS = ["table", "tsv", "json", "csv", "parquet"] as const;
type Format = (typeof FORMATS)[number];

/**
 * Flows that a listing holds at most, about 350 octets each while they are collected; the table grows
 * with what is there. A file with more loses the longest idle ones, and the command says how many.
 */
const FLOW_CAPACITY = 4_194_304;

/** Head of CSV and TSV: a flow's own figures, then those of its health. */
const HEAD: readonly string[] = FLOW_COLUMNS.map(({ name }) => name);

/** The name that stands for standard output. */
const STANDARD_OUTPUT = "-";

/** Flows that are made at once. */
const PAGE_LENGTH = 1000;

export async function flows(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("flows", args, {
    ...SELECTION_OPTIONS,
    format: { type: "string", short: "T" },
    output: { type: "string", short: "o" },
    data: { type: "string" },
  });
  const text = given.value("format") ?? "table";
  const format = FORMATS.find((name) => name === text);
  if (format === undefined) throw usageError(`-T takes ${FORMATS.join(", ")}, not "${text}".`);
  const output = given.value("output");
  const path = output === STANDARD_OUTPUT ? undefined : output;
  if (format === "parquet" && path === undefined) {
    throw usageError("-T parquet is binary: name a file with -o.");
  }
  const selection = readSelection(given);
  const listing = { format, path };
  if (given.operands.length > 0) return listFiles(given.operands, selection, listing);
  const { openPast, pastScope } = await import("../past.ts");
  const past = await openPast(given);
  try {
    await write(listing, flowPages(past, pastScope(selection)));
  } finally {
    await past.close();
  }
  return ExitStatus.Done;
}

interface Listing {
  readonly format: Format;
  /** Standard output if undefined. */
  readonly path: string | undefined;
}

type FlowPages = AsyncIterable<readonly Flow[]>;

async function listFiles(
  paths: readonly string[],
  selection: Selection,
  listing: Listing,
): Promise<ExitStatus> {
  if (listing.path !== undefined) refuseInputs(listing.path, paths);
  const { recorder, problems } = await recordFiles("flows", paths, selection, {
    flowCapacity: FLOW_CAPACITY,
  });
  await write(listing, recordedFlows(recorder));
  const { evicted } = recorder.main.analysis.flows;
  if (evicted > 0) {
    process.stderr.write(
      `wirescope: ${evicted} flows are left out, because a listing holds ${FLOW_CAPACITY}; narrow it with -Y.\n`,
    );
  }
  return reportProblems(problems) ? ExitStatus.Done : ExitStatus.BadInput;
}

async function* recordedFlows({ catalog, main }: Recorder): FlowPages {
  const { analysis } = main;
  let page: Flow[] = [];
  for (let row = 0; row < analysis.flows.size; row += 1) {
    page.push(toFlow(analysis.flowRecord(row), catalog));
    if (page.length < PAGE_LENGTH) continue;
    yield page;
    page = [];
  }
  yield page;
}

async function write({ format, path }: Listing, pages: FlowPages): Promise<void> {
  if (format === "parquet" && path !== undefined) {
    const { writeParquet } = await import("@wirescope/server/parquet");
    await writeOctets(path, writeParquet(pages, FLOW_COLUMNS));
  } else if (path !== undefined) {
    await writeOctets(path, renderFlows(format, pages));
  } else {
    const output = new Output(process.stdout);
    for await (const chunk of renderFlows(format, pages)) {
      await output.write(chunk);
      if (output.closed) break;
    }
    await output.flush();
  }
}

async function* renderFlows(format: Format, pages: FlowPages): AsyncGenerator<string> {
  if (format === "table") {
    const flows: Flow[] = [];
    for await (const page of pages) flows.push(...page);
    yield renderFlowTable(flows);
    return;
  }
  if (format === "csv") yield csvLine(HEAD);
  if (format === "tsv") yield `${HEAD.join("\t")}\n`;
  let separator = "[\n";
  for await (const page of pages) {
    for (const flow of page) {
      if (format === "json") {
        yield `${separator}${JSON.stringify(flow)}`;
        separator = ",\n";
      } else {
        const cells = FLOW_COLUMNS.map(({ read }) => read(flow));
        yield format === "csv" ? csvLine(cells) : `${cells.map(tsvCell).join("\t")}\n`;
      }
    }
  }
  if (format === "json") yield separator === "[\n" ? "[]\n" : "\n]\n";
}

function tsvCell(cell: Cell): string {
  return cell === undefined ? "" : String(cell);
}

function renderFlowTable(rows: readonly Flow[]): string {
  return renderTable(
    [
      { title: "Start" },
      { title: "Duration", align: "right" },
      { title: "Originator", limit: 47 },
      { title: "Responder", limit: 47 },
      { title: "Protocol" },
      { title: "Packets", align: "right" },
      { title: "Out", align: "right" },
      { title: "In", align: "right" },
      { title: "State" },
      { title: "RTT", align: "right" },
      { title: "Again", align: "right" },
      { title: "Name", limit: 60 },
    ],
    rows.map((flow) => [
      flow.firstTimestamp,
      formatDuration(flow.duration),
      endpoint(flow.originator, flow.originatorPort),
      endpoint(flow.responder, flow.responderPort),
      flow.protocolByPort ? `${flow.protocol} (by port)` : flow.protocol,
      String(flow.packetsOut + flow.packetsIn),
      formatBytes(flow.bytesOut),
      formatBytes(flow.bytesIn),
      flow.state,
      roundTrip(flow),
      repeated(flow),
      flow.name ?? "",
    ]),
  );
}

/** The handshake's round trip, or the time that a name server took. */
function roundTrip({ health }: Flow): string {
  const seconds = health?.initialRtt ?? health?.responseTime;
  return seconds === undefined ? "" : formatDuration(seconds);
}

/** Segments that were sent again, both ways; empty where none were. */
function repeated({ health }: Flow): string {
  const count = (health?.retransmissionsOut ?? 0) + (health?.retransmissionsIn ?? 0);
  return count === 0 ? "" : String(count);
}

function endpoint(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
