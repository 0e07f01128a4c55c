/**
 * The packets that make up nearly all traffic, read in one piece: Ethernet, a whole IPv4 datagram
 * without options, TCP or UDP.
 *
 * The layers' own steps give the same record for them, at several times the cost: this file saves
 * the dispatch between layers and the second reading of offsets. A property test holds the two
 * equal. Whatever is unusual is left to the steps.
 */

import * as ethernet from "./link/ethernet.ts";
import * as ipv4 from "./network/ipv4.ts";
import type { Packet } from "./packet.ts";
import { Protocol } from "./protocol.ts";
import * as tcp from "./transport/tcp.ts";
import * as udp from "./transport/udp.ts";
import { tunnelOfPorts } from "./tunnel/udp-port.ts";

const TYPE_IPV4 = 0x0800;
/** Version 4 and a header of five words. */
const PLAIN_HEADER = 0x45;
const FRAGMENT_BITS = 0x3fff;
const NUMBER_TCP = 6;
const NUMBER_UDP = 17;

/** Where the headers are, relative to each other; nothing between them varies. */
const IP = ethernet.HEADER_LEN;
const TRANSPORT = IP + ipv4.MIN_HEADER_LEN;

/**
 * Reads a packet that `reset` has prepared; the link type is Ethernet.
 *
 * @returns false, with the record untouched, for a packet that the layers' steps have to read
 */
export function readCommon(packet: Packet, view: DataView, start: number, end: number): boolean {
  if (end - start < TRANSPORT + tcp.MIN_HEADER_LEN) return false;
  const ip = start + IP;
  if (view.getUint16(ip - 2) !== TYPE_IPV4 || view.getUint8(ip) !== PLAIN_HEADER) return false;
  if ((ipv4.fragmentWord(view, ip) & FRAGMENT_BITS) !== 0) return false;
  const total = ipv4.totalLength(view, ip);
  if (total > packet.payloadLength - IP) return false;
  const captured = Math.min(ip + total, end);
  const off = start + TRANSPORT;
  const number = ipv4.protocol(view, ip);
  if (number === NUMBER_TCP) {
    const header = tcp.headerLength(view, off);
    if (header < tcp.MIN_HEADER_LEN || off + header > captured) return false;
    packet.tcpFlags = tcp.flags(view, off);
    finish(packet, view, Protocol.Tcp, captured, total);
    packet.payloadStart = off + header;
    packet.payloadLength = total - ipv4.MIN_HEADER_LEN - header;
    return true;
  }
  if (number !== NUMBER_UDP || total < ipv4.MIN_HEADER_LEN + udp.HEADER_LEN) return false;
  if (udp.length(view, off) !== total - ipv4.MIN_HEADER_LEN) return false;
  if (tunnelOfPorts(udp.srcPort(view, off), udp.dstPort(view, off)) !== Protocol.Unknown) {
    return false;
  }
  finish(packet, view, Protocol.Udp, captured, total);
  packet.payloadStart = off + udp.HEADER_LEN;
  packet.payloadLength = total - ipv4.MIN_HEADER_LEN - udp.HEADER_LEN;
  return true;
}

/** What TCP and UDP packets have in common. */
function finish(
  packet: Packet,
  view: DataView,
  transport: Protocol,
  captured: number,
  total: number,
): void {
  const { start, layerProtocol, layerStart, layerEnd, layerLength } = packet;
  const ip = start + IP;
  const off = start + TRANSPORT;
  layerProtocol[0] = Protocol.Ethernet;
  layerStart[0] = start;
  layerEnd[0] = packet.end;
  layerLength[0] = packet.payloadLength;
  layerProtocol[1] = Protocol.Ipv4;
  layerStart[1] = ip;
  layerEnd[1] = captured;
  layerLength[1] = total;
  layerProtocol[2] = transport;
  layerStart[2] = off;
  layerEnd[2] = captured;
  layerLength[2] = total - ipv4.MIN_HEADER_LEN;
  packet.layerCount = 3;
  packet.destinationMac = start + ethernet.DESTINATION;
  packet.sourceMac = start + ethernet.SOURCE;
  packet.etherType = TYPE_IPV4;
  packet.ipVersion = 4;
  packet.ipStart = ip;
  packet.source0 = ipv4.source(view, ip) | 0;
  packet.destination0 = ipv4.destination(view, ip) | 0;
  packet.ipProtocol = ipv4.protocol(view, ip);
  packet.transportStart = off;
  packet.sourcePort = view.getUint16(off);
  packet.destinationPort = view.getUint16(off + 2);
  packet.payloadEnd = captured;
  packet.protocol = transport;
}
