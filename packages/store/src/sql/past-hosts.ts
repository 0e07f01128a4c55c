/** Pages of hosts of the past, most octets first. */
import {
  describeAddress,
  formatUnixNanos,
  type Host,
  type HostsPage,
  hostFilter,
  parseHostCursor,
  toUnixNanos,
} from "@wirescope/query";
import { devicesOfAddresses, namesOfAddresses } from "./address-names.ts";
import { ask, toNanos, toNumber, toText } from "./history-engine.ts";
import { matchingSlices } from "./matching-slices.ts";
import type { MemberFigures } from "./member-figures.ts";
import { HOUR } from "./minute-range.ts";
import { coverageOf, type PacketSpan } from "./past-coverage.ts";
import { isHeld, type PastScope } from "./past-scope.ts";
import { sliceFigures, toDigits } from "./past-top.ts";
import { rollupsOf } from "./recorded-rows.ts";
import { address, identifier, joinSql, type Sql, sql, text } from "./sql.ts";
import { parseAddress, readAddress } from "./stored-address.ts";

export interface HostsRequest {
  readonly cursor: string | undefined;
  readonly limit: number;
}

export async function pastHosts(scope: PastScope, request: HostsRequest): Promise<HostsPage> {
  const skip = parseHostCursor(request.cursor);
  if (!isHeld(scope)) {
    return { hosts: [], total: 0, cursor: undefined, coverage: coverageOf(scope) };
  }
  const end = skip + request.limit;
  const wanted = { metric: "bytes", limit: end + 1 } as const;
  const { figures, resolution } = await sliceFigures(scope, "host", wanted);
  const shown = figures.members.slice(skip, end);
  return {
    hosts: await describeHosts(scope, shown),
    total: figures.count,
    cursor: figures.members.length > end ? String(end) : undefined,
    coverage: coverageOf(scope, scope.held, resolution),
  };
}

async function describeHosts(
  scope: PastScope,
  members: readonly MemberFigures[],
): Promise<readonly Host[]> {
  const digits = members.map(({ label }) => toDigits(label));
  const [names, devices, spans] = [
    await namesOfAddresses(scope.engine, digits),
    await devicesOfAddresses(scope.engine, digits),
    await spansOf(scope, members),
  ];
  return members.map((member, i) => {
    const key = digits[i]!;
    const { ipVersion, words, text: label } = readAddress(key);
    const mac = devices.get(key)?.[0]?.mac;
    const span = spans.get(key);
    return {
      address: label,
      ...describeAddress({ ipVersion, words, address: label, mac }, scope.catalog),
      names: names.get(key) ?? [],
      mac,
      firstTimestamp: formatUnixNanos(span?.first ?? scope.held.first),
      lastTimestamp: formatUnixNanos(span?.last ?? scope.held.last),
      packetsIn: member.packetsIn,
      packetsOut: member.packetsOut,
      bytesIn: member.bytesIn,
      bytesOut: member.bytesOut,
      flows: member.flows,
      filter: hostFilter(label),
    };
  });
}

/**
 * First and last packet of each host, by its address's digits. Where hours answer, they are the beginning of the
 * first and the end of the last hour of which it was one of the largest.
 */
async function spansOf(
  scope: PastScope,
  members: readonly MemberFigures[],
): Promise<ReadonlyMap<string, PacketSpan>> {
  if (members.length === 0) return new Map();
  const spans = await hourSpans(scope, members);
  const rows = await ask(
    scope.engine,
    sql`SELECT hex(a) AS digits, min(first) AS earliest, max(last) AS latest
      FROM (${sliceEnds(scope, members)}) AS e GROUP BY 1`,
  );
  for (const row of rows) {
    const digits = toText(row["digits"]);
    const { first = toNanos(row["earliest"]) } = spans.get(digits) ?? {};
    spans.set(digits, { first, last: toNanos(row["latest"]) });
  }
  return spans;
}

/** Slices of the hosts, once for each end. */
function sliceEnds(scope: PastScope, members: readonly MemberFigures[]): Sql {
  const list = joinSql(
    members.map(({ label }) => address(parseAddress(label)!)),
    ", ",
  );
  const side = (end: "originator" | "responder"): Sql => {
    const column = identifier(end);
    const rows = matchingSlices(
      scope,
      [end, "first", "last"],
      scope.range,
      sql`${column} IN (${list})`,
    );
    return sql`SELECT ${column} AS a, first, last FROM ${rows}`;
  };
  return sql`${side("originator")} UNION ALL ${side("responder")}`;
}

async function hourSpans(
  { engine, hours }: PastScope,
  members: readonly MemberFigures[],
): Promise<Map<string, PacketSpan>> {
  if (hours === undefined) return new Map();
  const list = joinSql(
    members.map(({ label }) => text(label)),
    ", ",
  );
  const rows = await ask(
    engine,
    sql`SELECT member, min(hour) AS earliest, max(hour) AS latest
      ${rollupsOf("host", hours.range)} AND member IN (${list}) GROUP BY member`,
  );
  return new Map(
    rows.map((row) => {
      const first = toUnixNanos(toNumber(row["earliest"]), 0);
      const last = toUnixNanos(toNumber(row["latest"]) + HOUR, 0);
      return [toDigits(toText(row["member"])), { first, last }];
    }),
  );
}
