/** Members of a dimension with what they exchanged, from slices. */
import { type Metric, type TopDimension, transportName } from "@wirescope/query";
import { ask, type Row, toNumber, toText } from "./history-engine.ts";
import { FLOW_COLUMNS, flowCount, matchingSlices } from "./matching-slices.ts";
import type { MinuteRange } from "./minute-range.ts";
import type { PastScope } from "./past-scope.ts";
import { identifier, joinSql, number, type Sql, sql } from "./sql.ts";
import { readAddress } from "./stored-address.ts";

/** Dimensions whose members only slices and rollups tell; the others are counted by the minute. */
export type SliceDimension = Exclude<TopDimension, "protocol" | "application">;

export interface MemberFigures {
  /** As top lists print it. */
  readonly label: string;
  readonly packetsOut: number;
  readonly packetsIn: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly flows: number;
}

export interface RankedFigures {
  /** Those with the most of what was asked for, largest first. */
  readonly members: readonly MemberFigures[];
  /** All members that there are. */
  readonly count: number;
  /** All packets and octets, whether of a member or not, and those of IP. */
  readonly packets: number;
  readonly bytes: number;
  readonly ipPackets: number;
  readonly ipBytes: number;
}

export interface FiguresRequest {
  readonly metric: Metric;
  readonly limit: number;
}

/** Dimensions that are made of the same groups of slices, and so can be asked for at once. */
export type PairDimension = "host" | "source" | "destination" | "conversation";

/** The largest members in a part of the scope's range. */
export async function memberFigures(
  scope: PastScope,
  by: SliceDimension,
  request: FiguresRequest,
  range: MinuteRange = scope.range,
): Promise<RankedFigures> {
  const { groups } = SHAPES[by];
  const { shared } = scope.engine.dialect;
  const rows = await ask(
    scope.engine,
    sql`WITH ${shared("g", GROUP_COLUMNS, groups(scope, range))} ${listSql(by, request, sql`g`)}`,
  );
  return toRankedFigures(by, request.metric, rows);
}

/** {@link memberFigures} of several dimensions, for which the slices are read once. */
export async function pairFigures(
  scope: PastScope,
  dimensions: readonly PairDimension[],
  request: FiguresRequest,
  range: MinuteRange = scope.range,
): Promise<Readonly<Record<PairDimension, RankedFigures>>> {
  const lists = dimensions.map((by) =>
    listSql(by, request, by === "conversation" ? sql`c` : sql`h`),
  );
  const { shared } = scope.engine.dialect;
  const ordered = sql`SELECT CASE WHEN o <= r THEN o ELSE r END AS a, CASE WHEN o <= r THEN r ELSE o END AS b, ip,
    sum(po) AS po, sum(pi) AS pi, sum(bo) AS bo, sum(bi) AS bi, sum(f) AS f FROM p GROUP BY 1, 2, 3`;
  const rows = await ask(
    scope.engine,
    sql`WITH ${shared("p", PAIR_COLUMNS, pairs(scope, range, ["originator", "responder"]))},
        ${shared("h", GROUP_COLUMNS, turnedPairs(sql`p`))},
        ${shared("c", GROUP_COLUMNS, ordered)}
      ${joinSql(lists, " UNION ALL ")}`,
  );
  const of = (by: PairDimension): RankedFigures =>
    toRankedFigures(
      by,
      request.metric,
      rows.filter((row) => toText(row["list"]) === by),
    );
  return {
    host: of("host"),
    source: of("source"),
    destination: of("destination"),
    conversation: of("conversation"),
  };
}

/** A row with all there is, and the largest members, out of `groups`. */
function listSql(by: SliceDimension, { metric, limit }: FiguresRequest, groups: Sql): Sql {
  const { labels, isMember } = SHAPES[by];
  const exists = sql`${isMember} AND ${counted(by)} > 0`;
  const list = sql`${QUOTED[by]} AS list`;
  return sql`SELECT ${list}, 1 AS is_total, '' AS label, '' AS other, sum(po) AS po, sum(pi) AS pi, sum(bo) AS bo,
        sum(bi) AS bi, sum(CASE WHEN ${exists} THEN 1 ELSE 0 END) AS f,
        sum(CASE WHEN ip = 1 THEN po + pi ELSE 0 END) AS ip_packets,
        sum(CASE WHEN ip = 1 THEN bo + bi ELSE 0 END) AS ip_bytes
      FROM ${groups}
      UNION ALL
      SELECT * FROM (
        SELECT ${list}, 0 AS is_total, ${labels[0]} AS label, ${labels[1]} AS other, po, pi, bo, bi, f,
          0 AS ip_packets, 0 AS ip_bytes
        FROM ${groups} WHERE ${exists} ORDER BY ${rankOf(by, metric)} DESC, a, b LIMIT ${number(limit)}
      ) AS t`;
}

function toRankedFigures(by: SliceDimension, metric: Metric, rows: readonly Row[]): RankedFigures {
  const total = rows.find((row) => toNumber(row["is_total"]) === 1) ?? {};
  const members = rows.filter((row) => row !== total).map((row) => toFigures(by, row));
  // Where both ends of a packet are members, everything is there twice.
  const share = SHAPES[by].isTwice ? 2 : 1;
  return {
    members: members.sort((a, b) => rankValue(by, metric, b) - rankValue(by, metric, a)),
    count: toNumber(total["f"]),
    packets: (toNumber(total["po"]) + toNumber(total["pi"])) / share,
    bytes: (toNumber(total["bo"]) + toNumber(total["bi"])) / share,
    ipPackets: toNumber(total["ip_packets"]) / share,
    ipBytes: toNumber(total["ip_bytes"]) / share,
  };
}

/** Names of the dimensions as texts. */
const QUOTED: Readonly<Record<SliceDimension, Sql>> = {
  host: sql`'host'`,
  source: sql`'source'`,
  destination: sql`'destination'`,
  conversation: sql`'conversation'`,
  service: sql`'service'`,
  name: sql`'name'`,
  country: sql`'country'`,
  asn: sql`'asn'`,
};

/** What a member is ranked by. */
export function rankValue(by: SliceDimension, metric: Metric, member: MemberFigures): number {
  if (metric === "flows") return member.flows;
  const [out, into] =
    metric === "packets"
      ? [member.packetsOut, member.packetsIn]
      : [member.bytesOut, member.bytesIn];
  if (by === "source") return out;
  return by === "destination" ? into : out + into;
}

/** How a dimension's members are made of slices. */
interface Shape {
  /** Rows with `a` and `b` telling the member, `ip`, sums and flows. */
  readonly groups: (scope: PastScope, range: MinuteRange) => Sql;
  /** Texts of `a` and `b`. */
  readonly labels: readonly [Sql, Sql];
  /** What stands for a member, and not for traffic without one. */
  readonly isMember: Sql;
  /** Each packet counts at either end. */
  readonly isTwice: boolean;
}

const SUM_COLUMNS = ["po", "pi", "bo", "bi", "f"];
/** What the groups of a dimension tell. */
const GROUP_COLUMNS = ["a", "b", "ip", ...SUM_COLUMNS];
/** What {@link pairs} tell. */
const PAIR_COLUMNS = ["o", "r", "same", "ip", ...SUM_COLUMNS];
const SUMS = sql`sum(sent_packets) AS po, sum(back_packets) AS pi, sum(sent_bytes) AS bo, sum(back_bytes) AS bi`;
const NO_LABEL = sql`''`;
const IS_IP = sql`CASE WHEN ip_version > 0 THEN 1 ELSE 0 END`;

const HOSTS: Shape = {
  groups: (scope, range) => ends(scope, range, ["originator", "responder"]),
  labels: [sql`hex(a)`, NO_LABEL],
  isMember: sql`ip = 1`,
  isTwice: true,
};

const SHAPES: Readonly<Record<SliceDimension, Shape>> = {
  host: HOSTS,
  source: HOSTS,
  destination: HOSTS,
  country: {
    groups: (scope, range) => ends(scope, range, ["originator_country", "responder_country"]),
    labels: [sql`a`, NO_LABEL],
    isMember: sql`a <> ''`,
    isTwice: true,
  },
  asn: {
    groups: (scope, range) => ends(scope, range, ["originator_asn", "responder_asn"]),
    labels: [sql`CAST(a AS VARCHAR)`, NO_LABEL],
    isMember: sql`a <> 0`,
    isTwice: true,
  },
  conversation: {
    groups: (scope, range) =>
      once(
        scope,
        range,
        ["originator", "responder"],
        [
          sql`CASE WHEN originator <= responder THEN originator ELSE responder END`,
          sql`CASE WHEN originator <= responder THEN responder ELSE originator END`,
        ],
      ),
    labels: [sql`hex(a)`, sql`hex(b)`],
    isMember: sql`ip = 1`,
    isTwice: false,
  },
  service: {
    groups: (scope, range) =>
      once(
        scope,
        range,
        ["ip_protocol", "service_port"],
        [sql`CASE WHEN service_port < 0 THEN 0 ELSE ip_protocol END`, identifier("service_port")],
      ),
    labels: [sql`CAST(a AS VARCHAR)`, sql`CAST(b AS VARCHAR)`],
    isMember: sql`b >= 0`,
    isTwice: false,
  },
  name: {
    groups: (scope, range) => once(scope, range, ["name"], [identifier("name"), sql`0`]),
    labels: [sql`a`, NO_LABEL],
    isMember: sql`a <> ''`,
    isTwice: false,
  },
};

/** Sums by what `keys` make of the columns. */
function once(
  scope: PastScope,
  range: MinuteRange,
  columns: readonly string[],
  [a, b]: readonly [Sql, Sql],
): Sql {
  const slices = matchingSlices(scope, [...columns, "ip_version", ...FLOW_COLUMNS], range);
  return sql`SELECT ${a} AS a, ${b} AS b, ${IS_IP} AS ip, ${SUMS}, ${flowCount(scope)} AS f
    FROM ${slices} GROUP BY 1, 2, 3`;
}

/** What either end sent and received, by a column of each. */
function ends(scope: PastScope, range: MinuteRange, columns: readonly [string, string]): Sql {
  return turnedPairs(sql`(${pairs(scope, range, columns)})`);
}

/**
 * Sums by a column of either end. Pairs are summed up before their ends are, since there are far fewer of
 * them than slices; a flow belongs to one pair.
 */
function pairs(scope: PastScope, range: MinuteRange, [out, into]: readonly [string, string]): Sql {
  const used = ["originator", "responder", out, into, "ip_version", ...FLOW_COLUMNS];
  return sql`SELECT ${identifier(out)} AS o, ${identifier(into)} AS r,
      CASE WHEN originator = responder THEN 1 ELSE 0 END AS same, ${IS_IP} AS ip, ${SUMS}, ${flowCount(scope)} AS f
    FROM ${matchingSlices(scope, [...new Set(used)], range)} GROUP BY 1, 2, 3, 4`;
}

/** Both ends of pairs, each with what it sent and received. */
function turnedPairs(from: Sql): Sql {
  const turned = (name: string, other: string): Sql =>
    sql`sum(CASE WHEN side = 0 THEN ${identifier(name)} ELSE ${identifier(other)} END)`;
  return sql`SELECT CASE WHEN side = 0 THEN o ELSE r END AS a, 0 AS b, ip,
      ${turned("p_out", "p_in")} AS po, ${turned("p_in", "p_out")} AS pi,
      ${turned("b_out", "b_in")} AS bo, ${turned("b_in", "b_out")} AS bi,
      sum(CASE WHEN side = 1 AND same = 1 THEN 0 ELSE n END) AS f
    FROM (SELECT o, r, same, ip, po AS p_out, pi AS p_in, bo AS b_out, bi AS b_in, f AS n FROM ${from} AS q) AS p2
      CROSS JOIN (SELECT 0 AS side UNION ALL SELECT 1 AS side) AS sides
    GROUP BY 1, 2, 3`;
}

/** What has to be there for a member to be listed. */
function counted(by: SliceDimension): Sql {
  if (by === "source") return sql`po`;
  return by === "destination" ? sql`pi` : sql`po + pi`;
}

/** The same as {@link rankValue} of a row with the sums `po`, `pi`, `bo`, `bi` and flows `f`. */
export function rankOf(by: SliceDimension, metric: Metric): Sql {
  if (metric === "flows") return sql`f`;
  const [out, into] = metric === "packets" ? [sql`po`, sql`pi`] : [sql`bo`, sql`bi`];
  if (by === "source") return out;
  return by === "destination" ? into : sql`${out} + ${into}`;
}

function toFigures(by: SliceDimension, row: Row): MemberFigures {
  return {
    label: labelOf(by, toText(row["label"]), toText(row["other"])),
    packetsOut: toNumber(row["po"]),
    packetsIn: toNumber(row["pi"]),
    bytesOut: toNumber(row["bo"]),
    bytesIn: toNumber(row["bi"]),
    flows: toNumber(row["f"]),
  };
}

/** As rollups have it. */
function labelOf(by: SliceDimension, label: string, other: string): string {
  switch (by) {
    case "host":
    case "source":
    case "destination":
      return readAddress(label).text;
    case "conversation":
      return `${readAddress(label).text} ⇄ ${readAddress(other).text}`;
    case "service":
      return `:${other}/${transportName(Number(label))}`;
    case "asn":
      return `AS${label}`;
    default:
      return label;
  }
}
