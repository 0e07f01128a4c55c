/**
 * What belongs together in ICMP (RFC 792, RFC 950, RFC 1256) and ICMPv6 (RFC 4443, RFC 4861, RFC
 * 2710, RFC 4620): a request and its reply, told apart by their identifier where they have one. Every
 * other message stands alone, by its type and code.
 */
import type { Packet } from "@wirescope/decode";
import { IP_PROTOCOL_ICMP, IP_PROTOCOL_ICMPV6 } from "./ip-protocol.ts";

const NONE = 0xff;
const CODE = 1;
const IDENTIFIER = 4;
/** Octets up to the end of the identifier. */
const IDENTIFIER_END = 6;

/** Request type of each type that is part of a pair. */
const REQUEST_V4 = pairs([
  [8, 0],
  [13, 14],
  [15, 16],
  [17, 18],
  [10, 9],
]);
const REQUEST_V6 = pairs([
  [128, 129],
  [133, 134],
  [135, 136],
  [139, 140],
  [144, 145],
  [146, 147],
]);

/** Messages of both protocols that carry an identifier in octets 4 and 5. */
const IDENTIFIED_V4 = new Uint8Array(256);
for (const type of [8, 13, 15, 17]) IDENTIFIED_V4[type] = 1;
const IDENTIFIED_V6 = new Uint8Array(256);
for (const type of [128, 144, 146]) IDENTIFIED_V6[type] = 1;

function pairs(list: readonly (readonly [number, number])[]): Uint8Array {
  const requests = new Uint8Array(256).fill(NONE);
  for (const [request, reply] of list) {
    requests[request] = request;
    requests[reply] = request;
  }
  return requests;
}

function requestTable(packet: Packet): Uint8Array | undefined {
  if (packet.transportStart < 0 || packet.transportStart + 2 > packet.end) return undefined;
  if (packet.ipProtocol === IP_PROTOCOL_ICMP) return REQUEST_V4;
  if (packet.ipProtocol === IP_PROTOCOL_ICMPV6) return REQUEST_V6;
  return undefined;
}

/**
 * The exchange that an ICMP packet belongs to: type of the request in the upper half, identifier or
 * code in the lower. 0 for packets that are not ICMP or whose header was not captured.
 */
export function icmpExchange(packet: Packet): number {
  const requests = requestTable(packet);
  if (requests === undefined) return 0;
  const at = packet.transportStart;
  const type = packet.view.getUint8(at);
  const request = requests[type]!;
  if (request === NONE) return (type << 16) | packet.view.getUint8(at + CODE);
  const identified = requests === REQUEST_V4 ? IDENTIFIED_V4 : IDENTIFIED_V6;
  const identifier =
    identified[request] === 1 && at + IDENTIFIER_END <= packet.end
      ? packet.view.getUint16(at + IDENTIFIER)
      : 0;
  return (request << 16) | identifier;
}

/** True for a reply, whose destination therefore began the exchange. */
export function isIcmpReply(packet: Packet): boolean {
  const requests = requestTable(packet);
  if (requests === undefined) return false;
  const type = packet.view.getUint8(packet.transportStart);
  const request = requests[type]!;
  return request !== NONE && request !== type;
}
