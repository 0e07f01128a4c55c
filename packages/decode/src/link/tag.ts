/**
 * Tags that switches put between the addresses and the type, besides VLANs: the E-tag of 802.1BR,
 * the VN-tag of Cisco, the service tag of 802.1ah with the addresses that it wraps, and Cisco's
 * metadata. Each ends in the EtherType of what follows.
 */

import { MAX_8023_LENGTH } from "../network/ether-type.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";
import { followEtherType, followLength } from "./ethernet.ts";

const TYPE_LEN = 2;

/** Octets of the tag, the type at its end included. */
export function headerLength(protocol: Protocol): number {
  switch (protocol) {
    case Protocol.VnTag:
      return 4 + TYPE_LEN;
    case Protocol.Pbb:
      return 16 + TYPE_LEN;
    default:
      return 6 + TYPE_LEN;
  }
}

export function check(off: number, end: number, protocol: Protocol): DecodeStatus {
  return end - off < headerLength(protocol) ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

/** Cisco's metadata ends in its type behind Ethernet and begins with it inside GRE. */
function typeOffset(packet: Packet, protocol: Protocol): number {
  const leads =
    protocol === Protocol.CiscoMetadata &&
    packet.layerProtocol[packet.layerCount - 1] === Protocol.Gre;
  return leads ? 0 : headerLength(protocol) - TYPE_LEN;
}

export function step(packet: Packet, view: DataView, protocol: Protocol): Protocol {
  const length = headerLength(protocol);
  if (check(packet.payloadStart, packet.payloadEnd, protocol) !== DecodeStatus.Ok) {
    return stopShort(packet, protocol, length);
  }
  const type = view.getUint16(packet.payloadStart + typeOffset(packet, protocol));
  enter(packet, protocol, length);
  if (type > MAX_8023_LENGTH) return followEtherType(packet, type);
  return followLength(packet, view, type);
}
