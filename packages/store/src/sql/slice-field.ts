/** What the fields of filters are in a slice, for each of its two directions. */
import { type AddressKind, type Catalog, kindRanges } from "@wirescope/catalog";
import { Protocol, protocolInfo } from "@wirescope/decode";
import { DIRECTIONS, type FilterField, matchOf, type Tested } from "@wirescope/filter";
import { directionBetween, isLocalKind } from "@wirescope/query";
import { FLOW_NUMBER } from "./flow-number.ts";
import { NotInHistoryError } from "./not-in-history.ts";
import {
  address,
  and,
  FALSE,
  identifier,
  joinSql,
  not,
  number,
  or,
  type Sql,
  sql,
  TRUE,
  text,
} from "./sql.ts";
import type { SqlDialect } from "./sql-dialect.ts";
import { addressTest, addressTextTest, numberTest, textTest } from "./value-test.ts";

/** Which part of a slice is asked about: what the originator sent, or the responder. */
export type SliceDirection = "out" | "in";

/** One occurrence of a field in the packets of a direction. */
export interface Occurrence {
  /** Whether it is there at all. */
  readonly present: Sql;
  holds(test: Tested): Sql;
  /** The value, where others can be compared with it. */
  readonly value?: Sql;
}

export interface FieldContext {
  readonly dialect: SqlDialect;
  readonly catalog: Catalog | undefined;
  readonly direction: SliceDirection;
  /** The slices of flows in the range that is asked about, as the FROM of a statement. */
  readonly flowSlices: Sql;
}

/** Flows whose name is one that was asked for: DNS and its kin. */
const QUERY_NAMES: readonly string[] = ["dns", "mdns", "llmnr"];
const HTTP_NAMES: readonly string[] = ["http"];
/** Protocols of flows whose name is the address's own or a lease's, not that of a server. */
const OTHER_NAMES: readonly string[] = ["nbns", "dhcp", "dhcpv6"];

const TRANSPORTS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, sctp: 132 };
const HAS_FLOW = sql`flow > 0`;

/** Fields whose value can change while a flow goes on. */
const CHANGING = /^(?:app|flow\.(?:protocol|name|state)|host\.name|dns\.|tls\.|http\.)/;

/** Whether a flow that has this field's value has it for good. */
export function isSteady(field: FilterField): boolean {
  if (field.valueClass === "protocol") return STACK.has(field.name);
  return !CHANGING.test(field.name);
}

const STACK: ReadonlySet<string> = new Set([
  ...["frame", "ip", "ipv6", "vlan", "icmp", "icmpv6"],
  ...Object.keys(TRANSPORTS),
]);

/** Whether the field stands for whole flows here, while in packets it is in some of them only. */
export function isWholeFlow(field: FilterField): boolean {
  if (field.valueClass === "protocol") return !STACK.has(field.name) && field.name !== "arp";
  return /^(?:dns|tls|http)\./.test(field.name);
}

/**
 * The occurrences of a field.
 *
 * @throws NotInHistoryError for a field that flows by the minute don't tell
 */
export function occurrences(field: FilterField, context: FieldContext): readonly Occurrence[] {
  if (field.valueClass === "protocol") return [presence(protocolCondition(field.name))];
  const { name } = field;
  const [group = "", member = ""] = name.split(".", 2);
  const ends = endsOf(member, context.direction);
  switch (name) {
    case "ip.addr":
    case "ip.src":
    case "ip.dst":
    case "ipv6.addr":
    case "ipv6.src":
    case "ipv6.dst": {
      const present = sql`ip_version = ${number(group === "ip" ? 4 : 6)}`;
      return ends.map((end) => addressOccurrence(present, identifier(end)));
    }
    case "ip.version":
      return [numberOccurrence(sql`ip_version = 4`, identifier("ip_version"))];
    case "ipv6.version":
      return [numberOccurrence(sql`ip_version = 6`, identifier("ip_version"))];
    case "ip.proto":
      return [numberOccurrence(sql`ip_version = 4`, identifier("ip_protocol"))];
    case "ipv6.nxt":
      return [numberOccurrence(sql`ip_version = 6`, identifier("ip_protocol"))];
    case "tcp.port":
    case "tcp.srcport":
    case "tcp.dstport":
    case "udp.port":
    case "udp.srcport":
    case "udp.dstport":
    case "sctp.port":
    case "sctp.srcport":
    case "sctp.dstport": {
      const present = protocolCondition(group);
      return ends.map((end) => numberOccurrence(present, identifier(`${end}_port`)));
    }
    case "vlan.id":
      return [numberOccurrence(sql`vlan >= 0`, identifier("vlan"))];
    case "app":
      return [textOccurrence(context, name, HAS_FLOW, identifier("application"))];
    case "app.category":
      return [textOccurrence(context, name, HAS_FLOW, identifier("category"))];
    case "flow.id":
      return [numberOccurrence(HAS_FLOW, sql`(${FLOW_NUMBER})`)];
    case "flow.protocol":
      return [textOccurrence(context, name, HAS_FLOW, identifier("protocol"))];
    case "flow.state":
      return [textOccurrence(context, name, HAS_FLOW, identifier("state"))];
    case "flow.name":
      return [nameOccurrence(context, name, HAS_FLOW)];
    case "flow.originator":
    case "flow.responder":
      return [addressTextOccurrence(name, identifier(member))];
    case "flow.packets":
    case "flow.bytes":
    case "flow.duration":
      return [sumOccurrence(SUMS[name], context.flowSlices)];
    case "dns.qry.name":
      return [nameOccurrence(context, name, protocolIn(QUERY_NAMES))];
    case "http.host":
      return [nameOccurrence(context, name, protocolIn(HTTP_NAMES))];
    case "tls.handshake.extensions_server_name": {
      const others = [...QUERY_NAMES, ...HTTP_NAMES, ...OTHER_NAMES];
      return [nameOccurrence(context, name, not(protocolIn(others)))];
    }
    case "country":
    case "country.src":
    case "country.dst":
      return ends.map((end) => {
        const column = identifier(`${end}_country`);
        return textOccurrence(context, name, sql`${column} <> ''`, column);
      });
    case "asn":
    case "asn.src":
    case "asn.dst":
      return ends.map((end) => {
        const column = identifier(`${end}_asn`);
        return numberOccurrence(sql`${column} <> 0`, column);
      });
    case "asn.org":
      return endsOf("", context.direction).map((end) => holderOccurrence(context, end));
    case "direction":
      return [directionOccurrence(context.direction)];
    case "host.kind":
      return endsOf("", context.direction).map(kindOccurrence);
    case "host.name":
      return endsOf("", context.direction).map((end) => hostNameOccurrence(context, end));
    default:
      throw new NotInHistoryError(
        `${name} is known of packets only, and history keeps flows by the minute; ask about a time whose packets are still held.`,
      );
  }
}

/** What is told of flows by all of their slices in the range. */
const SUMS = {
  "flow.packets": sql`sum(packets_out + packets_in)`,
  "flow.bytes": sql`sum(bytes_out + bytes_in)`,
  "flow.duration": sql`(max(last) - min(first)) / 1e9`,
} as const;

/** Whether the field is added up over the slices of a flow in the range. */
export function isSum({ name }: FilterField): boolean {
  return Object.hasOwn(SUMS, name);
}

function sumOccurrence(sum: Sql, flowSlices: Sql): Occurrence {
  return {
    present: HAS_FLOW,
    holds: (test) =>
      sql`(sensor, run, flow) IN (
        SELECT sensor, run, flow FROM ${flowSlices} GROUP BY sensor, run, flow HAVING ${numberTest(sum, test)})`,
  };
}

type End = "originator" | "responder";

/** The ends that a field named `….src`, `….dstport` or without either is about. */
function endsOf(member: string, direction: SliceDirection): readonly End[] {
  const isSource = member.startsWith("src");
  if (!isSource && !member.startsWith("dst")) return ["originator", "responder"];
  return [isSource === (direction === "out") ? "originator" : "responder"];
}

/** Whether a slice is of a protocol, by Wireshark's name. */
function protocolCondition(name: string): Sql {
  const transport = TRANSPORTS[name];
  if (transport !== undefined) {
    return sql`(ip_protocol = ${number(transport)} AND originator_port >= 0)`;
  }
  switch (name) {
    case "frame":
      return TRUE;
    case "ip":
      return sql`ip_version = 4`;
    case "ipv6":
      return sql`ip_version = 6`;
    case "icmp":
      return sql`(ip_version = 4 AND ip_protocol = 1)`;
    case "icmpv6":
      return sql`(ip_version = 6 AND ip_protocol = 58)`;
    case "vlan":
      return sql`vlan >= 0`;
    default: {
      const names = namesOf([name]);
      if (names.length === 0 || LINKS.has(name)) {
        throw new NotInHistoryError(
          `${name} is known of packets only, and history keeps flows by the minute; ask about a time whose packets are still held.`,
        );
      }
      const list = joinSql(names.map(text), ", ");
      return sql`(protocol IN (${list}) OR tunnel IN (${list}))`;
    }
  }
}

/** Layers below IP, of which nothing is kept. */
const LINKS: ReadonlySet<string> = new Set([
  ...["eth", "llc", "sll", "null", "raw", "ppp", "wlan", "radiotap", "mpls", "pppoes", "pppoed"],
  ...["chdlc", "prism", "ppi", "macsec"],
]);

/** Names, as lists print them, of the protocols that Wireshark's names stand for. */
function namesOf(filterNames: readonly string[]): string[] {
  const infos = Object.values(Protocol).map(protocolInfo);
  const names = infos.filter(({ filterName }) => filterNames.includes(filterName));
  return [...new Set(names.map(({ name }) => name))];
}

function protocolIn(filterNames: readonly string[]): Sql {
  return sql`protocol IN (${joinSql(namesOf(filterNames).map(text), ", ")})`;
}

function presence(present: Sql): Occurrence {
  return {
    present,
    holds() {
      throw new NotInHistoryError("Octets of a protocol are known of packets only.");
    },
  };
}

function numberOccurrence(present: Sql, value: Sql): Occurrence {
  return { present, value, holds: (test) => numberTest(value, test) };
}

function addressOccurrence(present: Sql, value: Sql): Occurrence {
  return { present, value, holds: (test) => addressTest(value, test) };
}

function addressTextOccurrence(name: string, column: Sql): Occurrence {
  return { present: HAS_FLOW, holds: (test) => addressTextTest(name, column, test) };
}

function textOccurrence(
  { dialect }: FieldContext,
  name: string,
  present: Sql,
  value: Sql,
): Occurrence {
  return { present, value, holds: (test) => textTest(dialect, name, value, test) };
}

function nameOccurrence(context: FieldContext, field: string, flows: Sql): Occurrence {
  return textOccurrence(context, field, sql`(name <> '' AND ${flows})`, identifier("name"));
}

/** Of the systems' holders, which only the catalog knows. */
function holderOccurrence({ catalog }: FieldContext, end: End): Occurrence {
  const column = identifier(`${end}_asn`);
  return {
    present: sql`${column} <> 0`,
    holds(test) {
      const systems = catalog?.systems;
      if (systems === undefined) {
        throw new NotInHistoryError(
          "The database of places in use can't list the holders of autonomous systems; ask for asn with a number instead.",
        );
      }
      const match = matchOf(test);
      const numbers = systems.filter(({ name }) => match(name)).map((system) => system.number);
      if (numbers.length === 0) return FALSE;
      return sql`${column} IN (${joinSql(numbers.map(number), ", ")})`;
    },
  };
}

function directionOccurrence(direction: SliceDirection): Occurrence {
  const local = (end: End): Sql => addressKindIn(end, isLocalKind);
  const ends = [local("originator"), local("responder")] as const;
  const [source, destination] = direction === "out" ? ends : ([ends[1], ends[0]] as const);
  return {
    present: sql`ip_version > 0`,
    holds(test) {
      const match = matchOf(test);
      const cases = [true, false].flatMap((from) =>
        [true, false]
          .filter((to) => match(directionBetween(from, to)))
          .map((to) => and([from ? source : not(source), to ? destination : not(destination)])),
      );
      return cases.length === DIRECTIONS.length ? TRUE : or(cases);
    },
  };
}

function kindOccurrence(end: End): Occurrence {
  return {
    present: sql`ip_version > 0`,
    holds: (test) => addressKindIn(end, matchOf(test)),
  };
}

/** Whether the kind of the address at an end is one that `match` accepts. */
function addressKindIn(end: End, match: (kind: AddressKind) => boolean): Sql {
  const column = identifier(end);
  const accepted = kindRanges().filter(({ kind }) => match(kind));
  return or(
    accepted.map(
      ({ first, last }) => sql`(${column} >= ${address(first)} AND ${column} <= ${address(last)})`,
    ),
  );
}

/** Names that addresses were known by at any time, and those of servers in flows to them. */
function hostNameOccurrence({ dialect }: FieldContext, end: End): Occurrence {
  const column = identifier(end);
  const name = identifier("name");
  const known = (condition: Sql): Sql =>
    sql`${column} IN (SELECT address FROM names WHERE ${condition})`;
  const isServer =
    end === "responder"
      ? and([sql`name <> ''`, not(protocolIn([...QUERY_NAMES, ...OTHER_NAMES]))])
      : FALSE;
  return {
    present: and([sql`ip_version > 0`, or([known(TRUE), isServer])]),
    holds(test) {
      const condition = textTest(dialect, "host.name", name, test);
      return or([known(condition), and([isServer, condition])]);
    },
  };
}
