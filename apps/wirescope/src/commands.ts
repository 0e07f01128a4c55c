/** The subcommands, each loaded only when it runs, and their help. */
import type { ExitStatus } from "./errors.ts";

export interface Command {
  readonly name: string;
  /** What follows the name on a help line. */
  readonly usage: string;
  readonly summary: string;
  /** Lines of option help, without indentation. */
  readonly options: readonly string[];
  run(args: readonly string[]): Promise<ExitStatus>;
}

const SERVE_OPTIONS = [
  "--port N          port of the dashboard (default 9473, or the next free one)",
  "--host ADDR       address to listen on (default 127.0.0.1; any other needs a token and prints it)",
  "--token TOKEN     the token for another address than loopback (default: a new random one)",
  "--no-open         do not open a browser",
  "--places FILE     countries and networks from your own .mmdb file; repeat for several",
] as const;

const DATA_OPTION = "--data DIR        where history is kept (default: the user's data directory)";

const HISTORY_OPTIONS = [
  DATA_OPTION,
  "--no-history      keep nothing for later",
  "--history-size S  of history on disk, 2GB by default; the oldest goes first",
  "--history-days N  days that flows are kept by the minute (default 30)",
  "--keep-packets S  keep the packets themselves on disk as well, up to S, such as 10GB",
] as const;

const CAPTURE_OPTIONS = [
  "-i IFACE          interface; repeat for several (default: the one of the default route)",
  "-f FILTER         capture filter, libpcap's syntax",
  "--snaplen N       octets kept per packet, 1 to 262144 (default 262144)",
  "--no-promisc      leave the interface out of promiscuous mode",
  "--backend NAME    ring, libpcap or pipe (default: the first that works)",
] as const;

const STORE_OPTION =
  "--store URL       clickhouse://user@host:8123/database[?cluster=NAME], or clickhouses: for TLS";

const PASSWORD_NOTE = "                  the password is in the URL or in WIRESCOPE_STORE_PASSWORD";

const SENSOR_OPTION =
  "--sensor NAME     what this one is called in the store (default: the host's name)";

const READ_OPTIONS = [
  "-Y FILTER         display filter, Wireshark's syntax",
  "--from T          from this time on: 2026-03-01T12:00:00Z, or -15m for 15 minutes before the end",
  "--to T            up to this time",
] as const;

export const COMMANDS: readonly Command[] = [
  {
    name: "live",
    usage: "[-i IFACE]... [-f CAPTURE_FILTER] [options]",
    summary: "capture and open the dashboard (what happens without a command)",
    options: [
      ...CAPTURE_OPTIONS,
      ...HISTORY_OPTIONS,
      STORE_OPTION,
      PASSWORD_NOTE,
      SENSOR_OPTION,
      ...SERVE_OPTIONS,
    ],
    run: async (args) => (await import("./commands/live.ts")).live(args),
  },
  {
    name: "open",
    usage: "FILE... [options]",
    summary: "dashboard on capture files; - is standard input",
    options: [...SERVE_OPTIONS],
    run: async (args) => (await import("./commands/open.ts")).open(args),
  },
  {
    name: "demo",
    usage: "[options]",
    summary: "dashboard on a generated sample, replayed as if live; needs no permission",
    options: [...SERVE_OPTIONS],
    run: async (args) => (await import("./commands/demo.ts")).demo(args),
  },
  {
    name: "sensor",
    usage: "--store URL [--sensor NAME] [-i IFACE]... [-f CAPTURE_FILTER] [options]",
    summary: "capture without a dashboard, into a store that several share",
    options: [
      STORE_OPTION,
      PASSWORD_NOTE,
      SENSOR_OPTION,
      ...CAPTURE_OPTIONS,
      "--data DIR        for minutes that wait while the store is away (default: the user's)",
      "--places FILE     countries and networks from your own .mmdb file; repeat for several",
    ],
    run: async (args) => (await import("./commands/sensor.ts")).sensor(args),
  },
  {
    name: "serve",
    usage: "--store URL [options]",
    summary: "dashboard on such a store; captures nothing",
    options: [STORE_OPTION, PASSWORD_NOTE, ...SERVE_OPTIONS],
    run: async (args) => (await import("./commands/serve.ts")).serve(args),
  },
  {
    name: "summary",
    usage: "[FILE...] [--json] [-Y FILTER] [--from T] [--to T]",
    summary:
      "totals, protocols, talkers and a timeline of capture files; without a FILE, of history",
    options: ["--json            the whole answer as JSON", DATA_OPTION, ...READ_OPTIONS],
    run: async (args) => (await import("./commands/summary.ts")).summary(args),
  },
  {
    name: "packets",
    usage: "FILE... [-Y FILTER] [-T FORMAT] [-e FIELD]... [-c COUNT]",
    summary: "one line per packet",
    options: [
      ...READ_OPTIONS,
      "-T FORMAT         table, tsv (also called fields), json or csv (default table)",
      "-e FIELD          a field by Wireshark's name; repeat for several columns",
      "-E header=y|n     print the names of the fields first (default n)",
      "-E aggregator=C   between repeats of a field in one packet (default ,)",
      "-E occurrence=W   f first, l last or a all repeats (default a)",
      "-E separator=C    between the fields of a row (default a tab for tsv)",
      "-E quote=W        around fields: d double, s single or n no quotes (default n)",
      "-c COUNT          read at most COUNT packets",
    ],
    run: async (args) => (await import("./commands/packets.ts")).packets(args),
  },
  {
    name: "flows",
    usage: "[FILE...] [-Y FILTER] [--from T] [--to T] [-T FORMAT] [-o OUT]",
    summary: "one line per flow of capture files; without a FILE, of history",
    options: [
      DATA_OPTION,
      ...READ_OPTIONS,
      "-T FORMAT         table, tsv, json, csv or parquet (default table)",
      "-o OUT            write to OUT instead of standard output",
    ],
    run: async (args) => (await import("./commands/flows.ts")).flows(args),
  },
  {
    name: "export",
    usage: "-o OUT [-Y FILTER] [--from T] [--to T] [FILE...]",
    summary:
      "packets into a pcapng, CSV, JSON or Parquet file; without a FILE, those that are kept",
    options: [
      "-o OUT            OUT.pcapng, .csv, .json or .parquet",
      "--of WHAT         packets, flows, top or usage; of files packets only (default packets)",
      DATA_OPTION,
      ...READ_OPTIONS,
    ],
    run: async (args) => (await import("./commands/export.ts")).exportPackets(args),
  },
  {
    name: "interfaces",
    usage: "[--json]",
    summary: "the interfaces of this machine",
    options: ["--json            as JSON"],
    run: async (args) => (await import("./commands/interfaces.ts")).interfaces(args),
  },
  {
    name: "doctor",
    usage: "",
    summary: "what this machine can do, and the line that mends what it can't",
    options: [],
    run: async (args) => (await import("./commands/doctor.ts")).doctor(args),
  },
];

export function generalHelp(): string {
  const width = Math.max(...COMMANDS.map((command) => command.name.length));
  const lines = COMMANDS.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return [
    "Usage: wirescope [COMMAND] [options]",
    "",
    "Shows what your network is doing: live, or from capture files.",
    "",
    ...lines,
    "",
    '"wirescope COMMAND --help" lists the options of a command.',
    "Exit status: 0 done, 1 the input was bad, 2 wrong usage.",
  ].join("\n");
}

export function commandHelp(command: Command): string {
  const options = command.options.map((line) => `  ${line}`);
  return [
    `Usage: wirescope ${command.name} ${command.usage}`.trimEnd(),
    "",
    `${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.`,
    ...(options.length === 0 ? [] : ["", ...options]),
  ].join("\n");
}
