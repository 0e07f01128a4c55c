/** DHCP for IPv6, RFC 8415: messages, relays around them, and the options that tell who and where. */

import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { readHex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { readText } from "./name-text.ts";

const HEADER_LEN = 4;
const RELAY_HEADER_LEN = 34;
/** Relays around a message (RFC 8415 §7.6: HOP_COUNT_LIMIT), and containers inside it. */
const MAX_DEPTH = 8;
const MAX_OPTIONS = 256;

const TYPES: Readonly<Record<number, string>> = {
  1: "Solicit",
  2: "Advertise",
  3: "Request",
  4: "Confirm",
  5: "Renew",
  6: "Rebind",
  7: "Reply",
  8: "Release",
  9: "Decline",
  10: "Reconfigure",
  11: "Information-request",
  12: "Relay-forw",
  13: "Relay-reply",
  14: "Leasequery",
  15: "Leasequery-reply",
  16: "Leasequery-done",
  17: "Leasequery-data",
  18: "Reconfigure-request",
  19: "Reconfigure-reply",
};
const OPTIONS: Readonly<Record<number, string>> = {
  1: "Client Identifier",
  2: "Server Identifier",
  3: "Identity Association for Non-temporary Address",
  4: "Identity Association for Temporary Address",
  5: "IA Address",
  6: "Option Request",
  7: "Preference",
  8: "Elapsed time",
  9: "Relay Message",
  13: "Status code",
  14: "Rapid Commit",
  16: "Vendor Class",
  17: "Vendor-specific Information",
  18: "Interface-Id",
  23: "DNS recursive name server",
  24: "Domain Search List",
  25: "Identity Association for Prefix Delegation",
  26: "IA Prefix",
  39: "Client Fully Qualified Domain Name",
};
const Option = {
  ClientId: 1,
  ServerId: 2,
  NonTemporary: 3,
  Temporary: 4,
  Address: 5,
  Request: 6,
  Elapsed: 8,
  Relay: 9,
  Status: 13,
  DnsServers: 23,
  PrefixDelegation: 25,
  Prefix: 26,
  ClientFqdn: 39,
} as const;

const TYPE = defineField("dhcpv6.msgtype", "uint8", "Message type", { values: TYPES });
const TRANSACTION = defineField("dhcpv6.xid", "uint24", "Transaction ID", { hex: true });
const HOPS = defineField("dhcpv6.hopcount", "uint8", "Hopcount");
const LINK = defineField("dhcpv6.linkaddr", "ipv6", "Link address");
const PEER = defineField("dhcpv6.peeraddr", "ipv6", "Peer address");
const OPTION = defineField("dhcpv6.option.type", "uint16", "Option", { values: OPTIONS });
const LENGTH = defineField("dhcpv6.option.length", "uint16", "Length");
const DUID = defineField("dhcpv6.duid.bytes", "bytes", "DUID");
const DUID_TYPE = defineField("dhcpv6.duid.type", "uint16", "DUID Type", {
  values: {
    1: "link-layer address plus time",
    2: "assigned by vendor based on Enterprise number",
    3: "link-layer address",
    4: "UUID",
  },
});
const IAID = defineField("dhcpv6.iaid", "string", "IAID");
const T1 = defineField("dhcpv6.iaid.t1", "uint32", "T1");
const T2 = defineField("dhcpv6.iaid.t2", "uint32", "T2");
const ADDRESS = defineField("dhcpv6.iaaddr.ip", "ipv6", "IPv6 address");
const PREFERRED = defineField("dhcpv6.iaaddr.pref_lifetime", "uint32", "Preferred lifetime");
const VALID = defineField("dhcpv6.iaaddr.valid_lifetime", "uint32", "Valid lifetime");
const PREFIX_LENGTH = defineField("dhcpv6.iaprefix.pref_len", "uint8", "Prefix length");
const PREFIX = defineField("dhcpv6.iaprefix.pref_addr", "ipv6", "Prefix address");
const REQUESTED = defineField("dhcpv6.requested_option_code", "uint16", "Requested Option code", {
  values: OPTIONS,
});
const STATUS = defineField("dhcpv6.status_code", "uint16", "Status Code");
const DNS_SERVER = defineField("dhcpv6.dns_server", "ipv6", "DNS server address");
const FQDN = defineField("dhcpv6.client_domain", "string", "Client FQDN");

const FIELDS: readonly FieldSpec[] = [
  TYPE,
  TRANSACTION,
  HOPS,
  LINK,
  PEER,
  OPTION,
  LENGTH,
  DUID,
  DUID_TYPE,
  IAID,
  T1,
  T2,
  ADDRESS,
  PREFERRED,
  VALID,
  PREFIX_LENGTH,
  PREFIX,
  REQUESTED,
  STATUS,
  DNS_SERVER,
  FQDN,
];

function isRelay(type: number): boolean {
  return type === 12 || type === 13;
}

/** @returns the packet list's line of the message in `[off, end)` */
function addMessage(tree: Tree, off: number, end: number, depth: number): string {
  if (end - off < HEADER_LEN) return "";
  const type = tree.view.getUint8(off);
  tree.add(TYPE, off);
  if (isRelay(type)) {
    addWithin(tree, HOPS, off + 1, end);
    const link = addWithin(tree, LINK, off + 2, end);
    addWithin(tree, PEER, off + 18, end);
    const details = addOptions(tree, off + RELAY_HEADER_LEN, end, depth);
    return `${TYPES[type]} L: ${link?.raw ?? ""} ${details}`;
  }
  const id = tree.add(TRANSACTION, off + 1);
  const details = addOptions(tree, off + HEADER_LEN, end, depth);
  return `${TYPES[type] ?? "Message Type Unknown"} XID: ${id?.raw} ${details}`;
}

function addOptions(tree: Tree, start: number, end: number, depth: number): string {
  let details = "";
  let off = start;
  for (let i = 0; i < MAX_OPTIONS && off + 4 <= end; i += 1) {
    const at = off;
    const type = tree.view.getUint16(at);
    const stop = at + 4 + tree.view.getUint16(at + 2);
    if (stop > end) break;
    tree.inside(tree.add(OPTION, at), () => {
      tree.add(LENGTH, at + 2);
      details += addOption(tree, type, at + 4, stop, depth);
    });
    off = stop;
  }
  return details;
}

function addOption(tree: Tree, type: number, off: number, end: number, depth: number): string {
  switch (type) {
    case Option.ClientId:
    case Option.ServerId:
      if (off < end) tree.add(DUID, off, end - off);
      addWithin(tree, DUID_TYPE, off, end);
      return type === Option.ClientId ? `CID: ${readHex(tree.view, off, end)} ` : "";
    case Option.NonTemporary:
    case Option.PrefixDelegation:
      addAssociation(tree, off, end);
      addWithin(tree, T1, off + 4, end);
      addWithin(tree, T2, off + 8, end);
      return nested(tree, off + 12, end, depth);
    case Option.Temporary:
      addAssociation(tree, off, end);
      return nested(tree, off + 4, end, depth);
    case Option.Address: {
      const address = addWithin(tree, ADDRESS, off, end);
      addWithin(tree, PREFERRED, off + 16, end);
      addWithin(tree, VALID, off + 20, end);
      return `${address === undefined ? "" : `IAA: ${address.raw} `}${nested(tree, off + 24, end, depth)}`;
    }
    case Option.Prefix:
      addWithin(tree, PREFIX_LENGTH, off + 8, end);
      addWithin(tree, PREFIX, off + 9, end);
      return nested(tree, off + 25, end, depth);
    case Option.Request:
      for (let at = off; at + 2 <= end; at += 2) tree.add(REQUESTED, at);
      return "";
    case Option.Status:
      addWithin(tree, STATUS, off, end);
      return "";
    case Option.DnsServers:
      for (let at = off; at + 16 <= end; at += 16) tree.add(DNS_SERVER, at);
      return "";
    case Option.ClientFqdn:
      if (off + 1 < end) tree.value(FQDN, domainName(tree.view, off + 1, end), off + 1, end);
      return "";
    case Option.Relay:
      return depth < MAX_DEPTH ? addMessage(tree, off, end, depth + 1) : "";
    default:
      return "";
  }
}

/** The number of an association prints in base 16. */
function addAssociation(tree: Tree, off: number, end: number): void {
  if (off + 4 <= end) tree.value(IAID, readHex(tree.view, off, off + 4), off, off + 4);
}

function nested(tree: Tree, start: number, end: number, depth: number): string {
  return depth < MAX_DEPTH ? addOptions(tree, start, end, depth + 1) : "";
}

/** Labels behind their lengths, without compression (RFC 8415 §10). */
function domainName(view: DataView, start: number, end: number): string {
  const labels: string[] = [];
  let off = start;
  while (off < end) {
    const stop = off + 1 + view.getUint8(off);
    if (stop === off + 1 || stop > end) break;
    labels.push(readText(view, off + 1, stop));
    off = stop;
  }
  return labels.join(".");
}

function matches(view: DataView, off: number, end: number, packet: Packet): boolean {
  const low = Math.min(packet.sourcePort, packet.destinationPort);
  const agreed = low === 546 || (low === 547 && packet.ipVersion === 6);
  return agreed && end - off >= HEADER_LEN && TYPES[view.getUint8(off)] !== undefined;
}

function dissect(packet: Packet, tree: Tree): void {
  const { payloadStart: off, payloadEnd: end } = packet;
  if (end - off < HEADER_LEN) return;
  tree.layer("dhcpv6", "DHCPv6", off, end);
  const info = addMessage(tree, off, end, 0);
  tree.summarize(info.trimEnd());
  tree.show("DHCPv6", info);
}

export const DHCPV6_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Dhcpv6],
  udpPorts: [546, 547],
  datagram: { firstOctets: Object.keys(TYPES).map(Number), matches },
  fields: FIELDS,
  dissect,
};
