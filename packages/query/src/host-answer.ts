/** Pages of hosts, most octets first. */
import type { Analysis } from "@wirescope/analysis";
import type { Catalog } from "@wirescope/catalog";
import type { Host, HostsPage } from "./answer.ts";
import { QueryError } from "./errors.ts";
import { describeAddress } from "./host-description.ts";
import { hostFilter } from "./member-filter.ts";
import { formatTimestamp } from "./timestamp.ts";

export interface HostsRequest {
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** The hosts from the cursor's rank on. While traffic goes on, ranks change between pages. */
export function hostsAnswer(
  analysis: Analysis,
  request: HostsRequest,
  catalog: Catalog | undefined,
): Omit<HostsPage, "coverage"> {
  const skip = parseHostCursor(request.cursor);
  const { rows } = analysis.topHosts("both", "bytes", skip + request.limit + 1);
  const end = skip + request.limit;
  return {
    hosts: Array.from(rows.subarray(skip, end), (row) => toHost(analysis, row, catalog)),
    total: analysis.hosts.size,
    cursor: rows.length > end ? String(end) : undefined,
  };
}

function toHost(analysis: Analysis, row: number, catalog: Catalog | undefined): Host {
  const record = analysis.hostRecord(row);
  const names = analysis.names.of(record.ipVersion, ...record.words);
  return {
    address: record.address,
    ...describeAddress(record, catalog),
    names: names.map(({ name, source }) => ({ name, source })),
    mac: record.mac,
    firstTimestamp: formatTimestamp(record.firstSeconds, record.firstNanoseconds),
    lastTimestamp: formatTimestamp(record.lastSeconds, record.lastNanoseconds),
    packetsIn: record.packetsIn,
    packetsOut: record.packetsOut,
    bytesIn: record.bytesIn,
    bytesOut: record.bytesOut,
    flows: record.flows,
    filter: hostFilter(record.address),
  };
}

/**
 * A cursor is the rank to go on from.
 *
 * @throws QueryError `QUERY_BAD_CURSOR` for what is none.
 */
export function parseHostCursor(text: string | undefined): number {
  if (text === undefined) return 0;
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new QueryError(
      "QUERY_BAD_CURSOR",
      "The cursor is not one of a page of hosts; start again.",
    );
  }
  return Number(text);
}
