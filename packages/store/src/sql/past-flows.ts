/** Pages of flows of the past: the slices of a flow in the range, put together. */
import type { FlowRecord, FlowStateName } from "@wirescope/analysis";
import {
  type Flow,
  type FlowHealth,
  type FlowSort,
  type FlowsPage,
  formatTimestamp,
  fromUnixNanos,
  HEALTH_FIELDS,
  parseFlowCursor,
  toFlow,
} from "@wirescope/query";
import { FLOW_NUMBER } from "./flow-number.ts";
import { ask, type Row, toNanos, toNumber, toText } from "./history-engine.ts";
import { FLOW_COLUMNS, flowCount, matchingSlices } from "./matching-slices.ts";
import { HOUR, type MinuteRange } from "./minute-range.ts";
import { coverageOf } from "./past-coverage.ts";
import { isHeld, type PastScope } from "./past-scope.ts";
import { protocolCode } from "./past-top.ts";
import { identifier, joinSql, number, type Sql, sql } from "./sql.ts";
import { readAddress } from "./stored-address.ts";

/** Slices that are put together for one listing; the newest of the range. */
const SLICE_LIMIT = 1_000_000;

export interface FlowsRequest {
  readonly sort: FlowSort;
  readonly cursor: string | undefined;
  readonly limit: number;
}

const IS_FLOW = sql`flow > 0`;

export async function pastFlows(scope: PastScope, request: FlowsRequest): Promise<FlowsPage> {
  const cursor = parseFlowCursor(request.cursor);
  if (!isHeld(scope)) {
    return { flows: [], total: 0, cursor: undefined, coverage: coverageOf(scope) };
  }
  const range = await listedRange(scope);
  const rows = await ask(scope.engine, pageSql(scope, range, request, cursor));
  const shown = rows.slice(0, request.limit);
  const last = shown.at(-1);
  const isCut = range.from > scope.range.from;
  const remark = `flows are listed from ${formatTimestamp(range.from, 0)} on, narrow the range for earlier ones`;
  return {
    flows: await readFlows(scope, range, shown),
    total: toNumber(rows[0]?.["total"] ?? (await countAll(scope, range))),
    cursor:
      rows.length > shown.length && last !== undefined
        ? `${toNumber(last["value"])}:${toNumber(last["id"])}`
        : undefined,
    coverage: coverageOf(scope, scope.held, "minute", { cut: isCut ? remark : undefined }),
  };
}

/** The newest part of the range that has few enough slices to be listed. */
async function listedRange(scope: PastScope): Promise<MinuteRange> {
  const { range, held } = scope;
  if (held.slices <= SLICE_LIMIT) return range;
  const rows = await ask(
    scope.engine,
    sql`SELECT minute - minute % ${number(HOUR)} AS hour, count(*) AS n
      FROM ${matchingSlices(scope, ["minute"], range, IS_FLOW)} GROUP BY 1 ORDER BY 1 DESC`,
  );
  let slices = 0;
  for (const row of rows) {
    slices += toNumber(row["n"]);
    if (slices <= SLICE_LIMIT) continue;
    const next = toNumber(row["hour"]) + HOUR;
    return { from: Math.min(next, range.to - HOUR), to: range.to };
  }
  return range;
}

/** What flows are sorted by, as a whole number that a double holds. */
const VALUES: Readonly<Record<FlowSort, Sql>> = {
  bytes: sql`sum(sent_bytes + back_bytes)`,
  packets: sql`sum(sent_packets + back_packets)`,
  start: sql`CAST(min(first) / 1000 AS BIGINT)`,
  last: sql`CAST(max(last) / 1000 AS BIGINT)`,
  duration: sql`CAST((max(last) - min(first)) / 1000 AS BIGINT)`,
};

function pageSql(
  scope: PastScope,
  range: MinuteRange,
  { sort, limit }: FlowsRequest,
  cursor: ReturnType<typeof parseFlowCursor>,
): Sql {
  const slices = matchingSlices(scope, [...FLOW_COLUMNS, "first", "last"], range, IS_FLOW);
  const after =
    cursor === undefined
      ? sql``
      : sql`WHERE value < ${number(cursor.value)} OR (value = ${number(cursor.value)} AND id > ${number(cursor.id)})`;
  return sql`SELECT * FROM (
      SELECT sensor, run, flow, id, value, count(*) OVER () AS total FROM (
        SELECT sensor, run, flow, ${FLOW_NUMBER} AS id, ${VALUES[sort]} AS value FROM ${slices} GROUP BY sensor, run, flow
      ) AS g
    ) AS t ${after} ORDER BY value DESC, id LIMIT ${number(limit + 1)}`;
}

/** All flows, where a page behind the last one has no row that tells. */
async function countAll(scope: PastScope, range: MinuteRange): Promise<number> {
  const part = { ...scope, range };
  const [row = {}] = await ask(
    scope.engine,
    sql`SELECT ${flowCount(part)} AS n FROM ${matchingSlices(part, FLOW_COLUMNS, range, IS_FLOW)}`,
  );
  return toNumber(row["n"]);
}

/** Counters beside packets and octets, by the name of the answer. */
const HEALTH_COLUMNS = {
  retransmissionsOut: "retransmissions_out",
  retransmissionsIn: "retransmissions_in",
  outOfOrderOut: "out_of_order_out",
  outOfOrderIn: "out_of_order_in",
  duplicateAcksOut: "duplicate_acks_out",
  duplicateAcksIn: "duplicate_acks_in",
  zeroWindowsOut: "zero_windows_out",
  zeroWindowsIn: "zero_windows_in",
  gapsOut: "gaps_out",
  gapsIn: "gaps_in",
  resetsOut: "resets_out",
  resetsIn: "resets_in",
} as const satisfies Partial<Record<keyof FlowHealth, string>>;

const RTT_COLUMNS = {
  initialRtt: "initial_rtt",
  rttOut: "rtt_out",
  rttIn: "rtt_in",
} as const satisfies Partial<Record<keyof FlowHealth, string>>;

/** The same in all slices of a flow. */
const FIXED = [
  ...["ip_version", "ip_protocol", "vlan", "tunnel", "originator_port", "responder_port"],
  ...["icmp_type", "icmp_identifier"],
] as const;
/** As they are known in the flow's last minute. */
const LATEST = [
  ...["protocol", "protocol_by_port", "application", "category", "name", "state"],
  ...Object.values(RTT_COLUMNS),
] as const;
const SUMMED = ["payload_out", "payload_in", ...Object.values(HEALTH_COLUMNS)] as const;

async function readFlows(
  scope: PastScope,
  range: MinuteRange,
  page: readonly Row[],
): Promise<readonly Flow[]> {
  if (page.length === 0) return [];
  const numbers = [...new Set(page.map((row) => toNumber(row["flow"])))];
  const isListed = sql`flow IN (${joinSql(numbers.map(number), ", ")})`;
  const columns = ["minute", "originator", "responder", "first", "last", ...FLOW_COLUMNS];
  const slices = matchingSlices(
    scope,
    [...new Set([...columns, ...FIXED, ...LATEST, ...SUMMED])],
    range,
    isListed,
  );
  const called = (name: string): Sql => sql`AS ${identifier(`f_${name}`)}`;
  const list = joinSql(
    [
      ...FIXED.map((name) => sql`min(${identifier(name)}) ${called(name)}`),
      ...LATEST.map((name) => sql`argMax(${identifier(name)}, minute) ${called(name)}`),
      ...SUMMED.map((name) => sql`sum(${identifier(name)}) ${called(name)}`),
    ],
    ", ",
  );
  const rows = await ask(
    scope.engine,
    sql`SELECT ${FLOW_NUMBER} AS id, sensor, hex(min(originator)) AS f_originator, hex(min(responder)) AS f_responder,
        min(first) AS f_first, max(last) AS f_last, sum(sent_packets) AS f_packets_out, sum(back_packets) AS f_packets_in,
        sum(sent_bytes) AS f_bytes_out, sum(back_bytes) AS f_bytes_in, ${list}
      FROM ${slices} GROUP BY sensor, run, flow`,
  );
  const keyOf = (row: Row): string => `${toText(row["id"])}/${toText(row["sensor"])}`;
  const found = new Map(rows.map((row) => [keyOf(row), row]));
  return page.flatMap((row) => {
    const whole = found.get(keyOf(row));
    return whole === undefined ? [] : [toPastFlow(whole)];
  });
}

function toPastFlow(row: Row): Flow {
  const count = (name: string): number => toNumber(row[`f_${name}`]);
  const known = (name: string): number | undefined => (count(name) < 0 ? undefined : count(name));
  const label = (name: string): string | undefined => toText(row[`f_${name}`]) || undefined;
  const first = fromUnixNanos(toNanos(row["f_first"]));
  const last = fromUnixNanos(toNanos(row["f_last"]));
  const originator = readAddress(toText(row["f_originator"]));
  const responder = readAddress(toText(row["f_responder"]));
  const tunnel = label("tunnel");
  const record: FlowRecord = {
    row: 0,
    id: toNumber(row["id"]),
    protocol: protocolCode(label("protocol") ?? ""),
    protocolByPort: count("protocol_by_port") === 1,
    ipVersion: count("ip_version") === 6 ? 6 : 4,
    ipProtocol: count("ip_protocol"),
    vlan: known("vlan"),
    tunnel: tunnel === undefined ? undefined : protocolCode(tunnel),
    originator: originator.text,
    originatorWords: originator.words,
    originatorPort: known("originator_port"),
    responder: responder.text,
    responderWords: responder.words,
    responderPort: known("responder_port"),
    servicePort: undefined,
    icmpType: known("icmp_type"),
    icmpIdentifier: known("icmp_identifier"),
    name: label("name"),
    application: -1,
    state: (label("state") ?? "active") as FlowStateName,
    firstSeconds: first.seconds,
    firstNanoseconds: first.nanoseconds,
    lastSeconds: last.seconds,
    lastNanoseconds: last.nanoseconds,
    packetsOut: count("packets_out"),
    packetsIn: count("packets_in"),
    bytesOut: count("bytes_out"),
    bytesIn: count("bytes_in"),
    payloadOut: count("payload_out"),
    payloadIn: count("payload_in"),
    health: undefined,
  };
  return {
    ...toFlow(record, undefined),
    protocol: label("protocol") ?? "",
    application: label("application") ?? "",
    category: label("category") ?? "",
    health: record.ipProtocol === TCP ? tcpHealth(count) : undefined,
  };
}

const TCP = 6;
const MICROSECONDS = 1e6;

const UNKNOWN = Object.fromEntries(HEALTH_FIELDS.map((name) => [name, undefined])) as Record<
  keyof FlowHealth,
  undefined
>;

function tcpHealth(count: (name: string) => number): FlowHealth {
  const counters = Object.entries(HEALTH_COLUMNS).map(([name, column]) => [name, count(column)]);
  const times = Object.entries(RTT_COLUMNS).map(([name, column]) => {
    const microseconds = count(column);
    return [name, microseconds === 0 ? undefined : microseconds / MICROSECONDS];
  });
  return { ...UNKNOWN, ...Object.fromEntries([...counters, ...times]) };
}
