/**
 * What each dimension of the rollups counts, as SQL over slices that every engine understands. The
 * meaning is that of top lists: a packet counts for both of its addresses, its flow once where they are
 * the same.
 */
import type { RollupDimension } from "./schema.ts";

export interface MemberQuery {
  /** Columns that tell a member. */
  readonly keys: readonly string[];
  /**
   * Rows with the keys, `packets_out`, `packets_in`, `bytes_out`, `bytes_in` as seen from the member,
   * and `active` and `begun`, 1 for a flow that counts.
   */
  readonly rows: (slices: string) => string;
}

const COUNTS = [
  "s.packets_out AS packets_out",
  "s.packets_in AS packets_in",
  "s.bytes_out AS bytes_out",
  "s.bytes_in AS bytes_in",
].join(", ");
const REVERSED = [
  "s.packets_in AS packets_out",
  "s.packets_out AS packets_in",
  "s.bytes_in AS bytes_out",
  "s.bytes_out AS bytes_in",
].join(", ");
const FLOWS = "s.active AS active, s.begun AS begun";

/** Both ends of each slice that meet the condition, as `column`. */
function bothEnds(column: string, ends: readonly [string, string], condition: string) {
  const [out, back] = ends;
  const again = (what: string): string =>
    `CASE WHEN s.originator = s.responder THEN 0 ELSE s.${what} END AS ${what}`;
  return (slices: string): string =>
    `SELECT s.${out} AS ${column}, ${COUNTS}, ${FLOWS} FROM ${slices} AS s WHERE s.${out} ${condition}
UNION ALL
SELECT s.${back} AS ${column}, ${REVERSED}, ${again("active")}, ${again("begun")}
FROM ${slices} AS s WHERE s.${back} ${condition}`;
}

function asTheyAre(column: string, condition: string) {
  return (slices: string): string =>
    `SELECT s.${column} AS ${column}, ${COUNTS}, ${FLOWS} FROM ${slices} AS s WHERE ${condition}`;
}

/** Counts as seen from the other end where the condition holds. */
function turned(condition: string): string {
  return ["packets", "bytes"]
    .flatMap((what) => [
      `CASE WHEN ${condition} THEN s.${what}_in ELSE s.${what}_out END AS ${what}_out`,
      `CASE WHEN ${condition} THEN s.${what}_out ELSE s.${what}_in END AS ${what}_in`,
    ])
    .join(", ");
}

export const MEMBER_QUERIES: Readonly<Record<RollupDimension, MemberQuery>> = {
  host: {
    keys: ["address"],
    rows: bothEnds("address", ["originator", "responder"], "IS NOT NULL AND s.ip_version <> 0"),
  },
  conversation: {
    keys: ["lower", "higher"],
    rows: (slices) =>
      `SELECT least(s.originator, s.responder) AS lower, greatest(s.originator, s.responder) AS higher,
${turned("s.originator > s.responder")}, ${FLOWS} FROM ${slices} AS s WHERE s.ip_version <> 0`,
  },
  service: {
    keys: ["ip_protocol", "service_port"],
    // What comes from the service is the member's, whichever end called.
    rows: (slices) =>
      `SELECT s.ip_protocol AS ip_protocol, s.service_port AS service_port,
${turned("s.service_port = s.responder_port")}, ${FLOWS} FROM ${slices} AS s WHERE s.service_port >= 0`,
  },
  protocol: { keys: ["protocol"], rows: asTheyAre("protocol", "true") },
  application: { keys: ["application"], rows: asTheyAre("application", "true") },
  name: { keys: ["name"], rows: asTheyAre("name", "s.name <> ''") },
  country: {
    keys: ["country"],
    rows: bothEnds("country", ["originator_country", "responder_country"], "<> ''"),
  },
  asn: { keys: ["asn"], rows: bothEnds("asn", ["originator_asn", "responder_asn"], "<> 0") },
};
