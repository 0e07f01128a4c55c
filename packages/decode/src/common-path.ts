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
import { DecodeStatus } from "./status.ts";
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
 * Reads a packet of Ethernet into the record, whatever that held before.
 *
 * @returns false, with the record untouched, for a packet that the layers' steps have to read
 */
export function readCommon(packet: Packet, view: DataView, start: number, end: number): boolean {
  if (end - start < TRANSPORT + tcp.MIN_HEADER_LEN) return false;
  const ip = start + IP;
  if (view.getUint16(ip - 2) !== TYPE_IPV4 || view.getUint8(ip) !== PLAIN_HEADER) return false;
  if ((ipv4.fragmentWord(view, ip) & FRAGMENT_BITS) !== 0) return false;
  const length = Math.max(packet.originalLength, end - start);
  const total = ipv4.totalLength(view, ip);
  if (total > length - IP) return false;
  const captured = Math.min(ip + total, end);
  const off = start + TRANSPORT;
  const number = ipv4.protocol(view, ip);
  let transport: Protocol = Protocol.Tcp;
  let header = udp.HEADER_LEN;
  let flags = 0;
  if (number === NUMBER_TCP) {
    header = tcp.headerLength(view, off);
    if (header < tcp.MIN_HEADER_LEN || off + header > captured) return false;
    flags = tcp.flags(view, off);
  } else {
    if (number !== NUMBER_UDP || total < ipv4.MIN_HEADER_LEN + udp.HEADER_LEN) return false;
    if (udp.length(view, off) !== total - ipv4.MIN_HEADER_LEN) return false;
    const tunnel = tunnelOfPorts(udp.srcPort(view, off), udp.dstPort(view, off));
    if (tunnel !== Protocol.Unknown) return false;
    transport = Protocol.Udp;
  }
  const { layerProtocol, layerStart, layerEnd, layerLength } = packet;
  // A reference that is stored again costs as much as a new one.
  if (packet.view !== view) packet.view = view;
  packet.start = start;
  packet.end = end;
  packet.layerCount = 3;
  layerProtocol[0] = Protocol.Ethernet;
  layerStart[0] = start;
  layerEnd[0] = end;
  layerLength[0] = length;
  layerProtocol[1] = Protocol.Ipv4;
  layerStart[1] = ip;
  layerEnd[1] = captured;
  layerLength[1] = total;
  layerProtocol[2] = transport;
  layerStart[2] = off;
  layerEnd[2] = captured;
  layerLength[2] = total - ipv4.MIN_HEADER_LEN;
  packet.quotedFrom = -1;
  packet.status = DecodeStatus.Ok;
  packet.statusProtocol = 0;
  packet.statusOffset = 0;
  packet.vlanId = -1;
  packet.destinationMac = start + ethernet.DESTINATION;
  packet.sourceMac = start + ethernet.SOURCE;
  packet.etherType = TYPE_IPV4;
  if (packet.ipVersion === 6) packet.clearIpv6();
  packet.ipVersion = 4;
  packet.tunnelDepth = 0;
  packet.ipStart = ip;
  packet.source0 = ipv4.source(view, ip) | 0;
  packet.destination0 = ipv4.destination(view, ip) | 0;
  packet.ipProtocol = number;
  packet.fragmentOffset = 0;
  packet.isFragment = false;
  packet.transportStart = off;
  packet.sourcePort = view.getUint16(off);
  packet.destinationPort = view.getUint16(off + 2);
  packet.tcpFlags = flags;
  packet.payloadStart = off + header;
  packet.payloadEnd = captured;
  packet.payloadLength = total - ipv4.MIN_HEADER_LEN - header;
  packet.protocol = transport;
  packet.protocolByPort = false;
  return true;
}
