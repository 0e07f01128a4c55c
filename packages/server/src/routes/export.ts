/** Everything of a scope as one file. */
import {
  type ExportColumn,
  FLOW_COLUMNS,
  flowPages,
  PACKET_COLUMNS,
  packetDataPages,
  packetPages,
  type Session,
  TOP_COLUMNS,
  topPages,
  USAGE_COLUMNS,
  usagePages,
  viewComment,
  writeCapture,
  writeTable,
} from "@wirescope/query";
import { streamOctets } from "../octet-stream.ts";
import { BadValue, type Parameter, type ParameterValues } from "../parameter.ts";
import { ProblemError, problem } from "../problem.ts";
import type { Route } from "../route.ts";
import { choice, LIMIT, METRIC, rangeOf, SCOPE, scopeOf, TOP_BY } from "../scope.ts";
import { PERIOD, TIME_ZONE } from "./history.ts";

const SUBJECTS = ["packets", "flows", "top", "usage"] as const;
type Subject = (typeof SUBJECTS)[number];

const FORMATS = ["csv", "json", "parquet", "pcapng"] as const;
type Format = (typeof FORMATS)[number];

const TYPES: Readonly<Record<Format, string>> = {
  csv: "text/csv; charset=utf-8; header=present",
  json: "application/json",
  parquet: "application/vnd.apache.parquet",
  pcapng: "application/x-pcapng",
};

const OF: Parameter<Subject> = choice(
  "of",
  "Packets that are held, flows, a ranking (by, metric and limit are its), or the usage of devices (period and timeZone are its).",
  SUBJECTS,
  "packets",
);

const FORMAT: Parameter<Format> = choice(
  "format",
  "CSV with a header line, one JSON array, Parquet; of packets also pcapng.",
  FORMATS,
  "csv",
);

/** Parameters that say something of one subject only. */
const OWN_PARAMETERS: readonly [Subject, readonly Parameter<unknown>[]][] = [
  ["top", [TOP_BY, METRIC, LIMIT]],
  ["usage", [PERIOD, TIME_ZONE]],
];

/**
 * A limit that is left out of account must not save everything.
 *
 * @throws ProblemError 400.
 */
function requireOwn(values: ParameterValues): void {
  for (const [subject, parameters] of OWN_PARAMETERS) {
    const stray = parameters.find((parameter) => values.isGiven(parameter));
    if (stray === undefined || values.get(OF) === subject) continue;
    const { name } = stray;
    const detail = `The parameter ${JSON.stringify(name)} is for of=${subject} only.`;
    throw new ProblemError(problem(400, "HTTP_BAD_PARAMETER", detail, { parameter: name }));
  }
}

const MAX_VIEW_LENGTH = 4096;

const VIEW: Parameter<string> = {
  name: "view",
  in: "query",
  description: "Query of the page's address, which a pcapng file carries as a comment.",
  schema: { type: "string", maxLength: MAX_VIEW_LENGTH, default: "" },
  read: (text = "") => {
    if (text.length <= MAX_VIEW_LENGTH) return text;
    throw new BadValue("HTTP_BAD_PARAMETER", `is longer than ${MAX_VIEW_LENGTH} characters`);
  },
};

function octetsOf(
  values: ParameterValues,
  session: Session,
  format: Format,
): AsyncGenerator<Uint8Array> {
  const scope = scopeOf(values);
  switch (values.get(OF)) {
    case "packets":
      return format === "pcapng"
        ? capture(values, session)
        : table(packetPages(session, scope), PACKET_COLUMNS, format);
    case "flows":
      return table(flowPages(session, scope), FLOW_COLUMNS, format);
    case "top": {
      const question = {
        by: values.get(TOP_BY),
        metric: values.get(METRIC),
        limit: values.get(LIMIT),
      };
      return table(topPages(session, { ...scope, ...question }), TOP_COLUMNS, format);
    }
    case "usage": {
      const question = { period: values.get(PERIOD), timeZone: values.get(TIME_ZONE) };
      const pages = usagePages(session, { range: rangeOf(values), ...question });
      return table(pages, USAGE_COLUMNS, format);
    }
  }
}

function capture(values: ParameterValues, session: Session): AsyncGenerator<Uint8Array> {
  const view = values.get(VIEW);
  const header = view === "" ? {} : { comment: viewComment(view) };
  return writeCapture(packetDataPages(session, scopeOf(values)), header);
}

/** @throws ProblemError for pcapng, which holds packets only. */
async function* table<Row extends object>(
  pages: AsyncIterable<readonly Row[]>,
  columns: readonly ExportColumn<Row>[],
  format: Format,
): AsyncGenerator<Uint8Array> {
  switch (format) {
    case "csv":
    case "json":
      yield* writeTable(pages, format, columns);
      return;
    case "parquet": {
      const { writeParquet } = await import("../parquet.ts");
      yield* writeParquet(pages, columns);
      return;
    }
    case "pcapng":
      throw new ProblemError(
        problem(400, "HTTP_BAD_PARAMETER", "The format pcapng is for packets only.", {
          parameter: "format",
        }),
      );
  }
}

export const EXPORT_ROUTE: Route = {
  method: "GET",
  path: "/api/v1/export",
  summary: "All packets, flows, members of a ranking or devices in the scope, as a file.",
  parameters: [...SCOPE, OF, FORMAT, VIEW, TOP_BY, METRIC, LIMIT, PERIOD, TIME_ZONE],
  answer: {
    status: 200,
    description:
      "PacketRow, Flow, Ranked or DeviceUsage rows, in the order of the packets or the largest first; or the packets themselves.",
    content: {
      "text/csv": { type: "string" },
      "application/json": { type: "array", items: { type: "object" } },
      [TYPES.parquet]: { type: "string", contentEncoding: "binary" },
      [TYPES.pcapng]: { type: "string", contentEncoding: "binary" },
    },
  },
  problems: [404],
  handle: async (values, { session }) => {
    requireOwn(values);
    const format = values.get(FORMAT);
    return new Response(await streamOctets(octetsOf(values, session, format)), {
      headers: {
        "Content-Type": TYPES[format],
        "Content-Disposition": `attachment; filename="wirescope-${values.get(OF)}.${format}"`,
      },
    });
  },
};
