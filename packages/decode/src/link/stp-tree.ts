/** Spanning tree BPDUs: IEEE 802.1D (STP, RSTP), IEEE 802.1Q (MSTP), and Cisco's per VLAN. */

import { formatMac } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import { addFields, addWithin, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";

const BpduType = { Configuration: 0x00, Rapid: 0x02, TopologyChange: 0x80 } as const;

/** Octets of a configuration BPDU; version 1's length follows in rapid ones. */
const CONFIGURATION_LEN = 35;
/** Where the instances of an MST BPDU begin, and the octets of each. */
const MST_INSTANCES = 102;
const INSTANCE_LEN = 16;
const SPANNING_TREE = 0;
/** GARP on the same access point, told by its own identifier. */
const GARP = 1;

const PROTOCOL = defineField("stp.protocol", "uint16", "Protocol Identifier", { hex: true });
const VERSION = defineField("stp.version", "uint8", "Protocol Version Identifier", {
  values: {
    0: "Spanning Tree",
    2: "Rapid Spanning Tree",
    3: "Multiple Spanning Tree",
    4: "Shortest Path Tree",
  },
});
const TYPE = defineField("stp.type", "uint8", "BPDU Type", {
  hex: true,
  values: {
    0: "Configuration",
    2: "Rapid/Multiple Spanning Tree",
    128: "Topology Change Notification",
  },
});
const FLAGS = defineField("stp.flags", "uint8", "BPDU flags", { hex: true });
const ROLE = defineField("stp.flags.port_role", "uint8", "Port Role", {
  mask: 0x0c,
  values: { 1: "Alternate or Backup", 2: "Root", 3: "Designated" },
});
const FLAG_BITS: readonly FieldSpec[] = [
  flag("tcack", "Topology Change Acknowledgment", 0x80),
  flag("agreement", "Agreement", 0x40),
  flag("forwarding", "Forwarding", 0x20),
  flag("learning", "Learning", 0x10),
  ROLE,
  flag("proposal", "Proposal", 0x02),
  flag("tc", "Topology Change", 0x01),
];
const ROOT_PRIORITY = defineField("stp.root.prio", "uint16", "Root Bridge Priority");
const ROOT_EXTENSION = defineField("stp.root.ext", "uint16", "Root Bridge System ID Extension");
const BRIDGE_PRIORITY = defineField("stp.bridge.prio", "uint16", "Bridge Priority");
const BRIDGE_EXTENSION = defineField("stp.bridge.ext", "uint16", "Bridge System ID Extension");
const CONFIGURATION: FieldLayout = [
  [defineField("stp.root.hw", "ether", "Root Bridge System ID"), 7],
  [defineField("stp.root.cost", "uint32", "Root Path Cost"), 13],
  [defineField("stp.bridge.hw", "ether", "Bridge System ID"), 19],
  [defineField("stp.port", "uint16", "Port identifier", { hex: true }), 25],
];
/** Times in 256ths of a second. */
const TIMES: FieldLayout = [
  [defineField("stp.msg_age", "double", "Message Age"), 27],
  [defineField("stp.max_age", "double", "Max Age"), 29],
  [defineField("stp.hello", "double", "Hello Time"), 31],
  [defineField("stp.forward", "double", "Forward Delay"), 33],
];
const VERSION_1_LENGTH = defineField("stp.version_1_length", "uint8", "Version 1 Length");
const CIST_PRIORITY = defineField("mstp.cist_bridge.prio", "uint16", "CIST Bridge Priority");
const CIST_EXTENSION = defineField(
  "mstp.cist_bridge.ext",
  "uint16",
  "CIST Bridge Identifier System ID Extension",
);
const MST: FieldLayout = [
  [defineField("mstp.version_3_length", "uint16", "Version 3 Length"), 36],
  [defineField("mstp.config_format_selector", "uint8", "MST Config ID format selector"), 38],
  [defineField("mstp.config_revision_level", "uint16", "MST Config revision"), 71],
  [defineField("mstp.config_digest", "bytes", "MST Config digest"), 73, 16],
  [defineField("mstp.cist_internal_root_path_cost", "uint32", "CIST Internal Root Path Cost"), 89],
  [defineField("mstp.cist_bridge.hw", "ether", "CIST Bridge Identifier System ID"), 95],
  [defineField("mstp.cist_remaining_hops", "uint8", "CIST Remaining hops"), 101],
];
const INSTANCE: FieldLayout = [
  [defineField("mstp.msti.flags", "uint8", "MSTI flags", { hex: true }), 0],
  [defineField("mstp.msti.msti_id", "uint16", "MSTID", { mask: 0x0fff }), 1],
  [defineField("mstp.msti.root.hw", "ether", "Regional Root"), 3],
  [defineField("mstp.msti.root_cost", "uint32", "Internal root path cost"), 9],
  [defineField("mstp.msti.bridge_priority", "uint8", "Bridge Identifier Priority"), 13],
  [defineField("mstp.msti.port_priority", "uint8", "Port identifier priority"), 14],
  [defineField("mstp.msti.remaining_hops", "uint8", "Remaining hops"), 15],
];
const ORIGINATING_VLAN = defineField("stp.pvst.origvlan", "uint16", "Originating VLAN");

export const STP_FIELDS: readonly FieldSpec[] = [
  PROTOCOL,
  VERSION,
  TYPE,
  FLAGS,
  ...FLAG_BITS,
  ROOT_PRIORITY,
  ROOT_EXTENSION,
  BRIDGE_PRIORITY,
  BRIDGE_EXTENSION,
  ...layoutFields(CONFIGURATION, TIMES, MST, INSTANCE),
  VERSION_1_LENGTH,
  CIST_PRIORITY,
  CIST_EXTENSION,
  ORIGINATING_VLAN,
];

function flag(name: string, description: string, mask: number): FieldSpec {
  return defineField(`stp.flags.${name}`, "boolean", description, { mask });
}

export function dissectStp(tree: Tree, { start, end }: LayerPlace): void {
  const { view } = tree;
  tree.layer("stp", "Spanning Tree Protocol", start, end);
  const protocol = addWithin(tree, PROTOCOL, start, end)?.value;
  if (protocol === GARP) {
    tree.layer("gvrp", "GARP VLAN Registration Protocol", start, end);
    tree.show("GVRP", "GVRP");
    return;
  }
  const version = Number(addWithin(tree, VERSION, start + 2, end)?.value ?? 0);
  const type = addWithin(tree, TYPE, start + 3, end)?.value;
  if (type === BpduType.TopologyChange) {
    tree.show("STP", "Topology Change Notification");
    return;
  }
  if (protocol !== SPANNING_TREE || end - start < CONFIGURATION_LEN) {
    tree.show("STP", "");
    return;
  }
  addConfiguration(tree, start, end, type === BpduType.Rapid);
  if (version >= 3 && end - start >= MST_INSTANCES) addMst(tree, start, end);
  if (isPerVlan(tree)) addOriginatingVlan(tree, start, end);
  const info = infoOf(view, start, version, type === BpduType.Rapid);
  tree.summarize(info);
  tree.show("STP", info);
}

/** Bridge identifiers are a priority of four bits, a number of twelve (IEEE 802.1t), and an address. */
function addBridge(tree: Tree, priority: FieldSpec, extension: FieldSpec, off: number): void {
  const word = tree.view.getUint16(off);
  tree.value(priority, word & 0xf000, off, off + 2);
  tree.value(extension, word & 0x0fff, off, off + 2);
}

function addConfiguration(tree: Tree, start: number, end: number, rapid: boolean): void {
  tree.inside(tree.add(FLAGS, start + 4), () => {
    const bits = rapid ? FLAG_BITS : [FLAG_BITS[0]!, FLAG_BITS.at(-1)!];
    for (const spec of bits) tree.add(spec, start + 4);
  });
  addBridge(tree, ROOT_PRIORITY, ROOT_EXTENSION, start + 5);
  addBridge(tree, BRIDGE_PRIORITY, BRIDGE_EXTENSION, start + 17);
  addFields(tree, CONFIGURATION, start, end);
  for (const [spec, offset] of TIMES) {
    const at = start + offset;
    tree.value(spec, tree.view.getUint16(at) / 256, at, at + 2);
  }
  if (rapid) addWithin(tree, VERSION_1_LENGTH, start + CONFIGURATION_LEN, end);
}

function addMst(tree: Tree, start: number, end: number): void {
  addFields(tree, MST, start, end);
  addBridge(tree, CIST_PRIORITY, CIST_EXTENSION, start + 93);
  for (let off = start + MST_INSTANCES; off + INSTANCE_LEN <= end; off += INSTANCE_LEN) {
    addFields(tree, INSTANCE, off, off + INSTANCE_LEN);
  }
}

/** True behind a SNAP header: Cisco's frames for each VLAN, which end in the VLAN's number. */
function isPerVlan(tree: Tree): boolean {
  return tree.layers.some(({ protocol, end, start }) => protocol === "llc" && end - start === 8);
}

/** Type 0, length 2, VLAN: behind the BPDU's own octets. */
function addOriginatingVlan(tree: Tree, start: number, end: number): void {
  const rapid = tree.view.getUint8(start + 3) === BpduType.Rapid;
  for (const off of rapid ? [start + 36] : [start + 35, start + 36]) {
    if (off + 6 > end || tree.view.getUint32(off) !== 2) continue;
    tree.add(ORIGINATING_VLAN, off + 4);
    return;
  }
}

function infoOf(view: DataView, off: number, version: number, rapid: boolean): string {
  const flags = view.getUint8(off + 4);
  const kind = !rapid ? "Conf" : version >= 4 ? "SPT" : version === 3 ? "MST" : "RST";
  const change = (flags & 1) !== 0 ? "TC + " : "";
  const priority = view.getUint16(off + 5);
  const root = `${priority & 0xf000}/${priority & 0x0fff}/${formatMac(view, off + 7)}`;
  const port = view
    .getUint16(off + 25)
    .toString(16)
    .padStart(4, "0");
  return `${kind}. ${change}Root = ${root}  Cost = ${view.getUint32(off + 13)}  Port = 0x${port}`;
}
