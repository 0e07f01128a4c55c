/** PFCP, the control of user planes in mobile networks: the header of 3GPP TS 29.244 §7.2.2. */

import type { FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const PORT = 8805;
const VERSION = 1;
const HAS_SESSION = 0x01;

/** Flags, type and length, which does not count itself. */
const PREFIX_LEN = 4;
const SHORTEST = 8;

const MESSAGES: Readonly<Record<number, string>> = {
  1: "PFCP Heartbeat Request",
  2: "PFCP Heartbeat Response",
  3: "PFCP PFD Management Request",
  4: "PFCP PFD Management Response",
  5: "PFCP Association Setup Request",
  6: "PFCP Association Setup Response",
  7: "PFCP Association Update Request",
  8: "PFCP Association Update Response",
  9: "PFCP Association Release Request",
  10: "PFCP Association Release Response",
  11: "PFCP Version Not Supported Response",
  12: "PFCP Node Report Request",
  13: "PFCP Node Report Response",
  14: "PFCP Session Set Deletion Request",
  15: "PFCP Session Set Deletion Response",
  16: "PFCP Session Set Modification Request",
  17: "PFCP Session Set Modification Response",
  50: "PFCP Session Establishment Request",
  51: "PFCP Session Establishment Response",
  52: "PFCP Session Modification Request",
  53: "PFCP Session Modification Response",
  54: "PFCP Session Deletion Request",
  55: "PFCP Session Deletion Response",
  56: "PFCP Session Report Request",
  57: "PFCP Session Report Response",
};

const list = new FieldList();

list.define("pfcp", "protocol", "Packet Forwarding Control Protocol");
const FLAGS = list.define("pfcp.flags", "uint8", "Flags", { hex: true });
const FLAG_BITS: readonly FieldSpec[] = [
  list.define("pfcp.version", "uint8", "Version", { mask: 0xe0 }),
  list.define("pfcp.fo_flag", "boolean", "Follow On (FO)", { mask: 0x04 }),
  list.define("pfcp.mp_flag", "boolean", "Message Priority (MP)", { mask: 0x02 }),
  list.define("pfcp.s", "boolean", "SEID (S)", { mask: 0x01 }),
];
const TYPE = list.define("pfcp.msg_type", "uint8", "Message Type", { values: MESSAGES });
const LENGTH = list.define("pfcp.length", "uint16", "Length");
const SESSION = list.define("pfcp.seid", "uint64", "SEID", { hex: true });
const SEQUENCE = list.define("pfcp.seqno", "uint24", "Sequence Number");

/** The version, a message in use, and a length that is the datagram's. */
function matches(view: DataView, off: number, end: number, packet: Packet): boolean {
  if (end - off < SHORTEST || view.getUint8(off) >>> 5 !== VERSION) return false;
  if (MESSAGES[view.getUint8(off + 1)] === undefined) return false;
  return view.getUint16(off + 2) + PREFIX_LEN <= packet.payloadLength;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const flags = view.getUint8(start);
  if (end - start < SHORTEST || flags >>> 5 !== VERSION) return;
  const layer = tree.layer("pfcp", "Packet Forwarding Control Protocol", start, end);
  const cursor = new FieldCursor(tree, start, end);
  tree.inside(cursor.add(FLAGS), () => {
    for (const bit of FLAG_BITS) tree.add(bit, start);
  });
  const type = cursor.number(TYPE);
  cursor.add(LENGTH);
  if ((flags & HAS_SESSION) !== 0) cursor.add(SESSION);
  cursor.add(SEQUENCE);
  layer.summary = MESSAGES[type] ?? `Unknown (${type})`;
  tree.show("PFCP", layer.summary);
}

export const PFCP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Pfcp],
  udpPorts: [PORT],
  datagram: { ports: [PORT], matches },
  fields: list.specs,
  dissect,
};
