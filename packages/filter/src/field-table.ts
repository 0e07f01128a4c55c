/** The fields that a filter can name: every field of the decoder, its aliases, and its protocols. */

import { FIELDS, type FieldSpec, Protocol, protocolInfo } from "@wirescope/decode";
import { CONTEXT_FIELDS } from "./context-field.ts";
import { nearest } from "./nearest.ts";

/** Types that compare alike; the width of a number matters for its literals only. */
export type ValueClass =
  | "number"
  | "boolean"
  | "string"
  | "bytes"
  | "ipv4"
  | "ipv6"
  | "ether"
  | "time"
  | "protocol";

/** What a value of the class is called in a sentence. */
export const CLASS_NOUNS: Readonly<Record<ValueClass, string>> = {
  number: "a number",
  boolean: "a boolean",
  string: "a string",
  bytes: "octets",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
  ether: "a MAC address",
  time: "a time",
  protocol: "a protocol",
};

export interface FilterField {
  readonly name: string;
  readonly valueClass: ValueClass;
  /** The definition; for an alias, that of the first field that it stands for. */
  readonly spec: FieldSpec;
  /** Names in the tree that this name matches: `ip.src` and `ip.dst` for `ip.addr`. */
  readonly members: readonly string[];
}

const CLASS: Readonly<Record<FieldSpec["type"], ValueClass>> = {
  boolean: "boolean",
  uint8: "number",
  uint16: "number",
  uint24: "number",
  uint32: "number",
  uint48: "number",
  uint64: "number",
  int8: "number",
  int16: "number",
  int32: "number",
  float: "number",
  double: "number",
  frameNumber: "number",
  ipv4: "ipv4",
  ipv6: "ipv6",
  ether: "ether",
  string: "string",
  bytes: "bytes",
  absoluteTime: "time",
  relativeTime: "time",
  protocol: "protocol",
};

function buildTable(): ReadonlyMap<string, FilterField> {
  const members = new Map<string, Set<string>>();
  const specs = new Map<string, FieldSpec>();
  for (const spec of [...FIELDS, ...CONTEXT_FIELDS]) {
    for (const name of [spec.name, ...spec.aliases]) {
      if (!specs.has(name)) specs.set(name, spec);
      const known = members.get(name) ?? new Set();
      known.add(spec.name);
      members.set(name, known);
    }
  }
  for (const protocol of Object.values(Protocol)) {
    const { filterName, title } = protocolInfo(protocol);
    if (filterName === "" || specs.has(filterName)) continue;
    specs.set(filterName, protocolSpec(filterName, title));
    members.set(filterName, new Set([filterName]));
  }
  const table = new Map<string, FilterField>();
  for (const [name, spec] of [...specs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    table.set(name, { name, valueClass: CLASS[spec.type], spec, members: [...members.get(name)!] });
  }
  return table;
}

function protocolSpec(name: string, description: string): FieldSpec {
  return {
    name,
    type: "protocol",
    description,
    octets: 0,
    mask: undefined,
    hex: false,
    littleEndian: false,
    values: undefined,
    aliases: [],
  };
}

let table: ReadonlyMap<string, FilterField> | undefined;

/** All fields by name, in alphabetical order; built at the first need, since most runs have no filter. */
export function filterFields(): ReadonlyMap<string, FilterField> {
  table ??= buildTable();
  return table;
}

export function findField(name: string): FilterField | undefined {
  return filterFields().get(name);
}

/** The field that was probably meant by `name`, if one is near enough. */
export function suggestField(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (filterFields().has(lower)) return lower;
  return RENAMED[lower] ?? nearest(lower, filterFields().keys());
}

/** What people write for a field of another name: former Wireshark names, and plain words. */
const RENAMED: Readonly<Record<string, string>> = {
  bootp: "dhcp",
  ssl: "tls",
  "ip.source": "ip.src",
  "ip.destination": "ip.dst",
  "ip.address": "ip.addr",
  "ip.protocol": "ip.proto",
  "tcp.seq": "tcp.seq_raw",
  "tcp.ack": "tcp.ack_raw",
  "tcp.window_size": "tcp.window_size_value",
  "tcp.flags.rst": "tcp.flags.reset",
  "tcp.flags.psh": "tcp.flags.push",
  "http.method": "http.request.method",
  "http.uri": "http.request.uri",
  "http.url": "http.request.full_uri",
  "http.status": "http.response.code",
  "http.code": "http.response.code",
  "dns.name": "dns.qry.name",
  "dns.query": "dns.qry.name",
  "dns.rcode": "dns.flags.rcode",
  "tls.sni": "tls.handshake.extensions_server_name",
  "tls.alpn": "tls.handshake.extensions_alpn_str",
  port: "tcp.port",
  host: "ip.addr",
  mac: "eth.addr",
  icmp6: "icmpv6",
  ipv4: "ip",
  ip6: "ipv6",
  ethernet: "eth",
};
