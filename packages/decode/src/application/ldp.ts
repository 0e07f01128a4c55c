/** The label distribution protocol, RFC 5036 §3: one PDU, and the first message in it. */

import { defineField } from "../field.ts";
import { addFields, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const HEADER_LEN = 10;
/** Version and length, which the length does not count. */
const LENGTH_OFFSET = 4;
const MAX_MESSAGES = 128;
const MESSAGES: Readonly<Record<number, string>> = {
  1: "Notification Message",
  256: "Hello Message",
  512: "Initialization Message",
  513: "Keep Alive Message",
  768: "Address Message",
  769: "Address Withdrawal Message",
  1024: "Label Mapping Message",
  1025: "Label Request Message",
  1026: "Label Withdrawal Message",
  1027: "Label Release Message",
  1028: "Label Abort Request Message",
};

const HEADER: FieldLayout = [
  [defineField("ldp.hdr.version", "uint16", "Version"), 0],
  [defineField("ldp.hdr.pdu_len", "uint16", "PDU Length"), 2],
  [defineField("ldp.hdr.ldpid.lsr", "ipv4", "LSR ID"), 4],
  [defineField("ldp.hdr.ldpid.lsid", "uint16", "Label Space ID"), 8],
];
const MESSAGE: FieldLayout = [
  [defineField("ldp.msg.type", "uint16", "Message Type", { mask: 0x7fff, hex: true }), 0],
  [defineField("ldp.msg.len", "uint16", "Message Length"), 2],
  [defineField("ldp.msg.id", "uint32", "Message ID", { hex: true }), 4],
];

function matches(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN + 4 || view.getUint16(off) !== 1) return false;
  return MESSAGES[view.getUint16(off + HEADER_LEN) & 0x7fff] !== undefined;
}

function messageLength(view: DataView, off: number, end: number): number {
  return end - off < LENGTH_OFFSET ? 0 : LENGTH_OFFSET + view.getUint16(off + 2);
}

function dissect({ view, payloadStart: off, payloadEnd }: Packet, tree: Tree): void {
  if (payloadEnd - off < HEADER_LEN || view.getUint16(off) !== 1) return;
  const end = Math.min(payloadEnd, off + LENGTH_OFFSET + view.getUint16(off + 2));
  tree.layer("ldp", "Label Distribution Protocol", off, end);
  addFields(tree, HEADER, off, end);
  let info = "";
  let at = off + HEADER_LEN;
  for (let i = 0; i < MAX_MESSAGES && at + 8 <= end; i += 1) {
    addFields(tree, MESSAGE, at, end);
    info += `${MESSAGES[view.getUint16(at) & 0x7fff] ?? "Unknown Message"} `;
    at += LENGTH_OFFSET + view.getUint16(at + 2);
  }
  tree.show("LDP", info);
}

export const LDP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Ldp],
  tcpPorts: [646],
  udpPorts: [646],
  stream: { firstOctets: [0], ports: [646], matches },
  datagram: { firstOctets: [0], ports: [646], matches },
  fields: layoutFields(HEADER, MESSAGE),
  dissect,
  messageLength,
};
