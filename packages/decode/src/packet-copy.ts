/** Records for octets that a packet carries in other places than its own view. */

import { Packet } from "./packet.ts";

/**
 * A record for a payload that was put together from several packets, of which `packet` is the last.
 *
 * Its view holds the payload and nothing else; the layers of `packet` are named in it, without places.
 *
 * @param length octets of the payload on the wire, of which the view may hold the first alone
 */
export function copyOver(packet: Packet, view: DataView, length: number): Packet {
  const copy = new Packet();
  copySummary(packet, copy);
  copy.view = view;
  copy.end = view.byteLength;
  copy.layerProtocol.set(packet.layerProtocol);
  copy.layerCount = packet.layerCount;
  copy.transportStart = packet.transportStart < 0 ? -1 : 0;
  copy.payloadEnd = view.byteLength;
  copy.payloadLength = length;
  return copy;
}

/** Copies what the source said, and the ends between which the packet went. */
export function copySummary(from: Packet, to: Packet): void {
  to.number = from.number;
  to.seconds = from.seconds;
  to.nanoseconds = from.nanoseconds;
  to.interfaceId = from.interfaceId;
  to.linkType = from.linkType;
  to.originalLength = from.originalLength;
  to.ipVersion = from.ipVersion;
  to.source0 = from.source0;
  to.source1 = from.source1;
  to.source2 = from.source2;
  to.source3 = from.source3;
  to.destination0 = from.destination0;
  to.destination1 = from.destination1;
  to.destination2 = from.destination2;
  to.destination3 = from.destination3;
  to.ipProtocol = from.ipProtocol;
  to.sourcePort = from.sourcePort;
  to.destinationPort = from.destinationPort;
  to.tcpFlags = from.tcpFlags;
  to.protocol = from.protocol;
  to.protocolByPort = from.protocolByPort;
}
