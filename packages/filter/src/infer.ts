/** What people type who know no filter language, turned into a filter that says the same. */

import { parseIpv4, parseIpv6, parseMac, serviceName } from "@wirescope/decode";
import { FilterError } from "./errors.ts";
import { findField, suggestField } from "./field-table.ts";
import { compileFilter } from "./filter.ts";
import { KEYWORDS } from "./parser.ts";
import { quote } from "./quoted.ts";

export interface InferredFilter {
  /** Canonical text of a filter, or the text as typed where it is a filter with an error in it. */
  readonly text: string;
  /** True when `text` is not what was typed but what was meant. */
  readonly inferred: boolean;
}

/** Fields in which a bare name is looked for. */
const NAME_FIELDS = ["dns.qry.name", "tls.handshake.extensions_server_name", "http.host"] as const;

/** Application names that are called otherwise in the language. */
const PROTOCOL_WORDS: Readonly<Record<string, string>> = {
  https: "tls",
  ssl: "tls",
  bootp: "dhcp",
  icmp6: "icmpv6",
  ipv4: "ip",
  ethernet: "eth",
  postgres: "pgsql",
  redis: "resp",
  wireguard: "wg",
  netbios: "nbns",
  smb1: "smb",
};

/**
 * The filter that `text` is, or that was meant by it.
 *
 * `443` is a port, `10.0.0.0/8` an address, `dns` a protocol, `github` a part of a name; `host:`,
 * `port:`, `net:`, `mac:`, `proto:` and `name:` say which, `-` in front means not, and words one
 * after the other must all hold. What is a valid filter is left as it is.
 */
export function inferFilter(text: string): InferredFilter {
  const typed = text.trim();
  if (typed === "") return { text: "", inferred: false };
  const valid = canonical(typed);
  if (valid !== undefined) return { text: valid, inferred: false };
  const words = joinPairs(typed).split(/\s+/);
  const parts: string[] = [];
  for (const word of words) {
    const part = inferSigned(word);
    if (part === undefined) return { text: typed, inferred: false };
    parts.push(parts.length > 0 || words.length > 1 ? grouped(part) : part);
  }
  const inferred = canonical(parts.join(" && "));
  return inferred === undefined
    ? { text: typed, inferred: false }
    : { text: inferred, inferred: true };
}

/** `port 443 and host 1.2.3.4`, as capture filters have it, in the words of {@link inferFilter}. */
function joinPairs(text: string): string {
  return text.replace(/\b(host|net|port) +(?=\S)/gi, "$1:").replace(/ +and +/gi, " ");
}

function canonical(text: string): string | undefined {
  try {
    return compileFilter(text).text;
  } catch (error) {
    if (error instanceof FilterError) return undefined;
    throw error;
  }
}

function grouped(filter: string): string {
  return filter.includes("||") ? `(${filter})` : filter;
}

function inferSigned(word: string): string | undefined {
  if (!word.startsWith("-") || word.length === 1) return inferWord(word);
  const positive = inferWord(word.slice(1));
  return positive && `!(${positive})`;
}

function inferWord(word: string): string | undefined {
  const keyed = /^(host|ip|net|port|mac|proto|protocol|name|service|vlan):(.+)$/i.exec(word);
  if (keyed !== null) return inferKeyed(keyed[1]!.toLowerCase(), keyed[2]!);
  if (/^:[0-9]+$/.test(word)) return portFilter(word.slice(1));
  if (/^[0-9]+$/.test(word)) return portFilter(word);
  const withPort = /^([0-9.]+|\[[0-9a-f:.]+\]):([0-9]+)$/i.exec(word);
  if (withPort !== null) {
    const address = addressFilter(withPort[1]!.replace(/^\[|\]$/g, ""));
    const port = portFilter(withPort[2]!);
    return address && port && `${address} && (${port})`;
  }
  return addressFilter(word) ?? macFilter(word) ?? protocolFilter(word) ?? nameFilter(word);
}

function inferKeyed(key: string, value: string): string | undefined {
  switch (key) {
    case "host":
    case "ip":
    case "net":
      return addressFilter(value) ?? nameFilter(value);
    case "port":
      return portFilter(value);
    case "mac":
      return macFilter(value);
    case "proto":
    case "protocol":
      return protocolFilter(value);
    case "service":
      return protocolFilter(value) ?? servicePorts(value);
    case "vlan":
      return /^[0-9]+$/.test(value) ? `vlan.id == ${value}` : undefined;
    default:
      return nameFilter(value);
  }
}

function portFilter(text: string): string | undefined {
  const range = /^([0-9]{1,5})(?:(?:-|\.\.)([0-9]{1,5}))?$/.exec(text);
  if (range === null) return servicePorts(text);
  const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])];
  if (from > 65_535 || to > 65_535 || from > to) return undefined;
  const test = from === to ? `== ${from}` : `in {${from}..${to}}`;
  return `tcp.port ${test} || udp.port ${test}`;
}

/** The lowest port that has this service name. */
function servicePorts(name: string): string | undefined {
  for (let port = 1; port < 65_536; port += 1) {
    const isTcp = serviceName("tcp", port) === name.toLowerCase();
    if (isTcp || serviceName("udp", port) === name.toLowerCase()) return portFilter(String(port));
  }
  return undefined;
}

function addressFilter(text: string): string | undefined {
  const [address = "", prefix] = text.split("/");
  const bits = prefix === undefined ? 0 : Number(prefix);
  if (prefix !== undefined && !/^[0-9]{1,3}$/.test(prefix)) return undefined;
  if (parseIpv4(address) !== undefined) return bits <= 32 ? `ip.addr == ${text}` : undefined;
  if (parseIpv6(address) !== undefined) return bits <= 128 ? `ipv6.addr == ${text}` : undefined;
  return partialIpv4(text);
}

/** `192.168.` and `192.168.1` are the networks that start so. */
function partialIpv4(text: string): string | undefined {
  const octets = /^([0-9]{1,3})\.(?:([0-9]{1,3})(?:\.(?:([0-9]{1,3})\.?)?)?)?$/.exec(text);
  if (octets === null) return undefined;
  const given = octets.slice(1).filter((octet) => octet !== undefined);
  const address = [...given, "0", "0", "0"].slice(0, 4).join(".");
  return parseIpv4(address) === undefined ? undefined : `ip.addr == ${address}/${8 * given.length}`;
}

function macFilter(text: string): string | undefined {
  if (parseMac(text) !== undefined) return `eth.addr == ${text.toLowerCase()}`;
  const start = /^([0-9a-f]{2}(?:[:-][0-9a-f]{2}){1,4})[:-]?$/i.exec(text);
  if (start === null) return undefined;
  const octets = start[1]!.toLowerCase().replaceAll("-", ":");
  return `eth.addr[0:${(octets.length + 1) / 3}] == ${octets}`;
}

function protocolFilter(text: string): string | undefined {
  const lower = text.toLowerCase();
  const name = PROTOCOL_WORDS[lower] ?? lower;
  return findField(name)?.valueClass === "protocol" ? name : undefined;
}

/** A part of a name that somebody asked for or spoke to; not what looks like a field gone wrong. */
function nameFilter(text: string): string | undefined {
  if (!/^[\p{L}\p{N}_*.-]+$/u.test(text) || !/[\p{L}\p{N}]/u.test(text)) return undefined;
  if (KEYWORDS.has(text.toLowerCase())) return undefined;
  const protocol = text.split(".", 1)[0]!;
  const isField = text.includes(".") && findField(protocol) !== undefined;
  if (isField && suggestField(text) !== undefined) return undefined;
  const part = quote(text.toLowerCase().replace(/^\*\.?|\*$/g, ""));
  return NAME_FIELDS.map((field) => `${field} contains ${part}`).join(" || ");
}
