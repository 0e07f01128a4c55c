/** GTP where it carries no packet: versions 0 and 1 (3GPP TS 29.060), 2 (TS 29.274), and GTP' (TS 32.295). */

import { defineField } from "../field.ts";
import { addFields, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const MIN_LEN = 8;
const PRIME_PORT = 3386;
/** Set in version 1 and 0 for GTP, clear for GTP'. */
const PROTOCOL_TYPE = 0x10;

const MESSAGES: Readonly<Record<number, string>> = {
  1: "Echo request",
  2: "Echo response",
  3: "Version not supported",
  16: "Create PDP context request",
  17: "Create PDP context response",
  18: "Update PDP context request",
  19: "Update PDP context response",
  20: "Delete PDP context request",
  21: "Delete PDP context response",
  26: "Error indication",
  31: "Supported extension header notification",
  240: "Data record transfer request",
  241: "Data record transfer response",
  254: "End marker",
  255: "T-PDU",
};
const MESSAGES_2: Readonly<Record<number, string>> = {
  1: "Echo Request",
  2: "Echo Response",
  3: "Version Not Supported Indication",
  32: "Create Session Request",
  33: "Create Session Response",
  34: "Modify Bearer Request",
  35: "Modify Bearer Response",
  36: "Delete Session Request",
  37: "Delete Session Response",
  95: "Create Bearer Request",
  96: "Create Bearer Response",
  170: "Release Access Bearers Request",
  171: "Release Access Bearers Response",
  176: "Downlink Data Notification",
  177: "Downlink Data Notification Acknowledgement",
};

const HEADER: FieldLayout = [
  [defineField("gtp.flags", "uint8", "Flags", { hex: true }), 0],
  [defineField("gtp.message", "uint8", "Message Type", { hex: true, values: MESSAGES }), 1],
  [defineField("gtp.length", "uint16", "Length"), 2],
];
const HEADER_2: FieldLayout = [
  [defineField("gtpv2.flags", "uint8", "Flags", { hex: true }), 0],
  [defineField("gtpv2.message_type", "uint8", "Message Type", { values: MESSAGES_2 }), 1],
  [defineField("gtpv2.msg_length", "uint16", "Message Length"), 2],
];

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (end - off < MIN_LEN) return;
  const version = view.getUint8(off) >>> 5;
  const type = view.getUint8(off + 1);
  if (version === 2) {
    tree.layer("gtpv2", "GPRS Tunneling Protocol V2", off, end);
    addFields(tree, HEADER_2, off, end);
    tree.show("GTPv2", MESSAGES_2[type] ?? "Unknown");
    return;
  }
  if (version > 2) return;
  const port = packet.sourcePort === PRIME_PORT || packet.destinationPort === PRIME_PORT;
  const prime = port && (view.getUint8(off) & PROTOCOL_TYPE) === 0;
  tree.layer(prime ? "gtpprime" : "gtp", "GPRS Tunneling Protocol", off, end);
  addFields(tree, HEADER, off, end);
  tree.show("GTP", MESSAGES[type] ?? "Unknown");
}

export const GTP_CONTROL_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Gtp],
  udpPorts: [2123, 2152, PRIME_PORT],
  fields: layoutFields(HEADER_2),
  dissect,
};
