/** LLDP, IEEE 802.1AB: what a station tells its neighbours of itself. */

import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";

const Element = {
  End: 0,
  Chassis: 1,
  Port: 2,
  TimeToLive: 3,
  PortDescription: 4,
  SystemName: 5,
  SystemDescription: 6,
  Capabilities: 7,
  Management: 8,
  Organization: 127,
} as const;
/** Elements of one frame; a sender has few dozens. */
const MAX_ELEMENTS = 256;
const ADDRESS_IPV4 = 1;
const ADDRESS_IPV6 = 2;

const CHASSIS_KINDS: Readonly<Record<number, string>> = {
  1: "Chassis component",
  2: "Interface alias",
  3: "Port component",
  4: "MAC address",
  5: "Network address",
  6: "Interface name",
  7: "Locally assigned",
};
const PORT_KINDS: Readonly<Record<number, string>> = {
  1: "Interface alias",
  2: "Port component",
  3: "MAC address",
  4: "Network address",
  5: "Interface name",
  6: "Agent circuit Id",
  7: "Locally assigned",
};
/** How the packet list abbreviates the kinds of identifiers. */
const CHASSIS_SHORT = ["", "CC", "IA", "PC", "MA", "NA", "IN", "LA"];
const PORT_SHORT = ["", "IA", "PC", "MA", "NA", "IN", "AC", "LA"];
const CHASSIS_MAC = 4;
const PORT_MAC = 3;
const CHASSIS_NETWORK = 5;
const PORT_NETWORK = 4;

const TYPE = defineField("lldp.tlv.type", "uint16", "TLV Type", {
  mask: 0xfe00,
  values: {
    0: "End of LLDPDU",
    1: "Chassis Id",
    2: "Port Id",
    3: "Time to Live",
    4: "Port Description",
    5: "System Name",
    6: "System Description",
    7: "System Capabilities",
    8: "Management Address",
    127: "Organization Specific",
  },
});
const LENGTH = defineField("lldp.tlv.len", "uint16", "TLV Length", { mask: 0x01ff });
const CHASSIS_KIND = defineField("lldp.chassis.subtype", "uint8", "Chassis Id Subtype", {
  values: CHASSIS_KINDS,
});
const CHASSIS = defineField("lldp.chassis.id", "bytes", "Chassis Id");
const CHASSIS_ADDRESS = defineField("lldp.chassis.id.mac", "ether", "Chassis Id");
const CHASSIS_IPV4 = defineField("lldp.chassis.id.ip4", "ipv4", "Chassis Id");
const CHASSIS_IPV6 = defineField("lldp.chassis.id.ip6", "ipv6", "Chassis Id");
const PORT_KIND = defineField("lldp.port.subtype", "uint8", "Port Id Subtype", {
  values: PORT_KINDS,
});
const PORT = defineField("lldp.port.id", "string", "Port Id");
const PORT_ADDRESS = defineField("lldp.port.id.mac", "ether", "Port Id");
const PORT_IPV4 = defineField("lldp.port.id.ip4", "ipv4", "Port Id");
const PORT_IPV6 = defineField("lldp.port.id.ip6", "ipv6", "Port Id");
const TIME_TO_LIVE = defineField("lldp.time_to_live", "uint16", "Seconds");
const PORT_DESCRIPTION = defineField("lldp.port.desc", "string", "Port Description");
const SYSTEM_NAME = defineField("lldp.tlv.system.name", "string", "System Name");
const SYSTEM_DESCRIPTION = defineField("lldp.tlv.system.desc", "string", "System Description");
const CAPABILITIES = defineField("lldp.tlv.system_cap", "uint16", "Capabilities", { hex: true });
const ENABLED = defineField("lldp.tlv.enable_system_cap", "uint16", "Enabled Capabilities", {
  hex: true,
});
const MANAGEMENT_LENGTH = defineField("lldp.mgn.address.len", "uint8", "Address String Length");
const MANAGEMENT_KIND = defineField("lldp.mgn.address.subtype", "uint8", "Address Subtype");
const MANAGEMENT_IPV4 = defineField("lldp.mgn.addr.ip4", "ipv4", "Management Address");
const MANAGEMENT_IPV6 = defineField("lldp.mgn.addr.ip6", "ipv6", "Management Address");
const MANAGEMENT_HEX = defineField("lldp.mgn.addr.hex", "bytes", "Management Address");
const ORGANIZATION = defineField("lldp.orgtlv.oui", "uint24", "Organization Unique Code");
const CAPABILITY_BITS = [
  "other",
  "repeater",
  "bridge",
  "wlan_access_pt",
  "router",
  "telephone",
  "docsis_cable_device",
  "station_only",
];
const SYSTEM_BITS = bitFields("lldp.tlv.system_cap");
const ENABLED_BITS = bitFields("lldp.tlv.enable_system_cap");

export const LLDP_FIELDS: readonly FieldSpec[] = [
  TYPE,
  LENGTH,
  CHASSIS_KIND,
  CHASSIS,
  CHASSIS_ADDRESS,
  CHASSIS_IPV4,
  CHASSIS_IPV6,
  PORT_KIND,
  PORT,
  PORT_ADDRESS,
  PORT_IPV4,
  PORT_IPV6,
  TIME_TO_LIVE,
  PORT_DESCRIPTION,
  SYSTEM_NAME,
  SYSTEM_DESCRIPTION,
  CAPABILITIES,
  ...SYSTEM_BITS,
  ENABLED,
  ...ENABLED_BITS,
  MANAGEMENT_LENGTH,
  MANAGEMENT_KIND,
  MANAGEMENT_IPV4,
  MANAGEMENT_IPV6,
  MANAGEMENT_HEX,
  ORGANIZATION,
];

function bitFields(prefix: string): FieldSpec[] {
  return CAPABILITY_BITS.map((name, bit) =>
    defineField(`${prefix}.${name}`, "boolean", name, { octets: 2, mask: 1 << bit }),
  );
}

export function dissectLldp(tree: Tree, { start, end }: LayerPlace): void {
  tree.layer("lldp", "Link Layer Discovery Protocol", start, end);
  let info = "";
  let off = start;
  for (let i = 0; i < MAX_ELEMENTS && off + 2 <= end && tree.has(off, 2); i += 1) {
    const at = off;
    const type = tree.view.getUint16(at) >>> 9;
    const length = tree.view.getUint16(at) & 0x01ff;
    const stop = at + 2 + length;
    if (stop > end) break;
    tree.inside(tree.add(TYPE, at), () => {
      tree.add(LENGTH, at);
      info += addElement(tree, type, at + 2, stop);
    });
    if (type === Element.End) break;
    off = stop;
  }
  tree.summarize(info.trimEnd());
  tree.show("LLDP", info);
}

/** @returns what the element adds to the packet list's line */
function addElement(tree: Tree, type: number, off: number, end: number): string {
  const text = (spec: FieldSpec): string => tree.add(spec, off, end - off)?.raw ?? "";
  switch (type) {
    case Element.Chassis:
      return addIdentifier(tree, CHASSIS_FIELDS, off, end);
    case Element.Port:
      return addIdentifier(tree, PORT_FIELDS, off, end);
    case Element.TimeToLive:
      return `${addWithin(tree, TIME_TO_LIVE, off, end)?.raw ?? ""} `;
    case Element.PortDescription:
      text(PORT_DESCRIPTION);
      return "";
    case Element.SystemName:
      return `SysN=${text(SYSTEM_NAME)} `;
    case Element.SystemDescription:
      return `SysD=${text(SYSTEM_DESCRIPTION)} `;
    case Element.Capabilities:
      addCapabilities(tree, CAPABILITIES, SYSTEM_BITS, off, end);
      addCapabilities(tree, ENABLED, ENABLED_BITS, off + 2, end);
      return "";
    case Element.Management:
      addManagement(tree, off, end);
      return "";
    case Element.Organization:
      addWithin(tree, ORGANIZATION, off, end);
      return "";
    default:
      return "";
  }
}

interface IdentifierFields {
  readonly kind: FieldSpec;
  readonly other: FieldSpec;
  readonly mac: FieldSpec;
  readonly ipv4: FieldSpec;
  readonly ipv6: FieldSpec;
  /** Kinds that are addresses. */
  readonly macKind: number;
  readonly networkKind: number;
  readonly short: readonly string[];
}

const CHASSIS_FIELDS: IdentifierFields = {
  kind: CHASSIS_KIND,
  other: CHASSIS,
  mac: CHASSIS_ADDRESS,
  ipv4: CHASSIS_IPV4,
  ipv6: CHASSIS_IPV6,
  macKind: CHASSIS_MAC,
  networkKind: CHASSIS_NETWORK,
  short: CHASSIS_SHORT,
};
const PORT_FIELDS: IdentifierFields = {
  kind: PORT_KIND,
  other: PORT,
  mac: PORT_ADDRESS,
  ipv4: PORT_IPV4,
  ipv6: PORT_IPV6,
  macKind: PORT_MAC,
  networkKind: PORT_NETWORK,
  short: PORT_SHORT,
};

function addIdentifier(tree: Tree, fields: IdentifierFields, off: number, end: number): string {
  const kind = Number(addWithin(tree, fields.kind, off, end)?.value);
  const at = off + 1;
  if (at >= end) return "";
  const short = fields.short[kind] ?? "";
  if (kind === fields.macKind && end - at === 6) {
    return `${short}/${tree.add(fields.mac, at)?.raw} `;
  }
  if (kind === fields.networkKind) {
    const family = tree.view.getUint8(at);
    const ipv4 = family === ADDRESS_IPV4 && end - at === 5;
    const ipv6 = family === ADDRESS_IPV6 && end - at === 17;
    if (ipv4 || ipv6) return `${short}/${tree.add(ipv4 ? fields.ipv4 : fields.ipv6, at + 1)?.raw} `;
  }
  const field = tree.add(fields.other, at, end - at);
  const shown = fields === PORT_FIELDS ? field?.raw : readText(tree, at, end);
  return `${short}/${shown} `;
}

function readText(tree: Tree, start: number, end: number): string {
  let text = "";
  for (let off = start; off < end; off += 1) {
    const octet = tree.view.getUint8(off);
    text += octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : ".";
  }
  return text;
}

function addCapabilities(
  tree: Tree,
  spec: FieldSpec,
  bits: readonly FieldSpec[],
  off: number,
  end: number,
): void {
  tree.inside(addWithin(tree, spec, off, end), () => {
    for (const bit of bits) tree.add(bit, off);
  });
}

/** Length, address family, address; interface number and object identifier are left. */
function addManagement(tree: Tree, off: number, end: number): void {
  const length = Number(addWithin(tree, MANAGEMENT_LENGTH, off, end)?.value ?? 0);
  const family = addWithin(tree, MANAGEMENT_KIND, off + 1, end)?.value;
  if (length < 2 || off + 1 + length > end) return;
  if (family === ADDRESS_IPV4 && length === 5) tree.add(MANAGEMENT_IPV4, off + 2);
  else if (family === ADDRESS_IPV6 && length === 17) tree.add(MANAGEMENT_IPV6, off + 2);
  else tree.add(MANAGEMENT_HEX, off + 2, length - 1);
}
