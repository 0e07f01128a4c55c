/** Pages of hosts of the past, most octets first. */
import {
  describeAddress,
  formatUnixNanos,
  type Host,
  type HostsPage,
  hostFilter,
  parseHostCursor,
} from "@wirescope/query";
import { devicesOfAddresses, namesOfAddresses } from "./address-names.ts";
import { ask, type Row, toNanos, toText } from "./history-engine.ts";
import { matchingSlices } from "./matching-slices.ts";
import type { MemberFigures } from "./member-figures.ts";
import { coverageOf } from "./past-coverage.ts";
import type { PastScope } from "./past-scope.ts";
import { sliceFigures, toDigits } from "./past-top.ts";
import { address, joinSql, sql } from "./sql.ts";
import { parseAddress, readAddress } from "./stored-address.ts";

export interface HostsRequest {
  readonly cursor: string | undefined;
  readonly limit: number;
}

export async function pastHosts(scope: PastScope, request: HostsRequest): Promise<HostsPage> {
  const skip = parseHostCursor(request.cursor);
  if (scope.condition === undefined || scope.held.count === 0) {
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
    const { ipVersion, words, text } = readAddress(key);
    const mac = devices.get(key)?.[0]?.mac;
    const span = spans.get(key);
    return {
      address: text,
      ...describeAddress({ ipVersion, words, address: text, mac }, scope.catalog),
      names: names.get(key) ?? [],
      mac,
      firstTimestamp: formatUnixNanos(toNanos(span?.["earliest"] ?? scope.held.first)),
      lastTimestamp: formatUnixNanos(toNanos(span?.["latest"] ?? scope.held.last)),
      packetsIn: member.packetsIn,
      packetsOut: member.packetsOut,
      bytesIn: member.bytesIn,
      bytesOut: member.bytesOut,
      flows: member.flows,
      filter: hostFilter(text),
    };
  });
}

/** First and last packet of each host, by its address's digits. */
async function spansOf(
  scope: PastScope,
  members: readonly MemberFigures[],
): Promise<ReadonlyMap<string, Row>> {
  if (members.length === 0) return new Map();
  const list = joinSql(
    members.map(({ label }) => address(parseAddress(label)!)),
    ", ",
  );
  const side = (end: "originator" | "responder"): ReturnType<typeof sql> => {
    const column = end === "originator" ? sql`originator` : sql`responder`;
    const rows = matchingSlices(
      scope,
      [end, "first", "last"],
      scope.range,
      sql`${column} IN (${list})`,
    );
    return sql`SELECT ${column} AS a, first, last FROM ${rows}`;
  };
  const rows = await ask(
    scope.engine,
    sql`SELECT hex(a) AS digits, min(first) AS earliest, max(last) AS latest
      FROM (${side("originator")} UNION ALL ${side("responder")}) AS e GROUP BY 1`,
  );
  return new Map(rows.map((row) => [toText(row["digits"]), row]));
}
