/** Bidirectional forwarding detection: control packets, RFC 5880 §4.1, and echoes, which are the sender's own. */

import { defineField } from "../field.ts";
import { addFields, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const HEADER_LEN = 24;
const STATES: Readonly<Record<number, string>> = { 0: "AdminDown", 1: "Down", 2: "Init", 3: "Up" };
const DIAGNOSTICS: Readonly<Record<number, string>> = {
  0: "No Diagnostic",
  1: "Control Detection Time Expired",
  2: "Echo Function Failed",
  3: "Neighbor Signaled Session Down",
  4: "Forwarding Plane Reset",
  5: "Path Down",
  6: "Concatenated Path Down",
  7: "Administratively Down",
  8: "Reverse Concatenated Path Down",
  9: "Mis-Connectivity Defect",
};

const HEADER: FieldLayout = [
  [defineField("bfd.version", "uint8", "Protocol Version", { mask: 0xe0 }), 0],
  [
    defineField("bfd.diag", "uint8", "Diagnostic Code", {
      mask: 0x1f,
      hex: true,
      values: DIAGNOSTICS,
    }),
    0,
  ],
  [defineField("bfd.sta", "uint8", "Session State", { mask: 0xc0, hex: true, values: STATES }), 1],
  [defineField("bfd.flags", "uint8", "Message Flags", { hex: true, mask: 0x3f }), 1],
  [defineField("bfd.detect_time_multiplier", "uint8", "Detect Time Multiplier"), 2],
  [defineField("bfd.message_length", "uint8", "Message Length"), 3],
  [defineField("bfd.my_discriminator", "uint32", "My Discriminator", { hex: true }), 4],
  [defineField("bfd.your_discriminator", "uint32", "Your Discriminator", { hex: true }), 8],
  [defineField("bfd.desired_min_tx_interval", "uint32", "Desired Min TX Interval"), 12],
  [defineField("bfd.required_min_rx_interval", "uint32", "Required Min RX Interval"), 16],
  [defineField("bfd.required_min_echo_interval", "uint32", "Required Min Echo Interval"), 20],
];
const ECHO = defineField("bfd_echo.packet", "bytes", "Originator specific content");

function dissect({ view, payloadStart: off, payloadEnd: end }: Packet, tree: Tree): void {
  if (end - off < HEADER_LEN || view.getUint8(off) >>> 5 > 1) return;
  tree.layer("bfd", "BFD Control message", off, end);
  addFields(tree, HEADER, off, end);
  const second = view.getUint8(off + 1);
  const diagnostic = DIAGNOSTICS[view.getUint8(off) & 0x1f] ?? "Unknown";
  const flags = `0x${hex(second & 0x3f, 2)}`;
  tree.show("BFD Control", `Diag: ${diagnostic}, State: ${STATES[second >>> 6]}, Flags: ${flags}`);
}

function dissectEcho({ payloadStart: off, payloadEnd: end }: Packet, tree: Tree): void {
  tree.layer("bfd_echo", "BFD Echo message", off, end);
  tree.add(ECHO, off, end - off);
  tree.show("BFD Echo", "Originator specific content");
}

export const BFD_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Bfd],
  udpPorts: [3784, 4784],
  fields: layoutFields(HEADER),
  dissect,
};

export const BFD_ECHO_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.BfdEcho],
  udpPorts: [3785],
  fields: [ECHO],
  dissect: dissectEcho,
};
