/** `wirescope flows`: one line per flow, in the order of their first packets. */
import { createWriteStream } from "node:fs";
import type { Writable } from "node:stream";
import { type Flow, type Recorder, toFlow } from "@wirescope/query";
import { readArguments } from "../arguments.ts";
import { reportProblems } from "../capture-files.ts";
import { CommandError, ExitStatus, usageError } from "../errors.ts";
import { Output } from "../output.ts";
import { recordFiles } from "../recording.ts";
import { csvRecord } from "../render/csv.ts";
import { formatBytes, formatDuration } from "../render/quantity.ts";
import { renderTable } from "../render/table.ts";

const FORMATS = ["table", "tsv", "json", "csv", "parquet"] as const;
type Format = (typeof FORMATS)[number];

/**
 * Flows that a listing holds at most, about 150 octets each while they are collected; the table grows
 * with what is there. A file with more loses the longest idle ones, and the command says how many.
 */
const FLOW_CAPACITY = 4_194_304;

const COLUMNS = [
  "firstTimestamp",
  "lastTimestamp",
  "duration",
  "transport",
  "originator",
  "originatorPort",
  "responder",
  "responderPort",
  "vlan",
  "protocol",
  "protocolByPort",
  "name",
  "state",
  "packetsOut",
  "packetsIn",
  "bytesOut",
  "bytesIn",
  "payloadOut",
  "payloadIn",
] as const satisfies readonly (keyof Flow)[];

export async function flows(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("flows", args, {
    filter: { type: "string", short: "Y" },
    format: { type: "string", short: "T" },
    output: { type: "string", short: "o" },
  });
  const text = given.value("format") ?? "table";
  const format = FORMATS.find((name) => name === text);
  if (format === undefined) throw usageError(`-T takes ${FORMATS.join(", ")}, not "${text}".`);
  const path = given.value("output");
  if (format === "parquet" && path === undefined) {
    throw usageError("-T parquet is binary: name a file with -o.");
  }
  const filter = given.value("filter") ?? "";
  const { recorder, problems } = await recordFiles("flows", given.operands, filter, {
    flowCapacity: FLOW_CAPACITY,
  });
  if (format === "parquet" && path !== undefined) {
    const { writeFlowsParquet } = await import("../render/flows-parquet.ts");
    await writeFlowsParquet(path, [...readFlows(recorder)]);
  } else {
    await writeText(format, recorder, path);
  }
  const { evicted } = recorder.main.analysis.flows;
  if (evicted > 0) {
    process.stderr.write(
      `wirescope: ${evicted} flows are left out, because a listing holds ${FLOW_CAPACITY}; narrow it with -Y.\n`,
    );
  }
  return reportProblems(problems) ? ExitStatus.Done : ExitStatus.BadInput;
}

function* readFlows(recorder: Recorder): Generator<Flow> {
  const { analysis } = recorder.main;
  for (let row = 0; row < analysis.flows.size; row += 1) yield toFlow(analysis.flowRecord(row));
}

async function writeText(
  format: Format,
  recorder: Recorder,
  path: string | undefined,
): Promise<void> {
  const stream = path === undefined ? process.stdout : await openOutput(path);
  const output = new Output(stream);
  for (const chunk of renderFlows(format, recorder)) {
    await output.write(chunk);
    if (output.closed) break;
  }
  await output.flush();
  if (path !== undefined) await finish(stream);
}

function* renderFlows(format: Format, recorder: Recorder): Generator<string> {
  if (format === "table") {
    yield renderFlowTable([...readFlows(recorder)]);
    return;
  }
  if (format === "csv") yield csvRecord(COLUMNS);
  if (format === "tsv") yield `${COLUMNS.join("\t")}\n`;
  let separator = "[\n";
  for (const flow of readFlows(recorder)) {
    if (format === "json") {
      yield `${separator}${JSON.stringify(flow)}`;
      separator = ",\n";
    } else {
      const cells = COLUMNS.map((column) => cell(flow[column]));
      yield format === "csv" ? csvRecord(cells) : `${cells.join("\t")}\n`;
    }
  }
  if (format === "json") yield separator === "[\n" ? "[]\n" : "\n]\n";
}

function cell(value: Flow[(typeof COLUMNS)[number]]): string | number {
  if (typeof value === "number") return value;
  return value === undefined ? "" : String(value);
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
      flow.name ?? "",
    ]),
  );
}

function endpoint(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

function openOutput(path: string): Promise<Writable> {
  const stream = createWriteStream(path);
  return new Promise((resolve, reject) => {
    stream.once("open", () => resolve(stream));
    stream.once("error", (cause) => {
      reject(
        new CommandError("COMMAND_OUTPUT", `${path} can't be written: ${cause.message}.`, {
          cause,
        }),
      );
    });
  });
}

function finish(stream: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.end(() => resolve());
    stream.once("error", reject);
  });
}
