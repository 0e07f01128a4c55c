// @ts-check
/** Which columns are compared with tshark's, how, and which share of the packets must agree. */

import { FIELDS, Protocol, protocolInfo } from "@wirescope/decode";

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {number} demanded least share of equal rows among those in which either side has a value
 */

const EXACT = ["frame.number", "frame.time_epoch", "frame.len", "frame.cap_len"];
const HEADERS = (
  "eth.src eth.dst vlan.id ip.src ip.dst ipv6.src ipv6.dst ip.proto ipv6.nxt tcp.srcport tcp.dstport " +
  "udp.srcport udp.dstport tcp.flags arp.opcode icmp.type icmpv6.type"
).split(" ");
const NAMES = "dns.qry.name tls.handshake.extensions_server_name http.host http.request.uri".split(
  " ",
);
/** Columns for which no share is demanded; they are compared and shown. */
const OTHERS = (
  "frame.interface_id frame.encap_type ip.ttl ipv6.hlim ip.frag_offset ip.flags.mf ipv6.fraghdr.offset " +
  "tcp.stream udp.stream tcp.seq_raw tcp.ack_raw tcp.len udp.length sctp.srcport sctp.dstport sll.src.eth " +
  "wlan.sa wlan.da mpls.label gre.proto vxlan.vni quic.version tls.handshake.type tls.handshake.version " +
  "tls.handshake.extensions_alpn_str tls.handshake.ja3 tls.handshake.ja3s http.request.method " +
  "http.response.code http.user_agent dns.id dns.flags.response dns.flags.rcode dns.qry.type dns.a dns.aaaa " +
  "dns.cname ssh.protocol dhcp.option.dhcp _ws.col.Info frame.comment"
).split(" ");

/** @type {readonly Column[]} */
export const COLUMNS = [
  ...EXACT.map((name) => ({ name, demanded: 1 })),
  ...HEADERS.map((name) => ({ name, demanded: 0.9999 })),
  { name: "frame.protocols", demanded: 0.99 },
  ...NAMES.map((name) => ({ name, demanded: 0.999 })),
  { name: "_ws.col.Protocol", demanded: 0.97 },
  ...OTHERS.map((name) => ({ name, demanded: 0 })),
];

/** Names of layers, which have fields or stand by themselves. */
const KNOWN = new Set([
  "ethertype",
  "data",
  ...Object.values(Protocol).map((protocol) => protocolInfo(protocol).filterName),
  ...FIELDS.filter(({ type }) => type === "protocol").map(({ name }) => name),
]);

/** Layers that tshark has no reader for, and no name. */
const OURS_ALONE = new Set(["wsd"]);

/**
 * Whether both sides say the same, as far as both know the protocols: layers from the first on that one of
 * them does not have are not compared.
 *
 * @param {string} column
 * @param {string} ours
 * @param {string} theirs
 */
export function agree(column, ours, theirs) {
  if (ours === theirs) return true;
  if (column !== "frame.protocols") return false;
  const own = ours.split(":").findIndex((name) => OURS_ALONE.has(name));
  if (own > 0) return isData(theirs, ours.split(":").slice(0, own).join(":"));
  const names = theirs.split(":");
  const foreign = names.findIndex((name) => !KNOWN.has(name));
  if (foreign <= 0) return foreign === 0;
  const prefix = names.slice(0, foreign).join(":");
  return ours === prefix || ours.startsWith(`${prefix}:`);
}

/**
 * @param {string} protocols
 * @param {string} outer
 */
function isData(protocols, outer) {
  return protocols === outer || protocols === `${outer}:data`;
}
