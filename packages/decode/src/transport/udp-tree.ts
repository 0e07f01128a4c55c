/** Fields of the UDP header. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import * as udp from "./udp.ts";

const SRC_PORT = defineField("udp.srcport", "uint16", "Source Port", { aliases: ["udp.port"] });
const DST_PORT = defineField("udp.dstport", "uint16", "Destination Port", {
  aliases: ["udp.port"],
});
const LENGTH = defineField("udp.length", "uint16", "Length");
const CHECKSUM = defineField("udp.checksum", "uint16", "Checksum", { hex: true });
const STREAM = defineField("udp.stream", "uint32", "Stream index");
const PAYLOAD = defineField("udp.payload", "bytes", "UDP payload");

export const UDP_FIELDS: readonly FieldSpec[] = [
  SRC_PORT,
  DST_PORT,
  LENGTH,
  CHECKSUM,
  STREAM,
  PAYLOAD,
];

export function dissectUdp(tree: Tree, start: number, end: number): void {
  const headerEnd = start + udp.HEADER_LEN;
  tree.layer("udp", "User Datagram Protocol", start, headerEnd);
  tree.add(SRC_PORT, start);
  if (tree.add(DST_PORT, start + 2) !== undefined) {
    const ports = `Src Port: ${udp.srcPort(tree.view, start)}`;
    tree.summarize(`${ports}, Dst Port: ${udp.dstPort(tree.view, start)}`);
  }
  tree.add(LENGTH, start + 4);
  tree.add(CHECKSUM, start + 6);
  const stream = tree.transport?.stream;
  if (stream !== undefined) tree.value(STREAM, stream, start, start);
  if (headerEnd < end) tree.add(PAYLOAD, headerEnd, end - headerEnd);
}

/** One line: `51544 → 53 Len=28`; a length that cannot be is told. */
export function udpInfo(packet: Packet): string {
  const ports = `${packet.sourcePort} → ${packet.destinationPort}`;
  const off = packet.transportStart;
  if (off < 0) return ports;
  const length = udp.length(packet.view, off);
  const room = packet.layerLength[packet.layerCount - 1]!;
  const isBad = length > room && packet.layerProtocol[packet.layerCount - 1] === Protocol.Udp;
  const bad = isBad ? ` [BAD UDP LENGTH ${length} > IP PAYLOAD LENGTH]` : "";
  const octets = isBad ? length - udp.HEADER_LEN : Math.max(packet.payloadLength, 0);
  return `${ports}${bad} Len=${octets}`;
}
