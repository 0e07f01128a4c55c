/** What each protocol and application exchanged in a scope, exact to the minute however long it is. */
import { ask, toNumber, toText } from "./history-engine.ts";
import { FLOW_COLUMNS, flowCount, matchingSlices } from "./matching-slices.ts";
import type { MinuteRange } from "./minute-range.ts";
import { type PastScope, startOf } from "./past-scope.ts";
import { rowsOf } from "./recorded-rows.ts";
import { number, type Sql, sql } from "./sql.ts";

/** Figures of the flows of one protocol and application. */
export interface ProtocolFigures {
  readonly protocol: string;
  readonly application: string;
  readonly packets: number;
  /** Of these, packets whose protocol rests on a port number alone. */
  readonly packetsByPort: number;
  readonly bytes: number;
  readonly flows: number;
}

/**
 * Seconds in which a flow that goes on shows up again: a flow without packets for 5 minutes has ended, so its next
 * slice is at most 6 minutes behind.
 */
export const CARRY_SECONDS = 600;

export async function protocolFigures(scope: PastScope): Promise<readonly ProtocolFigures[]> {
  const rows = await ask(
    scope.engine,
    scope.isWhole ? wholeFigures(scope) : selectedFigures(scope),
  );
  return rows.map((row) => ({
    protocol: toText(row["protocol"]),
    application: toText(row["application"]),
    packets: toNumber(row["all_packets"]),
    packetsByPort: toNumber(row["port_packets"]),
    bytes: toNumber(row["all_bytes"]),
    flows: toNumber(row["all_flows"]),
  }));
}

/** Of everything: what began in the range, and what went on from before. */
function wholeFigures(scope: PastScope): Sql {
  const minutes = rowsOf(scope, "protocol_minutes", scope.range);
  const carried = rowsOf(scope, "slices", carryRange(scope), undefined, isCarried(scope));
  return sql`
    SELECT protocol, application, sum(p) AS all_packets, sum(q) AS port_packets, sum(b) AS all_bytes, sum(f) AS all_flows
    FROM (
      SELECT protocol, application, sum(packets) AS p, sum(packets_by_port) AS q, sum(bytes) AS b, sum(flows_begun) AS f
      FROM ${minutes} AS m GROUP BY protocol, application
      UNION ALL
      SELECT protocol, application, 0 AS p, 0 AS q, 0 AS b, count(*) AS f
      FROM ${carried} AS c GROUP BY protocol, application
    ) AS u GROUP BY protocol, application`;
}

function selectedFigures(scope: PastScope): Sql {
  const columns = ["protocol", "application", "protocol_by_port", ...FLOW_COLUMNS];
  return sql`
    SELECT protocol, application, sum(sent_packets + back_packets) AS all_packets,
      sum((sent_packets + back_packets) * protocol_by_port) AS port_packets,
      sum(sent_bytes + back_bytes) AS all_bytes, ${flowCount(scope)} AS all_flows
    FROM ${matchingSlices(scope, columns)} GROUP BY protocol, application`;
}

function carryRange(scope: PastScope): MinuteRange {
  const { from, to } = scope.range;
  return { from, to: Math.max(from, Math.min(to, startOf(scope) + CARRY_SECONDS)) };
}

function isCarried(scope: PastScope): Sql {
  return sql`flow > 0 AND previous > 0 AND previous < ${number(startOf(scope))}`;
}
