/** Cisco's neighbour protocols, which share their form: CDP, UDLD (RFC 5171), DTP and VTP. */

import { addChecksum, checksumFields } from "../checksum-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";

/** Elements of one frame; each has four octets at least. */
const MAX_ELEMENTS = 256;
const ELEMENT_HEADER_LEN = 4;

const CDP_VERSION = defineField("cdp.version", "uint8", "Version");
const CDP_TTL = defineField("cdp.ttl", "uint8", "TTL");
const CDP_CHECKSUM = checksumFields("cdp");
const CDP_TYPE = defineField("cdp.tlv.type", "uint16", "Type", {
  hex: true,
  values: {
    1: "Device ID",
    2: "Addresses",
    3: "Port ID",
    4: "Capabilities",
    5: "Software version",
    6: "Platform",
    7: "IP Prefix/Gateway (used for ODR)",
    9: "VTP Management Domain",
    10: "Native VLAN",
    11: "Duplex",
    14: "VoIP VLAN Reply",
    16: "Power consumption",
    20: "System Name",
    22: "Management Address",
    23: "Location",
  },
});
const CDP_LENGTH = defineField("cdp.tlv.len", "uint16", "Length");
const DEVICE = defineField("cdp.deviceid", "string", "Device ID");
const PORT = defineField("cdp.portid", "string", "Sent through Interface");
const CAPABILITIES = defineField("cdp.capabilities", "uint32", "Capabilities", { hex: true });
const SOFTWARE = defineField("cdp.software_version", "string", "Software Version");
const PLATFORM = defineField("cdp.platform", "string", "Platform");
const DOMAIN = defineField("cdp.vtp_management_domain", "string", "VTP Management Domain");
const NATIVE_VLAN = defineField("cdp.native_vlan", "uint16", "Native VLAN");
const DUPLEX = defineField("cdp.duplex", "uint8", "Duplex", { values: { 0: "Half", 1: "Full" } });
const SYSTEM_NAME = defineField("cdp.system_name", "string", "System Name");
const ADDRESS_COUNT = defineField("cdp.number_of_addresses", "uint32", "Number of addresses");
const ADDRESS = defineField("cdp.nrgyz.ip_address", "ipv4", "IP address");

const UDLD_VERSION = defineField("udld.version", "uint8", "Version", { mask: 0xe0 });
const UDLD_OPCODE = defineField("udld.opcode", "uint8", "Opcode", {
  mask: 0x1f,
  values: { 0: "Reserved", 1: "Probe", 2: "Echo", 3: "Flush" },
});
const UDLD_FLAGS = defineField("udld.flags", "uint8", "Flags");
const UDLD_CHECKSUM = checksumFields("udld").checksum;
const UDLD_TYPE = defineField("udld.tlv.type", "uint16", "Type", { hex: true });
const UDLD_LENGTH = defineField("udld.tlv.len", "uint16", "Length");
const UDLD_DEVICE = defineField("udld.device_id", "string", "Device ID");
const UDLD_PORT = defineField("udld.sent_through_interface", "string", "Sent through Interface");

const DTP_VERSION = defineField("dtp.version", "uint8", "Version");
const DTP_TYPE = defineField("dtp.tlv_type", "uint16", "Type", { hex: true });
const DTP_LENGTH = defineField("dtp.tlv_len", "uint16", "Length");
const DTP_DOMAIN = defineField("dtp.domain", "string", "Domain");
const DTP_SENDER = defineField("dtp.senderid", "ether", "Sender ID");

const VTP_CODES: Readonly<Record<number, string>> = {
  1: "Summary Advertisement",
  2: "Subset Advertisement",
  3: "Advertisement Request",
  4: "Join/Prune Message",
};
const VTP_VERSION = defineField("vtp.version", "uint8", "Version", { hex: true });
const VTP_CODE = defineField("vtp.code", "uint8", "Code", { hex: true, values: VTP_CODES });
const VTP_FOLLOWERS = defineField("vtp.followers", "uint8", "Followers");
const VTP_DOMAIN_LENGTH = defineField("vtp.md_len", "uint8", "Management Domain Length");
const VTP_DOMAIN = defineField("vtp.md", "string", "Management Domain");
const VTP_REVISION = defineField("vtp.conf_rev_num", "uint32", "Configuration Revision Number");
const VTP_UPDATER = defineField("vtp.upd_id", "ipv4", "Updater Identity");

/** Text elements of CDP by their type. */
const TEXTS: Readonly<Record<number, FieldSpec>> = {
  1: DEVICE,
  3: PORT,
  5: SOFTWARE,
  6: PLATFORM,
  9: DOMAIN,
  20: SYSTEM_NAME,
};

export const CISCO_FIELDS: readonly FieldSpec[] = [
  CDP_VERSION,
  CDP_TTL,
  ...Object.values(CDP_CHECKSUM),
  CDP_TYPE,
  CDP_LENGTH,
  ...Object.values(TEXTS),
  CAPABILITIES,
  NATIVE_VLAN,
  DUPLEX,
  ADDRESS_COUNT,
  ADDRESS,
  UDLD_VERSION,
  UDLD_OPCODE,
  UDLD_FLAGS,
  UDLD_CHECKSUM,
  UDLD_TYPE,
  UDLD_LENGTH,
  UDLD_DEVICE,
  UDLD_PORT,
  DTP_VERSION,
  DTP_TYPE,
  DTP_LENGTH,
  DTP_DOMAIN,
  DTP_SENDER,
  VTP_VERSION,
  VTP_CODE,
  VTP_FOLLOWERS,
  VTP_DOMAIN_LENGTH,
  VTP_DOMAIN,
  VTP_REVISION,
  VTP_UPDATER,
];

/** Type and length, the length with these four octets, then the value. */
function eachElement(
  tree: Tree,
  specs: { readonly type: FieldSpec; readonly length: FieldSpec },
  range: { readonly start: number; readonly end: number },
  visit: (type: number, off: number, end: number) => void,
): void {
  let off = range.start;
  for (let i = 0; i < MAX_ELEMENTS && off + ELEMENT_HEADER_LEN <= range.end; i += 1) {
    const at = off;
    if (!tree.has(at, ELEMENT_HEADER_LEN)) return;
    const length = tree.view.getUint16(at + 2);
    if (length < ELEMENT_HEADER_LEN || at + length > range.end) return;
    tree.inside(tree.add(specs.type, at), ({ value }) => {
      tree.add(specs.length, at + 2);
      visit(Number(value), at + ELEMENT_HEADER_LEN, at + length);
    });
    off += length;
  }
}

export function dissectCdp(tree: Tree, place: LayerPlace): void {
  const { start, end } = place;
  tree.layer("cdp", "Cisco Discovery Protocol", start, end);
  addWithin(tree, CDP_VERSION, start, end);
  addWithin(tree, CDP_TTL, start + 1, end);
  addChecksum(tree, CDP_CHECKSUM, start + 2, place);
  let info = "";
  eachElement(
    tree,
    { type: CDP_TYPE, length: CDP_LENGTH },
    { start: start + 4, end },
    (type, off, stop) => {
      const text = addCdpElement(tree, type, off, stop);
      if (type === 1) info += `Device ID: ${text}  `;
      if (type === 3) info += `Port ID: ${text}  `;
    },
  );
  tree.summarize(info.trimEnd());
  tree.show("CDP", info);
}

function addCdpElement(tree: Tree, type: number, off: number, end: number): string {
  const text = TEXTS[type];
  if (text !== undefined) return tree.add(text, off, end - off)?.raw ?? "";
  if (type === 4) addWithin(tree, CAPABILITIES, off, end);
  else if (type === 10) addWithin(tree, NATIVE_VLAN, off, end);
  else if (type === 11) addWithin(tree, DUPLEX, off, end);
  else if (type === 2 || type === 22) addAddresses(tree, off, end);
  return "";
}

/** A count, then protocol type and length, protocol, address length and address. */
function addAddresses(tree: Tree, start: number, end: number): void {
  const count = Number(addWithin(tree, ADDRESS_COUNT, start, end)?.value ?? 0);
  let off = start + 4;
  for (let i = 0; i < count && off + 2 <= end; i += 1) {
    const at = off + 2 + tree.view.getUint8(off + 1);
    if (at + 2 > end) return;
    const length = tree.view.getUint16(at);
    if (length === 4) addWithin(tree, ADDRESS, at + 2, end);
    off = at + 2 + length;
  }
}

export function dissectUdld(tree: Tree, { start, end }: LayerPlace): void {
  tree.layer("udld", "Unidirectional Link Detection", start, end);
  addWithin(tree, UDLD_VERSION, start, end);
  addWithin(tree, UDLD_OPCODE, start, end);
  addWithin(tree, UDLD_FLAGS, start + 1, end);
  addWithin(tree, UDLD_CHECKSUM, start + 2, end);
  let info = "";
  eachElement(
    tree,
    { type: UDLD_TYPE, length: UDLD_LENGTH },
    { start: start + 4, end },
    (type, off, stop) => {
      if (type !== 1 && type !== 2) return;
      const text = tree.add(type === 1 ? UDLD_DEVICE : UDLD_PORT, off, stop - off)?.raw;
      info += `${type === 1 ? "Device" : "Port"} ID: ${text}  `;
    },
  );
  tree.show("UDLD", info);
}

export function dissectDtp(tree: Tree, { start, end }: LayerPlace): void {
  tree.layer("dtp", "Dynamic Trunk Protocol", start, end);
  addWithin(tree, DTP_VERSION, start, end);
  eachElement(
    tree,
    { type: DTP_TYPE, length: DTP_LENGTH },
    { start: start + 1, end },
    (type, off, stop) => {
      if (type === 1) tree.add(DTP_DOMAIN, off, stop - off);
      else if (type === 4) addWithin(tree, DTP_SENDER, off, stop);
    },
  );
  tree.show("DTP", "Dynamic Trunk Protocol");
}

export function dissectVtp(tree: Tree, { start, end }: LayerPlace): void {
  tree.layer("vtp", "VLAN Trunking Protocol", start, end);
  addWithin(tree, VTP_VERSION, start, end);
  const code = Number(addWithin(tree, VTP_CODE, start + 1, end)?.value);
  addWithin(tree, VTP_FOLLOWERS, start + 2, end);
  const length = Number(addWithin(tree, VTP_DOMAIN_LENGTH, start + 3, end)?.value ?? 0);
  addWithin(tree, VTP_DOMAIN, start + 4, end, Math.min(length, 32));
  const name = VTP_CODES[code] ?? "Unknown";
  if (code !== 1 && code !== 2) {
    tree.show("VTP", name);
    return;
  }
  const revision = addWithin(tree, VTP_REVISION, start + 36, end);
  if (code === 1) addWithin(tree, VTP_UPDATER, start + 40, end);
  tree.show("VTP", revision === undefined ? name : `${name}, Revision: ${revision.raw}`);
}
