/** IPsec behind NAT, RFC 3948: ESP, IKE behind four zero octets, and keepalives on UDP port 4500. */

import { defineField } from "../field.ts";
import { dissectEsp } from "../network/security-tree.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { dissectIsakmp, isIsakmp } from "./isakmp.ts";

const MARKER_LEN = 4;
const KEEPALIVE = 0xff;
/** SPI and sequence number. */
const ESP_HEADER_LEN = 8;

const NAT_KEEPALIVE = defineField("udpencap.nat_keepalive", "protocol", "NAT-keepalive packet");
const MARKER = defineField("udpencap.non_esp_marker", "protocol", "Non-ESP Marker");

function isKeepalive(view: DataView, off: number, end: number): boolean {
  return end - off === 1 && view.getUint8(off) === KEEPALIVE;
}

/** The marker and an IKE header; ESP alone cannot be told from random octets. */
function isMarkedIke(view: DataView, off: number, end: number, packet: Packet): boolean {
  if (end - off <= MARKER_LEN || view.getUint32(off) !== 0) return false;
  return isIsakmp(view, off + MARKER_LEN, end, packet.payloadLength - MARKER_LEN);
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  const title = "UDP Encapsulation of IPsec Packets";
  if (isKeepalive(view, off, end)) {
    tree.layer("udpencap", title, off, end);
    tree.add(NAT_KEEPALIVE, off, 1);
    tree.show("UDPENCAP", "NAT-keepalive");
    return;
  }
  const marked = end - off >= MARKER_LEN && view.getUint32(off) === 0;
  if (!marked && end - off < ESP_HEADER_LEN) return;
  tree.layer("udpencap", title, off, marked ? off + MARKER_LEN : off);
  if (marked) {
    tree.add(MARKER, off, MARKER_LEN);
    dissectIsakmp(tree, off + MARKER_LEN, end);
  } else {
    dissectEsp(tree, off, end);
  }
}

export const UDPENCAP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.UdpEncap],
  udpPorts: [4500],
  datagram: { firstOctets: [0], matches: isMarkedIke },
  fields: [NAT_KEEPALIVE, MARKER],
  dissect,
};
