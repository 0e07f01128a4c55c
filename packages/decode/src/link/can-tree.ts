/** Fields of CAN frames as SocketCAN hands them over (https://www.tcpdump.org/linktypes/LINKTYPE_CAN_SOCKETCAN.html). */

import { dissectData } from "../data-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { LayerPlace } from "../layer-place.ts";
import { protocolInfo } from "../protocol-info.ts";
import type { Tree } from "../tree.ts";

/** Identifier with its flags, length, and three octets that only CAN FD uses. */
const HEADER_LEN = 8;
const EXTENDED = 0x8000_0000;
const REMOTE = 0x4000_0000;
const ERROR = 0x2000_0000;
const EXTENDED_ID = 0x1fff_ffff;
const STANDARD_ID = 0x7ff;

const ID = defineField("can.id", "uint32", "CAN Message Identifier", { hex: true });
const IS_EXTENDED = defineField("can.flags.xtd", "boolean", "Extended Flag");
const IS_REMOTE = defineField("can.flags.rtr", "boolean", "Remote Transmission Request Flag");
const IS_ERROR = defineField("can.flags.err", "boolean", "Error Message Flag");
const LENGTH = defineField("can.len", "uint8", "Frame-Length");

export const CAN_FIELDS: readonly FieldSpec[] = [ID, IS_EXTENDED, IS_REMOTE, IS_ERROR, LENGTH];

/** Cooked captures have the identifier in the host's order, the link type in network order. */
export function dissectCan(tree: Tree, { index, protocol, start, end }: LayerPlace): void {
  const { view } = tree;
  const { filterName, title, name } = protocolInfo(protocol);
  tree.layer(filterName, title, start, Math.min(end, start + HEADER_LEN));
  if (end - start < HEADER_LEN) return;
  const word = view.getUint32(start, index > 0);
  const error = (word & ERROR) !== 0;
  const remote = (word & REMOTE) !== 0;
  const extended = (word & EXTENDED) !== 0;
  const id = (word & (extended || error ? EXTENDED_ID : STANDARD_ID)) >>> 0;
  tree.value(ID, id, start, start + 4);
  tree.value(IS_EXTENDED, extended, start, start + 4);
  tree.value(IS_REMOTE, remote, start, start + 4);
  tree.value(IS_ERROR, error, start, start + 4);
  const length = Number(tree.add(LENGTH, start + 4)?.value);
  const suffix = remote ? "(Remote Transmission Request)" : "";
  const info = error ? "ERR" : `ID: ${id} (0x${id.toString(16)}), Length: ${length}${suffix}`;
  tree.summarize(info);
  tree.show(name, info);
  const dataEnd = Math.min(end, start + HEADER_LEN + length);
  if (!error && dataEnd > start + HEADER_LEN) dissectData(tree, start + HEADER_LEN, dataEnd);
}
