/** Everything of a scope as one file. */
import type { Flow, PacketRow, Ranked, Scope, Session } from "@wirescope/query";
import type { Parameter, ParameterValues } from "../parameter.ts";
import type { Route } from "../route.ts";
import { ROW_TYPES, type RowFormat, streamRows } from "../row-stream.ts";
import { choice, LIMIT, METRIC, SCOPE, scopeOf, TOP_BY } from "../scope.ts";

type Subject = "packets" | "flows" | "top";

/** Rows asked for at once. */
const PAGE_LENGTH = 1000;

const OF: Parameter<Subject> = choice(
  "of",
  "Packets that are held, flows, or a ranking; by, metric and limit are the ranking's.",
  ["packets", "flows", "top"],
  "packets",
);

const FORMAT: Parameter<RowFormat> = choice(
  "format",
  "CSV with a header line, or one JSON array.",
  ["csv", "json"],
  "csv",
);

const PACKET_COLUMNS = [
  "number",
  "timestamp",
  "interface",
  "source",
  "destination",
  "protocol",
  "length",
  "capturedLength",
  "info",
] as const satisfies readonly (keyof PacketRow)[];

const FLOW_COLUMNS = [
  "id",
  "protocol",
  "transport",
  "vlan",
  "originator",
  "originatorPort",
  "responder",
  "responderPort",
  "name",
  "state",
  "firstTimestamp",
  "lastTimestamp",
  "duration",
  "packetsOut",
  "packetsIn",
  "bytesOut",
  "bytesIn",
  "communityId",
] as const satisfies readonly (keyof Flow)[];

const TOP_COLUMNS = [
  "label",
  "name",
  "packets",
  "bytes",
  "flows",
  "bytesIn",
  "filter",
] as const satisfies readonly (keyof Ranked)[];

/** Pages of the packets that are held now; those that come meanwhile are not waited for. */
async function* packetPages(session: Session, scope: Scope): AsyncGenerator<readonly PacketRow[]> {
  let cursor: number | undefined;
  let last: number | undefined;
  do {
    const page = await session.packets({
      ...scope,
      cursor,
      direction: "forward",
      limit: PAGE_LENGTH,
    });
    last ??= page.held.last;
    const end = last;
    yield page.packets.filter(({ number }) => number <= end);
    cursor = page.cursor;
  } while (cursor !== undefined && cursor < last);
}

async function* flowPages(session: Session, scope: Scope): AsyncGenerator<readonly Flow[]> {
  let cursor: string | undefined;
  do {
    const page = await session.flows({ ...scope, sort: "bytes", cursor, limit: PAGE_LENGTH });
    yield page.flows;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

async function* topPage(
  session: Session,
  values: ParameterValues,
): AsyncGenerator<readonly Ranked[]> {
  const { rows } = await session.top({
    ...scopeOf(values),
    by: values.get(TOP_BY),
    metric: values.get(METRIC),
    limit: values.get(LIMIT),
  });
  yield rows;
}

function stream(values: ParameterValues, session: Session): Promise<ReadableStream<Uint8Array>> {
  const format = values.get(FORMAT);
  const scope = scopeOf(values);
  switch (values.get(OF)) {
    case "packets":
      return streamRows(packetPages(session, scope), format, PACKET_COLUMNS);
    case "flows":
      return streamRows(flowPages(session, scope), format, FLOW_COLUMNS);
    case "top":
      return streamRows(topPage(session, values), format, TOP_COLUMNS);
  }
}

export const EXPORT_ROUTE: Route = {
  method: "GET",
  path: "/api/v1/export",
  summary: "All packets, flows or members of a ranking in the scope, as a file.",
  parameters: [...SCOPE, OF, FORMAT, TOP_BY, METRIC, LIMIT],
  answer: {
    status: 200,
    description:
      "PacketRow, Flow or Ranked rows, in the order of the packets or the largest first.",
    content: {
      "text/csv": { type: "string" },
      "application/json": { type: "array", items: { type: "object" } },
    },
  },
  problems: [],
  handle: async (values, { session }) => {
    const format = values.get(FORMAT);
    return new Response(await stream(values, session), {
      headers: {
        "Content-Type": ROW_TYPES[format],
        "Content-Disposition": `attachment; filename="wirescope-${values.get(OF)}.${format}"`,
      },
    });
  },
};
