/** The layer and Info text of a QUIC packet with a long header; the rest of it is encrypted. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { hex, readHex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import * as quic from "./quic.ts";

const PACKET_TYPES: Readonly<Record<number, string>> = {
  0: "Initial",
  1: "0-RTT",
  2: "Handshake",
  3: "Retry",
};

const QUIC = defineField("quic", "protocol", "QUIC IETF");
const HEADER_FORM = defineField("quic.header_form", "uint8", "Header Form", {
  mask: 0x80,
  values: { 1: "Long Header" },
});
const PACKET_TYPE = defineField("quic.long.packet_type", "uint8", "Packet Type", {
  values: PACKET_TYPES,
});
const VERSION = defineField("quic.version", "uint32", "Version", {
  hex: true,
  values: versionName,
});
const DESTINATION_LENGTH = defineField("quic.dcil", "uint8", "Destination Connection ID Length");
const DESTINATION_ID = defineField("quic.dcid", "bytes", "Destination Connection ID");
const SOURCE_LENGTH = defineField("quic.scil", "uint8", "Source Connection ID Length");
const SOURCE_ID = defineField("quic.scid", "bytes", "Source Connection ID");

export const FIELDS: readonly FieldSpec[] = [
  ...[QUIC, HEADER_FORM, PACKET_TYPE, VERSION],
  ...[DESTINATION_LENGTH, DESTINATION_ID, SOURCE_LENGTH, SOURCE_ID],
];

function versionName(version: number): string {
  if (version === quic.VERSION_1) return "1";
  if (version === quic.VERSION_2) return "2";
  return version >>> 8 === 0xff_0000 ? `draft-${version & 0xff}` : `0x${hex(version, 8)}`;
}

export function dissectQuic(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (quic.check(view, off, end) !== DecodeStatus.Ok) return;
  const type = quic.packetType(view, off);
  tree.layer("quic", "QUIC IETF", off, end);
  tree.summarize(`${PACKET_TYPES[type]}, version ${versionName(quic.version(view, off))}`);
  tree.add(HEADER_FORM, off);
  tree.value(PACKET_TYPE, type, off, off + 1);
  tree.add(VERSION, off + quic.VERSION);
  addConnectionId(tree, DESTINATION_LENGTH, DESTINATION_ID, quic.destinationIdStart(off));
  addConnectionId(tree, SOURCE_LENGTH, SOURCE_ID, quic.sourceIdStart(view, off));
}

function addConnectionId(tree: Tree, length: FieldSpec, id: FieldSpec, off: number): void {
  tree.add(length, off);
  const octets = tree.view.getUint8(off);
  if (octets > 0) tree.add(id, off + 1, octets);
}

/** `Initial, DCID=0afd2a44, SCID=5dfe7cea`. */
export function quicInfo(packet: Packet): string | undefined {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (quic.check(view, off, end) !== DecodeStatus.Ok) return undefined;
  const destination = connectionId(view, quic.destinationIdStart(off));
  const source = connectionId(view, quic.sourceIdStart(view, off));
  const parts = [PACKET_TYPES[quic.packetType(view, off)]!];
  if (destination !== "") parts.push(`DCID=${destination}`);
  if (source !== "") parts.push(`SCID=${source}`);
  return parts.join(", ");
}

function connectionId(view: DataView, off: number): string {
  return readHex(view, off + 1, off + 1 + view.getUint8(off));
}

export const QUIC_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Quic],
  fields: FIELDS,
  dissect: (packet, tree) => {
    dissectQuic(packet, tree);
    const info = quicInfo(packet);
    if (info !== undefined) tree.show("QUIC", info);
  },
};
