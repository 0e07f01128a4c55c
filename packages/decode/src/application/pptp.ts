/** PPTP's control connection, RFC 2637 §2: messages behind a magic number. */

import { defineField } from "../field.ts";
import { addFields, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const MIN_LEN = 10;
const COOKIE = 0x1a2b_3c4d;
const MESSAGES: Readonly<Record<number, string>> = {
  1: "Start-Control-Connection-Request",
  2: "Start-Control-Connection-Reply",
  3: "Stop-Control-Connection-Request",
  4: "Stop-Control-Connection-Reply",
  5: "Echo-Request",
  6: "Echo-Reply",
  7: "Outgoing-Call-Request",
  8: "Outgoing-Call-Reply",
  9: "Incoming-Call-Request",
  10: "Incoming-Call-Reply",
  11: "Incoming-Call-Connected",
  12: "Call-Clear-Request",
  13: "Call-Disconnect-Notify",
  14: "WAN-Error-Notify",
  15: "Set-Link-Info",
};

const HEADER: FieldLayout = [
  [defineField("pptp.length", "uint16", "Length"), 0],
  [defineField("pptp.type", "uint16", "Message type"), 2],
  [defineField("pptp.magic_cookie", "uint32", "Magic Cookie", { hex: true }), 4],
  [
    defineField("pptp.control_message_type", "uint16", "Control Message Type", {
      values: MESSAGES,
    }),
    8,
  ],
];

function matches(view: DataView, off: number, end: number): boolean {
  return end - off >= MIN_LEN && view.getUint32(off + 4) === COOKIE;
}

function messageLength(view: DataView, off: number, end: number): number {
  return end - off < 2 ? 0 : Math.max(view.getUint16(off), MIN_LEN);
}

function dissect({ view, payloadStart: off, payloadEnd: end }: Packet, tree: Tree): void {
  if (!matches(view, off, end)) return;
  tree.layer("pptp", "Point-to-Point Tunnelling Protocol", off, end);
  addFields(tree, HEADER, off, end);
  const info = MESSAGES[view.getUint16(off + 8)] ?? "Unknown control type";
  tree.summarize(info);
  tree.show("PPTP", info);
}

export const PPTP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Pptp],
  tcpPorts: [1723],
  stream: { firstOctets: [0], matches },
  fields: layoutFields(HEADER),
  dissect,
  messageLength,
};
