/**
 * Names the application protocol of a packet: by its content, or else by its ports.
 *
 * Content is looked at in this packet alone. Ports are a guess, and the packet says so.
 */

import type { Packet } from "../packet.ts";
import { countedAs, Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import * as dhcp from "./dhcp.ts";
import * as dns from "./dns.ts";
import * as http from "./http.ts";
import { protocolOfPorts } from "./port-protocol.ts";
import { RECOGNISED } from "./recognised.ts";
import { REGISTRY } from "./registry.ts";
import { SignatureTable } from "./signature-table.ts";

const ALL = [...REGISTRY, ...RECOGNISED];
const STREAM_SIGNATURES = new SignatureTable(ALL, "stream");
const DATAGRAM_SIGNATURES = new SignatureTable(ALL, "datagram");

const TCP = 6;
const UDP = 17;

/**
 * The protocol of the payload, stored in `packet.protocol` as well, with `protocolByPort`.
 *
 * A packet without payload is its transport protocol, and so is a fragment without ports. Of a payload
 * of which nothing was captured, the ports alone tell. What the decoder named beyond TCP, UDP and SCTP
 * stays what it is. Allocates nothing and never throws.
 */
export function identify(packet: Packet): Protocol {
  const layers = packet.quotedFrom < 0 ? packet.layerCount : packet.quotedFrom;
  if (layers === 0) return packet.protocol;
  const transport = countedAs(packet.layerProtocol[layers - 1] as Protocol);
  packet.protocol = transport;
  packet.protocolByPort = false;
  if (packet.transportStart < 0 || packet.sourcePort < 0) return transport;
  const isCaptured = packet.payloadEnd > packet.payloadStart;
  if (!isCaptured && packet.payloadLength <= 0) return transport;
  if (transport !== Protocol.Tcp && transport !== Protocol.Udp && transport !== Protocol.Sctp) {
    return transport;
  }
  const content = isCaptured ? identifyContent(packet) : Protocol.Unknown;
  if (content !== Protocol.Unknown) {
    packet.protocol = content;
    return content;
  }
  const guess = protocolOfPorts(packet.ipProtocol, packet.sourcePort, packet.destinationPort);
  if (guess === Protocol.Unknown) return transport;
  packet.protocol = guess;
  packet.protocolByPort = true;
  return guess;
}

function identifyContent(packet: Packet): Protocol {
  switch (packet.ipProtocol) {
    case TCP:
      return identifyStream(packet);
    case UDP:
      return identifyDatagram(packet);
    default:
      return Protocol.Unknown;
  }
}

function identifyStream(packet: Packet): Protocol {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (http.isRequest(view, off, end) || http.isResponse(view, off, end)) return Protocol.Http;
  if (isPort(packet, dns.PORT) && dns.isStreamMessage(view, off, end)) return Protocol.Dns;
  return STREAM_SIGNATURES.find(view, off, end, packet);
}

function identifyDatagram(packet: Packet): Protocol {
  const { view, payloadStart: off, payloadEnd: end, payloadLength: length } = packet;
  if (isPort(packet, dns.PORT)) {
    if (dns.isPlausible(view, off, end, length)) return Protocol.Dns;
  } else if (isPort(packet, dns.MDNS_PORT)) {
    if (dns.isPlausible(view, off, end, length)) return Protocol.Mdns;
  } else if (isPort(packet, dns.LLMNR_PORT)) {
    if (dns.isPlausible(view, off, end, length)) return Protocol.Llmnr;
  }
  if (dhcp.check(view, off, end) === DecodeStatus.Ok) return Protocol.Dhcp;
  const signature = DATAGRAM_SIGNATURES.find(view, off, end, packet);
  if (signature !== Protocol.Unknown) return signature;
  return dns.isUnmistakable(view, off, end, length) ? Protocol.Dns : Protocol.Unknown;
}

function isPort(packet: Packet, port: number): boolean {
  return packet.sourcePort === port || packet.destinationPort === port;
}
