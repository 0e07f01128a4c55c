/** What is behind the last layer of a packet without being a transport's payload. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";

/** True where octets are left that are no part of a layer: they are data. */
export function hasUnreadPayload(packet: Packet): boolean {
  if (packet.quotedFrom >= 0 || packet.payloadEnd <= packet.payloadStart) return false;
  return lastLayerStart(packet) !== packet.payloadStart && !isControlMessage(packet);
}

/** True for ICMP messages other than echoes: their body is fields, not data. */
function isControlMessage(packet: Packet): boolean {
  const { view, layerCount } = packet;
  const type = (): number => view.getUint8(packet.layerStart[layerCount - 1]!);
  switch (packet.layerProtocol[layerCount - 1]) {
    case Protocol.Icmp:
      return type() !== 0 && type() !== 8;
    case Protocol.Icmpv6:
      return type() !== 128 && type() !== 129;
    default:
      return false;
  }
}

/** Start of the last layer; the payload's own where that layer is named and not read. */
function lastLayerStart(packet: Packet): number {
  return packet.layerCount === 0 ? -1 : packet.layerStart[packet.layerCount - 1]!;
}
