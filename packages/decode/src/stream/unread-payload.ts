/** What is behind the last layer of a packet without being a transport's payload. */

import * as llc from "../link/llc.ts";
import { isConnectivityTest } from "../network/icmpv6-tree.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";

/** True where octets are left that are no part of a layer: they are data. */
export function hasUnreadPayload(packet: Packet): boolean {
  if (packet.quotedFrom >= 0 || packet.payloadEnd <= packet.payloadStart) return false;
  return lastLayerStart(packet) !== packet.payloadStart && !isPartOfLayer(packet);
}

/** IPv6's "no next header": octets behind it are to be ignored (RFC 8200 §4.7). */
const NO_NEXT_HEADER = 59;

/**
 * True where what follows the last layer's header is its own: the elements of 802.11's management, the
 * information of LLC's exchange of identification, the fields of ICMP messages other than echoes.
 */
function isPartOfLayer(packet: Packet): boolean {
  const { view, layerCount } = packet;
  const start = lastLayerStart(packet);
  const type = (): number => view.getUint8(start);
  switch (packet.layerProtocol[layerCount - 1]) {
    case Protocol.WlanManagement:
      return true;
    case Protocol.Llc:
      return llc.isIdentification(view, start);
    case Protocol.Ipv6:
      return view.getUint8(start + 6) === NO_NEXT_HEADER;
    case Protocol.Icmp:
      return type() !== 0 && type() !== 8;
    case Protocol.Icmpv6:
      return (type() !== 128 && type() !== 129) || isConnectivityTest(packet);
    default:
      return false;
  }
}

/** Start of the last layer; the payload's own where that layer is named and not read. */
function lastLayerStart(packet: Packet): number {
  return packet.layerCount === 0 ? -1 : packet.layerStart[packet.layerCount - 1]!;
}
