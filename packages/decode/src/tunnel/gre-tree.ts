/** Fields of GRE. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Field } from "../layer.ts";
import type { LayerPlace } from "../layer-place.ts";
import { etherTypeName } from "../network/ether-type-names.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import * as gre from "./gre.ts";

const FLAGS = defineField("gre.flags_and_version", "uint16", "Flags and Version", { hex: true });
const TYPE = defineField("gre.proto", "uint16", "Protocol Type", {
  hex: true,
  values: etherTypeName,
});
const KEY = defineField("gre.key", "uint32", "Key", { hex: true });
const PAYLOAD_LENGTH = defineField("gre.key.payload_length", "uint16", "Payload Length");
const CALL_ID = defineField("gre.key.call_id", "uint16", "Call ID");
const SEQUENCE = defineField("gre.sequence_number", "uint32", "Sequence Number");

export const GRE_FIELDS: readonly FieldSpec[] = [
  FLAGS,
  TYPE,
  KEY,
  PAYLOAD_LENGTH,
  CALL_ID,
  SEQUENCE,
];

/** Type I, which has no header of its own, is told from type II by the sequence number that it lacks. */
const ERSPAN_I_OR_II = 0x88be;
const CHECKSUM_OR_ROUTING = 0xc000;
const KEY_PRESENT = 0x2000;
const SEQUENCE_PRESENT = 0x1000;

export function dissectGre(tree: Tree, { index, start }: LayerPlace): void {
  const { packet, view } = tree;
  const complete = tree.has(start, gre.MIN_HEADER_LEN);
  const length = complete ? gre.headerLength(view, start) : gre.MIN_HEADER_LEN;
  tree.layer("gre", "Generic Routing Encapsulation", start, start + length);
  tree.add(FLAGS, start);
  const type = tree.add(TYPE, start + 2);
  if (type === undefined) return;
  tree.summarize(type.text);
  const flags = gre.flags(view, start);
  let off = start + gre.MIN_HEADER_LEN + ((flags & CHECKSUM_OR_ROUTING) !== 0 ? 4 : 0);
  if ((flags & KEY_PRESENT) !== 0) {
    const field = tree.add(KEY, off);
    const at = off;
    if (gre.version(view, start) === 1) {
      tree.inside(field, () => {
        tree.add(PAYLOAD_LENGTH, at);
        tree.add(CALL_ID, at + 2);
      });
    }
    off += 4;
  }
  if ((flags & SEQUENCE_PRESENT) !== 0) tree.add(SEQUENCE, off);
  if (packet.payloadStart >= start + length && index === packet.layerCount - 1)
    showAlone(tree, type);
  if (type.value === ERSPAN_I_OR_II && packet.layerProtocol[index + 1] === Protocol.Ethernet) {
    tree.mention("erspan");
  }
}

/** GRE with nothing behind it, as routers send it to themselves to test a tunnel. */
function showAlone(tree: Tree, type: Field): void {
  const keepalive = type.value === 0;
  tree.show(
    "GRE",
    keepalive ? "Encapsulated Possible GRE keepalive packet" : `Encapsulated ${type.text}`,
  );
}
