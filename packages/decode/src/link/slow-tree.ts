/** Slow protocols, IEEE 802.3 Annex 57A: LACP (IEEE 802.1AX) is read, the others are named. */

import { formatMac } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import { addFields, addWithin, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";

const LACP = 1;
const OTHERS: Readonly<Record<number, readonly [filter: string, title: string, name: string]>> = {
  2: ["marker", "Link Aggregation Marker Protocol", "Marker"],
  3: ["oampdu", "OAMPDU", "OAM"],
  10: ["ossp", "Organization Specific Slow Protocol", "OSSP"],
};
const ACTOR_OFFSET = 2;
const PARTNER_OFFSET = 22;
const COLLECTOR_OFFSET = 42;
const FLAG_NAMES = [
  "activity",
  "timeout",
  "aggregation",
  "synchronization",
  "collecting",
  "distributing",
  "defaulted",
  "expired",
] as const;
/** The packet list's letter for each flag, expired first. */
const FLAG_LETTERS = "EFDCSGSA";

const SUBTYPE = defineField("slow.subtype", "uint8", "Slow Protocols subtype", {
  hex: true,
  values: { 1: "LACP", 2: "Marker Protocol", 3: "OAM", 10: "Organization Specific Slow Protocol" },
});
const VERSION = defineField("lacp.version", "uint8", "LACP Version", { hex: true });
const TLV_TYPE = defineField("lacp.tlv_type", "uint8", "TLV Type", { hex: true });
const TLV_LENGTH = defineField("lacp.tlv_length", "uint8", "TLV Length", { hex: true });
const ACTOR = side("actor", "Actor");
const PARTNER = side("partner", "Partner");
const DELAY = defineField("lacp.collector.max_delay", "uint16", "Collector Max Delay");

interface Side {
  readonly layout: FieldLayout;
  readonly state: FieldSpec;
  readonly flags: readonly FieldSpec[];
}

function side(name: string, title: string): Side {
  return {
    layout: [
      [TLV_TYPE, 0],
      [TLV_LENGTH, 1],
      [defineField(`lacp.${name}.sys_priority`, "uint16", `${title} System Priority`), 2],
      [defineField(`lacp.${name}.sysid`, "ether", `${title} System ID`), 4],
      [defineField(`lacp.${name}.key`, "uint16", `${title} Key`), 10],
      [defineField(`lacp.${name}.port_priority`, "uint16", `${title} Port Priority`), 12],
      [defineField(`lacp.${name}.port`, "uint16", `${title} Port`), 14],
    ],
    state: defineField(`lacp.${name}.state`, "uint8", `${title} State`, { hex: true }),
    flags: FLAG_NAMES.map((flag, bit) =>
      defineField(`lacp.${name}.state.${flag}`, "boolean", flag, { mask: 1 << bit }),
    ),
  };
}

export const SLOW_FIELDS: readonly FieldSpec[] = [
  SUBTYPE,
  VERSION,
  TLV_TYPE,
  TLV_LENGTH,
  ...[ACTOR, PARTNER].flatMap(({ layout, state, flags }) => [
    ...layoutFields(layout.slice(2)),
    state,
    ...flags,
  ]),
  DELAY,
];

export function dissectSlow(tree: Tree, { start, end }: LayerPlace): void {
  tree.layer("slow", "Slow Protocols", start, Math.min(end, start + 1));
  const subtype = Number(addWithin(tree, SUBTYPE, start, end)?.value);
  const other = OTHERS[subtype];
  if (subtype === LACP) addLacp(tree, start + 1, end);
  else if (other === undefined) tree.show("Slow Protocols", "");
  else {
    tree.layer(other[0], other[1], start + 1, end);
    tree.show(other[2], other[1]);
  }
}

function addLacp(tree: Tree, start: number, end: number): void {
  tree.layer("lacp", "Link Aggregation Control Protocol", start, end);
  const version = addWithin(tree, VERSION, start, end);
  const actor = addSide(tree, ACTOR, start + ACTOR_OFFSET - 1, end);
  const partner = addSide(tree, PARTNER, start + PARTNER_OFFSET - 1, end);
  addWithin(tree, DELAY, start + COLLECTOR_OFFSET + 1, end);
  tree.show("LACP", `v${Number(version?.value)} ACTOR ${actor} PARTNER ${partner}`);
}

/** @returns the side as the packet list shows it: system, port, key and flags */
function addSide(tree: Tree, { layout, state, flags }: Side, off: number, end: number): string {
  addFields(tree, layout, off, end);
  const at = off + 16;
  const bits = addWithin(tree, state, at, end);
  tree.inside(bits, () => {
    for (const flag of flags) tree.add(flag, at);
  });
  if (bits === undefined) return "";
  const { view } = tree;
  const letters = [...FLAG_LETTERS].map((letter, index) =>
    (Number(bits.value) & (0x80 >> index)) !== 0 ? letter : "*",
  );
  const system = formatMac(view, off + 4);
  return `${system} P: ${view.getUint16(off + 14)} K: ${view.getUint16(off + 10)} ${letters.join("")}`;
}
