/** What protocols, or applications, exchanged in a scope: by the minute, and by the hour before. */
import { ask, toNumber, toText } from "./history-engine.ts";
import type { PastScope } from "./past-scope.ts";
import type { ProtocolFigures } from "./protocol-figures.ts";
import { rollupsOf } from "./recorded-rows.ts";
import { activeFlows } from "./rollup-figures.ts";
import { sql } from "./sql.ts";

/** What stands for protocols and applications below the largest of their hours. */
export const OTHERS = "Other";

export interface ProtocolGroup {
  readonly label: string;
  readonly packets: number;
  /** Known by the minute only. */
  readonly packetsByPort: number;
  readonly bytes: number;
  readonly flows: number;
}

/** @param figures those of the scope's minutes */
export async function protocolGroups(
  scope: PastScope,
  by: "protocol" | "application",
  figures: readonly ProtocolFigures[],
): Promise<ProtocolGroup[]> {
  const groups = new Map<string, ProtocolGroup>();
  for (const one of [...(await hourGroups(scope, by)), ...figures.map(toGroup(by))]) {
    const known = groups.get(one.label);
    groups.set(one.label, known === undefined ? one : added(known, one));
  }
  return [...groups.values()].filter(({ packets }) => packets > 0);
}

function toGroup(by: "protocol" | "application"): (figures: ProtocolFigures) => ProtocolGroup {
  return ({ packets, packetsByPort, bytes, flows, [by]: label }) => ({
    label,
    packets,
    packetsByPort,
    bytes,
    flows,
  });
}

async function hourGroups(
  { engine, hours }: PastScope,
  by: "protocol" | "application",
): Promise<ProtocolGroup[]> {
  if (hours === undefined) return [];
  const rows = await ask(
    engine,
    sql`SELECT member, sum(packets_out + packets_in) AS all_packets, sum(bytes_out + bytes_in) AS all_bytes,
        ${activeFlows(hours.range.from)} AS all_flows
      ${rollupsOf(by, hours.range)} GROUP BY member`,
  );
  return rows.map((row) => ({
    label: toText(row["member"]) || OTHERS,
    packets: toNumber(row["all_packets"]),
    packetsByPort: 0,
    bytes: toNumber(row["all_bytes"]),
    flows: toNumber(row["all_flows"]),
  }));
}

function added(a: ProtocolGroup, b: ProtocolGroup): ProtocolGroup {
  return {
    label: a.label,
    packets: a.packets + b.packets,
    packetsByPort: a.packetsByPort + b.packetsByPort,
    bytes: a.bytes + b.bytes,
    flows: a.flows + b.flows,
  };
}
