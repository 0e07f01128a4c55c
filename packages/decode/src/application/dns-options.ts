/** Options of EDNS, RFC 6891 §6.1.2. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { expandName } from "./dns-name.ts";
import { readText } from "./name-text.ts";
import { addWithin } from "./within.ts";

/** Options of one record that are shown. */
const MAX_OPTIONS = 200;

const Code = {
  Dau: 5,
  Dhu: 6,
  N3u: 7,
  ClientSubnet: 8,
  Cookie: 10,
  KeepAlive: 11,
  Padding: 12,
  Chain: 13,
  ExtendedError: 15,
  OldClientSubnet: 20_730,
} as const;

const CODES: Readonly<Record<number, string>> = {
  0: "Reserved",
  1: "LLQ - Long-lived query",
  2: "UL - Update lease",
  3: "NSID - Name Server Identifier",
  4: "Owner (reserved)",
  5: "DAU - DNSSEC Algorithm Understood (RFC6975)",
  6: "DHU - DS Hash Understood (RFC6975)",
  7: "N3U - NSEC3 Hash Understood (RFC6975)",
  8: "CSUBNET - Client subnet",
  9: "EDNS EXPIRE (RFC7314)",
  10: "COOKIE",
  11: "EDNS TCP Keepalive",
  12: "PADDING",
  13: "CHAIN",
  14: "KEY TAG",
  15: "Extended DNS Error",
  20730: "Experimental - CSUBNET - Client subnet",
};

/** Extended errors, RFC 8914 §4. */
const ERRORS: Readonly<Record<number, string>> = {
  0: "Other Error",
  1: "Unsupported DNSKEY Algorithm",
  2: "Unsupported DS Digest Type",
  3: "Stale Answer",
  4: "Forged Answer",
  5: "DNSSEC Indeterminate",
  6: "DNSSEC Bogus",
  7: "Signature Expired",
  8: "Signature Not Yet Valid",
  9: "DNSKEY Missing",
  10: "RRSIGs Missing",
  11: "No Zone Key Bit Set",
  12: "NSEC Missing",
  13: "Cached Error",
  14: "Not Ready",
  15: "Blocked",
  16: "Censored",
  17: "Filtered",
  18: "Prohibited",
  19: "Stale NXDomain Answer",
  20: "Not Authoritative",
  21: "Not Supported",
  22: "No Reachable Authority",
  23: "Network Error",
  24: "Invalid Data",
};

const OPTION = defineField("dns.opt", "protocol", "Option");
const CODE = defineField("dns.opt.code", "uint16", "Option Code", { values: CODES });
const LENGTH = defineField("dns.opt.len", "uint16", "Option Length");
const DATA = defineField("dns.opt.data", "bytes", "Option Data");
const DAU = defineField("dns.opt.dau", "uint8", "DAU");
const DHU = defineField("dns.opt.dhu", "uint8", "DHU");
const N3U = defineField("dns.opt.n3u", "uint8", "N3U");
const FAMILY = defineField("dns.opt.client.family", "uint16", "Family", {
  values: { 1: "IPv4", 2: "IPv6" },
});
const NETMASK = defineField("dns.opt.client.netmask", "uint8", "Source Netmask");
const SCOPE = defineField("dns.opt.client.scope", "uint8", "Scope Netmask");
const SUBNET = defineField("dns.opt.client.addr", "bytes", "Client Subnet");
const SUBNET_4 = defineField("dns.opt.client.addr4", "ipv4", "Client Subnet");
const SUBNET_6 = defineField("dns.opt.client.addr6", "ipv6", "Client Subnet");
const CLIENT_COOKIE = defineField("dns.opt.cookie.client", "bytes", "Client Cookie");
const SERVER_COOKIE = defineField("dns.opt.cookie.server", "bytes", "Server Cookie");
const TIMEOUT = defineField("dns.opt.edns_tcp_keepalive.timeout", "uint16", "Timeout");
const PADDING = defineField("dns.opt.padding", "bytes", "Padding");
const TRUST_POINT = defineField("dns.opt.chain.fqdn", "string", "Closest Trust Point");
const ERROR_CODE = defineField("dns.opt.ext_error.info_code", "uint16", "Info Code", {
  values: ERRORS,
});
const ERROR_TEXT = defineField("dns.opt.ext_error.extra_text", "string", "Extra Text");

export const OPTION_FIELDS: readonly FieldSpec[] = [
  ...[CODE, LENGTH, DATA, DAU, DHU, N3U, FAMILY, NETMASK, SCOPE, SUBNET, SUBNET_4, SUBNET_6],
  ...[CLIENT_COOKIE, SERVER_COOKIE, TIMEOUT, PADDING, TRUST_POINT, ERROR_CODE, ERROR_TEXT],
];

export function addOptions(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  let off = start;
  for (let i = 0; i < MAX_OPTIONS && off + 4 <= end; i += 1) {
    const at = off;
    const code = view.getUint16(at);
    const value = at + 4;
    const after = value + view.getUint16(at + 2);
    if (after > end) return;
    tree.inside(tree.group(OPTION, at, after, CODES[code] ?? `Unknown (${code})`), () => {
      tree.add(CODE, at);
      tree.add(LENGTH, at + 2);
      if (after > value) tree.add(DATA, value, after - value);
      addValue(tree, code, value, after);
    });
    off = after;
  }
}

function addValue(tree: Tree, code: number, off: number, end: number): void {
  switch (code) {
    case Code.Dau:
    case Code.Dhu:
    case Code.N3u: {
      const spec = code === Code.Dau ? DAU : code === Code.Dhu ? DHU : N3U;
      for (let at = off; at < end; at += 1) tree.add(spec, at);
      return;
    }
    case Code.ClientSubnet:
    case Code.OldClientSubnet:
      addSubnet(tree, off, end);
      return;
    case Code.Cookie:
      addWithin(tree, CLIENT_COOKIE, off, end, 8);
      if (end - off > 8) tree.add(SERVER_COOKIE, off + 8, end - off - 8);
      return;
    case Code.KeepAlive:
      addWithin(tree, TIMEOUT, off, end);
      return;
    case Code.Padding:
      if (end > off) tree.add(PADDING, off, end - off);
      return;
    case Code.Chain:
      if (end > off) tree.value(TRUST_POINT, expandName(tree.view, off, off, end).name, off, end);
      return;
    case Code.ExtendedError:
      if (addWithin(tree, ERROR_CODE, off, end) === undefined || end - off === 2) return;
      tree.value(ERROR_TEXT, readText(tree.view, off + 2, end), off + 2, end);
      return;
    default:
      return;
  }
}

/** The client's network, cut after the octets that its prefix fills (RFC 7871 §6). */
function addSubnet(tree: Tree, off: number, end: number): void {
  const { view } = tree;
  if (off + 4 > end) return;
  tree.add(FAMILY, off);
  tree.add(NETMASK, off + 2);
  tree.add(SCOPE, off + 3);
  const start = off + 4;
  const family = view.getUint16(off);
  const octets = end - start;
  if ((family === 1 && octets <= 4) || (family === 2 && octets <= 16)) {
    const words = new DataView(new ArrayBuffer(family === 1 ? 4 : 16));
    for (let i = 0; i < octets; i += 1) words.setUint8(i, view.getUint8(start + i));
    const all = family === 1 ? [0] : [0, 4, 8, 12];
    const address = all.map((place) => words.getUint32(place));
    tree.address(family === 1 ? SUBNET_4 : SUBNET_6, address, start, end);
  } else if (octets > 0) {
    tree.add(SUBNET, start, octets);
  }
}
