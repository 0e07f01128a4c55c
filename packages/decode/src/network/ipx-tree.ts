/** IPX, Novell's network layer: addresses, and what its sockets stand for. */

import { defineField, type FieldSpec } from "../field.ts";
import { addFields, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";

const HEADER_LEN = 30;
const DESTINATION_SOCKET = 16;
const SOURCE_SOCKET = 28;

/** What the packet list calls the protocol of a socket. */
const SOCKETS: Readonly<Record<number, string>> = {
  1105: "NCP",
  1106: "IPX SAP",
  1107: "IPX RIP",
  1109: "NBIPX",
  1363: "NMPI",
  36865: "NLSP",
};
const RIP_OPERATIONS = ["", "Request", "Response"];
const SAP_OPERATIONS = [
  "",
  "General Query",
  "General Response",
  "Nearest Query",
  "Nearest Response",
];

const HEADER: FieldLayout = [
  [defineField("ipx.checksum", "uint16", "Checksum", { hex: true }), 0],
  [defineField("ipx.len", "uint16", "Length"), 2],
  [defineField("ipx.hops", "uint8", "Transport Control (Hops)"), 4],
  [defineField("ipx.packet_type", "uint8", "Packet Type", { hex: true }), 5],
  [defineField("ipx.dst.node", "ether", "Destination Node"), 10],
  [
    defineField("ipx.dst.socket", "uint16", "Destination Socket", { hex: true }),
    DESTINATION_SOCKET,
  ],
  [defineField("ipx.src.node", "ether", "Source Node"), 22],
  [defineField("ipx.src.socket", "uint16", "Source Socket", { hex: true }), SOURCE_SOCKET],
];

export const IPX_FIELDS: readonly FieldSpec[] = layoutFields(HEADER);

export function dissectIpx(tree: Tree, { start, end }: LayerPlace): void {
  tree.layer("ipx", "Internetwork Packet eXchange", start, Math.min(end, start + HEADER_LEN));
  if (end - start < HEADER_LEN) return;
  addFields(tree, HEADER, start, end);
  const destination = tree.view.getUint16(start + DESTINATION_SOCKET);
  const source = tree.view.getUint16(start + SOURCE_SOCKET);
  const name = SOCKETS[destination] ?? SOCKETS[source] ?? "IPX";
  tree.show(name, infoOf(tree.view, name, start + HEADER_LEN, end));
}

function infoOf(view: DataView, name: string, off: number, end: number): string {
  const operations = name === "IPX RIP" ? RIP_OPERATIONS : SAP_OPERATIONS;
  if ((name !== "IPX RIP" && name !== "IPX SAP") || off + 2 > end) return "";
  return operations[view.getUint16(off)] ?? "Unknown Packet Type";
}
