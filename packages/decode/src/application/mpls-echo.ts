/** Ping and traceroute of label switched paths, RFC 8029 §3. */

import { defineField } from "../field.ts";
import { addFields, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const HEADER_LEN = 16;
const TYPES: Readonly<Record<number, string>> = { 1: "MPLS Echo Request", 2: "MPLS Echo Reply" };

const HEADER: FieldLayout = [
  [defineField("mpls_echo.version", "uint16", "Version"), 0],
  [defineField("mpls_echo.flags", "uint16", "Global Flags", { hex: true }), 2],
  [defineField("mpls_echo.msg_type", "uint8", "Message Type", { values: TYPES }), 4],
  [defineField("mpls_echo.reply_mode", "uint8", "Reply Mode"), 5],
  [defineField("mpls_echo.return_code", "uint8", "Return Code"), 6],
  [defineField("mpls_echo.return_subcode", "uint8", "Return Subcode"), 7],
  [defineField("mpls_echo.sender_handle", "uint32", "Sender's Handle", { hex: true }), 8],
  [defineField("mpls_echo.sequence", "uint32", "Sequence Number"), 12],
];

function dissect({ view, payloadStart: off, payloadEnd: end }: Packet, tree: Tree): void {
  if (end - off < HEADER_LEN || view.getUint16(off) !== 1) return;
  tree.layer("mpls-echo", "Multiprotocol Label Switching Echo", off, end);
  addFields(tree, HEADER, off, end);
  tree.show("MPLS ECHO", TYPES[view.getUint8(off + 4)] ?? "MPLS Data Plane");
}

export const MPLS_ECHO_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.MplsEcho],
  udpPorts: [3503],
  fields: layoutFields(HEADER),
  dissect,
};
