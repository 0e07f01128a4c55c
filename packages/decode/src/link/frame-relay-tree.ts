/** Fields of Frame Relay. */

import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import { etherTypeName } from "../network/ether-type-names.ts";
import type { Tree } from "../tree.ts";
import * as relay from "./frame-relay.ts";
import { NLPID_SNAP } from "./nlpid.ts";

const UPPER = defineField("fr.upper_dlci", "uint8", "Upper DLCI", { mask: 0xfc, hex: true });
const RESPONSE = defineField("fr.cr", "boolean", "CR", { mask: 0x02 });
const LAST = defineField("fr.ea", "boolean", "EA", { mask: 0x01 });
const SECOND = defineField("fr.second_dlci", "uint8", "Second DLCI", { mask: 0xf0, hex: true });
const FORWARD = defineField("fr.fecn", "boolean", "FECN", { mask: 0x08 });
const BACKWARD = defineField("fr.becn", "boolean", "BECN", { mask: 0x04 });
const ELIGIBLE = defineField("fr.de", "boolean", "DE", { mask: 0x02 });
const DLCI = defineField("fr.dlci", "uint32", "DLCI");
const TYPE = defineField("fr.chdlctype", "uint16", "Type", { hex: true, values: etherTypeName });
const CONTROL = defineField("fr.control", "uint8", "Control Field", { hex: true });
const NLPID = defineField("fr.nlpid", "uint8", "NLPID", {
  hex: true,
  values: {
    128: "SNAP",
    129: "CLNP",
    130: "ESIS",
    131: "ISIS",
    142: "IPv6",
    204: "IP",
    207: "PPP",
  },
});
const OUI = defineField("fr.snap.oui", "uint24", "Organization Code");
const SNAP_TYPE = defineField("fr.snaptype", "uint16", "Type", {
  hex: true,
  values: etherTypeName,
});

export const FRAME_RELAY_FIELDS: readonly FieldSpec[] = [
  UPPER,
  RESPONSE,
  LAST,
  SECOND,
  FORWARD,
  BACKWARD,
  ELIGIBLE,
  DLCI,
  TYPE,
  CONTROL,
  NLPID,
  OUI,
  SNAP_TYPE,
];

export function dissectFrameRelay(tree: Tree, { index, start, end }: LayerPlace): void {
  const { packet, view } = tree;
  const nested = index + 1 < packet.layerCount;
  tree.layer("fr", "Frame Relay", start, nested ? packet.layerStart[index + 1]! : end);
  const length = relay.addressLength(view, start, end);
  if (length === 0) return;
  for (const spec of [UPPER, RESPONSE, LAST]) tree.add(spec, start);
  for (const spec of [SECOND, FORWARD, BACKWARD, ELIGIBLE, LAST]) tree.add(spec, start + 1);
  const dlci = tree.value(DLCI, relay.dlci(view, start, length), start, start + length);
  tree.summarize(`DLCI: ${dlci.raw}`);
  const after = start + length;
  if (after >= end) return;
  if (!relay.hasControl(view, after)) {
    addWithin(tree, TYPE, after, end);
    return;
  }
  tree.add(CONTROL, after);
  const at = relay.nlpidOffset(view, after, end);
  if (addWithin(tree, NLPID, at, end)?.value !== NLPID_SNAP) return;
  addWithin(tree, OUI, at + 1, end);
  addWithin(tree, SNAP_TYPE, at + 4, end);
}
