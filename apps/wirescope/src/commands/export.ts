/**
 * `wirescope export`: packets into a file, from capture files, from the Wirescope that serves the data
 * directory, or from what one has kept there.
 */
import { extname, join } from "node:path";
import { openCatalog, readCatalogFiles } from "@wirescope/catalog-files";
import {
  type ExportColumn,
  PACKET_COLUMNS,
  type PacketRow,
  packetDataPages,
  packetPages,
  type RawPacket,
  writeCapture,
  writeTable,
} from "@wirescope/query";
import { KeptPackets, PacketDisk } from "@wirescope/store";
import { readArguments } from "../arguments.ts";
import { reportProblems } from "../capture-files.ts";
import { dataDirectoryOf } from "../data-directory.ts";
import { CommandError, ExitStatus, usageError } from "../errors.ts";
import { rawPages, rowPages } from "../file-packets.ts";
import { LaterHistory } from "../later-history.ts";
import { refuseInputs, writeOctets } from "../octet-file.ts";
import { compileSelection } from "../recording.ts";
import { findServer, type RunningServer } from "../running-server.ts";
import { rangeOf, readSelection, SELECTION_OPTIONS, type Selection } from "../selection.ts";

const FORMATS = ["pcapng", "csv", "json", "parquet"] as const;
type Format = (typeof FORMATS)[number];

const SUBJECTS = ["packets", "flows", "top", "usage"] as const;
type Subject = (typeof SUBJECTS)[number];

/** Without a range a server means the capture that is running; all that is kept is meant here. */
const BEGINNING = "1970-01-01T00:00:00Z";

interface Order {
  readonly subject: Subject;
  readonly format: Format;
  readonly path: string;
  readonly selection: Selection;
}

export async function exportPackets(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("export", args, {
    output: { type: "string", short: "o" },
    of: { type: "string" },
    data: { type: "string" },
    ...SELECTION_OPTIONS,
  });
  const path = given.value("output");
  const format = FORMATS.find((name) => `.${name}` === extname(path ?? "").toLowerCase());
  if (path === undefined || format === undefined) {
    const endings = FORMATS.map((name) => `.${name}`).join(", ");
    throw usageError(`Name the file to write with -o; its ending is one of ${endings}.`);
  }
  const text = given.value("of") ?? "packets";
  const subject = SUBJECTS.find((name) => name === text);
  if (subject === undefined) throw usageError(`--of takes ${SUBJECTS.join(", ")}, not "${text}".`);
  if (format === "pcapng" && subject !== "packets") {
    throw usageError("A pcapng file holds packets only; write a table as .csv, .json or .parquet.");
  }
  const order = { subject, format, path, selection: readSelection(given) };
  if (given.operands.length > 0) return exportFiles(order, given.operands);
  const directory = dataDirectoryOf(given);
  const server = await findServer(directory);
  if (server === undefined) await exportKept(order, directory);
  else await exportServed(order, server);
  return ExitStatus.Done;
}

async function exportFiles(order: Order, paths: readonly string[]): Promise<ExitStatus> {
  if (order.subject !== "packets") {
    throw usageError(
      'Of files, packets are exported; flows are printed by "wirescope flows -o OUT".',
    );
  }
  refuseInputs(order.path, paths);
  const problems: string[] = [];
  const filter = await compileSelection("export", paths, order.selection);
  const source = { command: "export", paths, filter, problems };
  await writePackets(order, { raw: () => rawPages(source), rows: () => rowPages(source) });
  return reportProblems(problems) ? ExitStatus.Done : ExitStatus.BadInput;
}

/** The server has the history open, and what is in memory. */
async function exportServed(order: Order, server: RunningServer): Promise<void> {
  const { subject, format, path, selection } = order;
  const { from = subject === "packets" ? BEGINNING : undefined } = selection;
  const { body } = await server.get("/export", { of: subject, format, ...selection, from });
  await writeOctets(path, body ?? []);
}

async function exportKept(order: Order, directory: string): Promise<void> {
  if (order.subject !== "packets") {
    throw new CommandError(
      "COMMAND_INPUT",
      `No Wirescope serves ${directory} now, and without one only packets can be exported; start it, or leave --of out.`,
    );
  }
  const disk = new PacketDisk({ directory: join(directory, "packets"), budget: undefined });
  disk.open();
  if (disk.lastNumber === 0) {
    throw new CommandError(
      "COMMAND_INPUT",
      `No packets are kept in ${directory}; start Wirescope with --keep-packets, or name a capture file.`,
    );
  }
  const catalog = readCatalogFiles();
  const past = new LaterHistory(directory, catalog);
  const kept = new KeptPackets(disk, { past, catalog: openCatalog(catalog) });
  const range = rangeOf(order.selection, BigInt(Date.now()) * 1_000_000n);
  const scope = { range, filter: order.selection.filter };
  try {
    const { coverage } = await kept.packets({
      ...{ ...scope, cursor: undefined, direction: "forward", limit: 1 },
    });
    if (coverage.kind === "none") throw new CommandError("COMMAND_INPUT", coverage.note ?? "");
    await writePackets(order, {
      raw: () => packetDataPages(kept, scope),
      rows: () => packetPages(kept, scope),
    });
  } finally {
    await past.close();
  }
}

interface PacketPages {
  readonly raw: () => AsyncIterable<readonly RawPacket[]>;
  readonly rows: () => AsyncIterable<readonly PacketRow[]>;
}

async function writePackets({ format, path }: Order, pages: PacketPages): Promise<void> {
  const columns: readonly ExportColumn<PacketRow>[] = PACKET_COLUMNS;
  switch (format) {
    case "pcapng":
      return writeOctets(path, writeCapture(pages.raw(), {}));
    case "parquet": {
      const { writeParquet } = await import("@wirescope/server/parquet");
      return writeOctets(path, writeParquet(pages.rows(), columns));
    }
    default:
      return writeOctets(path, writeTable(pages.rows(), format, columns));
  }
}
