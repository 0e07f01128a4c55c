/** The precision time protocol, IEEE 1588-2008 §13.3, over UDP and over Ethernet. */

import { defineField, type FieldSpec } from "../field.ts";
import { addFields, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const PORTS = [319, 320];
const HEADER_LEN = 34;
const TYPES: Readonly<Record<number, string>> = {
  0: "Sync Message",
  1: "Delay_Req Message",
  2: "Peer_Delay_Req Message",
  3: "Peer_Delay_Resp Message",
  8: "Follow_Up Message",
  9: "Delay_Resp Message",
  10: "Peer_Delay_Resp_Follow_Up Message",
  11: "Announce Message",
  12: "Signalling Message",
  13: "Management Message",
};

const HEADER: FieldLayout = [
  [defineField("ptp.v2.majorsdoid", "uint8", "majorSdoId", { mask: 0xf0, hex: true }), 0],
  [
    defineField("ptp.v2.messagetype", "uint8", "messageType", {
      mask: 0x0f,
      hex: true,
      values: TYPES,
    }),
    0,
  ],
  [defineField("ptp.v2.minorversionptp", "uint8", "minorVersionPTP", { mask: 0xf0 }), 1],
  [defineField("ptp.v2.versionptp", "uint8", "versionPTP", { mask: 0x0f }), 1],
  [defineField("ptp.v2.messagelength", "uint16", "messageLength"), 2],
  [defineField("ptp.v2.domainnumber", "uint8", "domainNumber"), 4],
  [defineField("ptp.v2.minorsdoid", "uint8", "minorSdoId"), 5],
  [defineField("ptp.v2.flags", "uint16", "flags", { hex: true }), 6],
  [defineField("ptp.v2.messagetypespecific", "uint32", "messageTypeSpecific"), 16],
  [defineField("ptp.v2.clockidentity", "uint64", "ClockIdentity", { hex: true }), 20],
  [defineField("ptp.v2.sourceportid", "uint16", "SourcePortID"), 28],
  [defineField("ptp.v2.sequenceid", "uint16", "sequenceId"), 30],
  [defineField("ptp.v2.controlfield", "uint8", "controlField"), 32],
  [defineField("ptp.v2.logmessageperiod", "int8", "logMessagePeriod"), 33],
];

const PTP_FIELDS: readonly FieldSpec[] = layoutFields(HEADER);

/** Messages directly over Ethernet. */
export function dissectPtp(tree: Tree, { start, end }: LayerPlace): void {
  addMessage(tree, start, end);
}

function addMessage(tree: Tree, off: number, end: number): void {
  const version = end - off < 2 ? 0 : tree.view.getUint8(off + 1) & 0x0f;
  tree.layer("ptp", "Precision Time Protocol (IEEE1588)", off, end);
  if (version !== 2) {
    tree.show(version === 1 ? "PTPv1" : "PTP", "");
    return;
  }
  addFields(tree, HEADER, off, end);
  const info = TYPES[tree.view.getUint8(off) & 0x0f] ?? "Unknown PTP Message";
  tree.summarize(info);
  tree.show("PTPv2", info);
}

function matches(view: DataView, off: number, end: number, packet: Packet): boolean {
  const port = Math.min(packet.sourcePort, packet.destinationPort);
  const length = packet.payloadLength;
  if (!PORTS.includes(port) || end - off < HEADER_LEN) return false;
  return (view.getUint8(off + 1) & 0x0f) === 2 && view.getUint16(off + 2) <= length;
}

export const PTP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Ptp],
  udpPorts: PORTS,
  datagram: { ports: PORTS, matches },
  fields: PTP_FIELDS,
  dissect: (packet, tree) => addMessage(tree, packet.payloadStart, packet.payloadEnd),
};
