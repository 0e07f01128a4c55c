/** Fields of PPP, PPPoE and Cisco HDLC. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Field } from "../layer.ts";
import type { LayerPlace } from "../layer-place.ts";
import { etherTypeName } from "../network/ether-type-names.ts";
import { Protocol } from "../protocol.ts";
import { protocolInfo } from "../protocol-info.ts";
import type { Tree } from "../tree.ts";
import * as chdlc from "./chdlc.ts";
import * as ppp from "./ppp.ts";
import * as pppoe from "./pppoe.ts";

const ADDRESS = defineField("ppp.address", "uint8", "Address", { hex: true });
const CONTROL = defineField("ppp.control", "uint8", "Control", { hex: true });
const PROTOCOL = defineField("ppp.protocol", "uint16", "Protocol", {
  hex: true,
  values: {
    33: "Internet Protocol version 4",
    87: "Internet Protocol version 6",
    641: "MPLS Unicast",
    32801: "Internet Protocol Control Protocol",
    32855: "IPv6 Control Protocol",
    33021: "Compression Control Protocol",
    49185: "Link Control Protocol",
    49187: "Password Authentication Protocol",
    49189: "Link Quality Report",
    49699: "Challenge Handshake Authentication Protocol",
    49703: "Extensible Authentication Protocol",
  },
});

const VERSION = defineField("pppoe.version", "uint8", "Version", { mask: 0xf0 });
const TYPE = defineField("pppoe.type", "uint8", "Type", { mask: 0x0f });
const CODES: Readonly<Record<number, string>> = {
  0: "Session Data",
  7: "Active Discovery Offer (PADO)",
  9: "Active Discovery Initiation (PADI)",
  25: "Active Discovery Request (PADR)",
  101: "Active Discovery Session-confirmation (PADS)",
  167: "Active Discovery Terminate (PADT)",
};
const TAG_SERVICE = 0x0101;
const TAG_CONCENTRATOR = 0x0102;
/** Tags of one frame; a sender has about ten. */
const MAX_TAGS = 128;

const CODE = defineField("pppoe.code", "uint8", "Code", { hex: true, values: CODES });
const TAG = defineField("pppoed.tag", "uint16", "Tag", { hex: true });
const TAG_LENGTH = defineField("pppoed.tag_length", "uint16", "Tag Length");
const SERVICE = defineField("pppoed.tags.service_name", "string", "Service-Name");
const CONCENTRATOR = defineField("pppoed.tags.ac_name", "string", "AC-Name");
const SESSION = defineField("pppoe.session_id", "uint16", "Session ID", { hex: true });
const LENGTH = defineField("pppoe.payload_length", "uint16", "Payload Length");

const CHDLC_ADDRESS = defineField("chdlc.address", "uint8", "Address", {
  hex: true,
  values: { 15: "Unicast", 143: "Multicast" },
});
const CHDLC_CONTROL = defineField("chdlc.control", "uint8", "Control", { hex: true });
const CHDLC_PROTOCOL = defineField("chdlc.protocol", "uint16", "Protocol", {
  hex: true,
  values: etherTypeName,
});

export const PPP_FIELDS: readonly FieldSpec[] = [
  ADDRESS,
  CONTROL,
  PROTOCOL,
  VERSION,
  TYPE,
  CODE,
  SESSION,
  LENGTH,
  TAG,
  TAG_LENGTH,
  SERVICE,
  CONCENTRATOR,
  CHDLC_ADDRESS,
  CHDLC_CONTROL,
  CHDLC_PROTOCOL,
];

export function dissectPpp(tree: Tree, { index, start, end }: LayerPlace): void {
  const { packet, view } = tree;
  if (packet.layerProtocol[index + 1] === Protocol.Chdlc && index + 1 < packet.layerCount) {
    tree.layer("ppp", "Point-to-Point Protocol", start, start);
    return;
  }
  const ok = ppp.check(view, start, end) === 0;
  const headerEnd = ok ? start + ppp.headerLength(view, start) : end;
  tree.layer("ppp", "Point-to-Point Protocol", start, headerEnd);
  if (!ok) return;
  const framing = ppp.framingLength(view, start);
  if (framing > 0) {
    tree.add(ADDRESS, start);
    tree.add(CONTROL, start + 1);
  }
  tree.value(PROTOCOL, ppp.protocolNumber(view, start), start + framing, headerEnd);
}

export function dissectPppoe(tree: Tree, protocol: Protocol, start: number, end: number): void {
  const { filterName, title } = protocolInfo(protocol);
  const headerEnd = protocol === Protocol.Pppoed ? end : start + pppoe.HEADER_LEN;
  tree.layer(filterName, title, start, headerEnd);
  tree.add(VERSION, start);
  tree.add(TYPE, start);
  const code = tree.add(CODE, start + 1);
  if (code !== undefined) tree.summarize(code.text);
  tree.add(SESSION, start + 2);
  tree.add(LENGTH, start + 4);
  if (protocol === Protocol.Pppoed) addTags(tree, start + pppoe.HEADER_LEN, end, code);
}

/** Tags of discovery: type, length, value; the access concentrator's name is in the packet list. */
function addTags(tree: Tree, start: number, end: number, code: Field | undefined): void {
  let info = CODES[Number(code?.value)] ?? "Unknown";
  let off = start;
  for (let i = 0; i < MAX_TAGS && off + 4 <= end && tree.has(off, 4); i += 1) {
    const at = off;
    const length = tree.view.getUint16(at + 2);
    if (at + 4 + length > end) break;
    tree.add(TAG, at);
    tree.add(TAG_LENGTH, at + 2);
    const type = tree.view.getUint16(at);
    const spec =
      type === TAG_SERVICE ? SERVICE : type === TAG_CONCENTRATOR ? CONCENTRATOR : undefined;
    if (spec !== undefined && length > 0) {
      const text = tree.add(spec, at + 4, length)?.raw;
      if (spec === CONCENTRATOR) info += ` AC-Name='${text}'`;
    }
    off += 4 + length;
  }
  tree.show("PPPoED", info);
}

export function dissectChdlc(tree: Tree, start: number): void {
  tree.layer("chdlc", "Cisco HDLC", start, start + chdlc.HEADER_LEN);
  tree.add(CHDLC_ADDRESS, start);
  tree.add(CHDLC_CONTROL, start + 1);
  tree.add(CHDLC_PROTOCOL, start + 2);
}
