/**
 * PPP's control protocols: LCP (RFC 1661) and the network control protocols that share its messages,
 * PAP (RFC 1334), CHAP (RFC 1994), and Cisco's SLARP on the same lines.
 */

import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import { protocolInfo } from "../protocol-info.ts";
import type { Tree } from "../tree.ts";

const CODES: Readonly<Record<number, string>> = {
  0: "Vendor Specific",
  1: "Configuration Request",
  2: "Configuration Ack",
  3: "Configuration Nak",
  4: "Configuration Reject",
  5: "Termination Request",
  6: "Termination Ack",
  7: "Code Reject",
  8: "Protocol Reject",
  9: "Echo Request",
  10: "Echo Reply",
  11: "Discard Request",
  12: "Identification",
  13: "Time Remaining",
  14: "Reset Request",
  15: "Reset Ack",
};
const PAP_CODES: Readonly<Record<number, string>> = {
  1: "Authenticate-Request",
  2: "Authenticate-Ack",
  3: "Authenticate-Nak",
};
const CHAP_CODES: Readonly<Record<number, string>> = {
  1: "Challenge",
  2: "Response",
  3: "Success",
  4: "Failure",
};
const SLARP_TYPES: Readonly<Record<number, string>> = {
  0: "Request",
  1: "Reply",
  2: "Line keepalive",
};
const HEADER_LEN = 4;
const MAX_OPTIONS = 128;

const CODE = defineField("ppp.code", "uint8", "Code", { values: CODES });
const IDENTIFIER = defineField("ppp.identifier", "uint8", "Identifier");
const LENGTH = defineField("ppp.length", "uint16", "Length");
const MAGIC = defineField("ppp.magic_number", "uint32", "Magic Number", { hex: true });
const LCP_OPTION = defineField("lcp.opt.type", "uint8", "Type", {
  values: {
    1: "Maximum Receive Unit",
    2: "Async Control Character Map",
    3: "Authentication Protocol",
    4: "Quality Protocol",
    5: "Magic Number",
    7: "Protocol Field Compression",
    8: "Address and Control Field Compression",
    13: "Callback",
  },
});
const LCP_LENGTH = defineField("lcp.opt.length", "uint8", "Length");
const MRU = defineField("lcp.opt.mru", "uint16", "MRU");
const AUTHENTICATION = defineField("lcp.opt.auth_protocol", "uint16", "Authentication Protocol", {
  hex: true,
});
const LCP_MAGIC = defineField("lcp.opt.magic_number", "uint32", "Magic Number", { hex: true });
const IPCP_OPTION = defineField("ipcp.opt.type", "uint8", "Type", {
  values: {
    2: "IP Compression Protocol",
    3: "IP Address",
    129: "Primary DNS Server IP Address",
    131: "Secondary DNS Server IP Address",
  },
});
const IPCP_LENGTH = defineField("ipcp.opt.length", "uint8", "Length");
const IPCP_ADDRESS = defineField("ipcp.opt.ip_address", "ipv4", "IP Address");
const PRIMARY_DNS = defineField("ipcp.opt.pri_dns_address", "ipv4", "Primary DNS Address");
const SECONDARY_DNS = defineField("ipcp.opt.sec_dns_address", "ipv4", "Secondary DNS Address");
const PAP_CODE = defineField("pap.code", "uint8", "Code", { values: PAP_CODES });
const PAP_IDENTIFIER = defineField("pap.identifier", "uint8", "Identifier");
const PAP_LENGTH = defineField("pap.length", "uint16", "Length");
const PEER = defineField("pap.peer_id", "string", "Peer-ID");
const PASSWORD = defineField("pap.password", "string", "Password");
const MESSAGE = defineField("pap.message", "string", "Message");
const CHAP_CODE = defineField("chap.code", "uint8", "Code", { values: CHAP_CODES });
const CHAP_IDENTIFIER = defineField("chap.identifier", "uint8", "Identifier");
const CHAP_LENGTH = defineField("chap.length", "uint16", "Length");
const CHAP_VALUE = defineField("chap.value", "bytes", "Value");
const CHAP_NAME = defineField("chap.name", "string", "Name");
const CHAP_MESSAGE = defineField("chap.message", "string", "Message");
const SLARP_TYPE = defineField("slarp.ptype", "uint32", "Packet type", { values: SLARP_TYPES });
const SLARP_ADDRESS = defineField("slarp.address", "ipv4", "Address");
const SLARP_MASK = defineField("slarp.netmask", "ipv4", "Netmask");
const OUTGOING = defineField("slarp.mysequence", "uint32", "Outgoing sequence number");
const RETURNED = defineField("slarp.yoursequence", "uint32", "Returned sequence number");

export const PPP_CONTROL_FIELDS: readonly FieldSpec[] = [
  CODE,
  IDENTIFIER,
  LENGTH,
  MAGIC,
  LCP_OPTION,
  LCP_LENGTH,
  MRU,
  AUTHENTICATION,
  LCP_MAGIC,
  IPCP_OPTION,
  IPCP_LENGTH,
  IPCP_ADDRESS,
  PRIMARY_DNS,
  SECONDARY_DNS,
  PAP_CODE,
  PAP_IDENTIFIER,
  PAP_LENGTH,
  PEER,
  PASSWORD,
  MESSAGE,
  CHAP_CODE,
  CHAP_IDENTIFIER,
  CHAP_LENGTH,
  CHAP_VALUE,
  CHAP_NAME,
  CHAP_MESSAGE,
  SLARP_TYPE,
  SLARP_ADDRESS,
  SLARP_MASK,
  OUTGOING,
  RETURNED,
];

/** Options that are read, by type: LCP's and IPCP's. */
const LCP_OPTIONS: Readonly<Record<number, FieldSpec>> = {
  1: MRU,
  3: AUTHENTICATION,
  5: LCP_MAGIC,
};
const IPCP_OPTIONS: Readonly<Record<number, FieldSpec>> = {
  3: IPCP_ADDRESS,
  129: PRIMARY_DNS,
  131: SECONDARY_DNS,
};

/** Adds the code, identifier and length that all of them begin with; returns the code and the end. */
function addHead(
  tree: Tree,
  { protocol, start, end }: LayerPlace,
  specs: readonly [FieldSpec, FieldSpec, FieldSpec],
): { readonly code: number; readonly end: number } {
  const { filterName, title } = protocolInfo(protocol);
  tree.layer(filterName, title, start, end);
  const code = Number(addWithin(tree, specs[0], start, end)?.value);
  addWithin(tree, specs[1], start + 1, end);
  const length = Number(addWithin(tree, specs[2], start + 2, end)?.value ?? 0);
  return { code, end: Math.min(end, start + Math.max(length, HEADER_LEN)) };
}

export function dissectControl(tree: Tree, place: LayerPlace): void {
  const { name, filterName } = protocolInfo(place.protocol);
  const head = addHead(tree, place, [CODE, IDENTIFIER, LENGTH]);
  const body = place.start + HEADER_LEN;
  if (head.code >= 1 && head.code <= 4 && filterName === "lcp") {
    addOptions(tree, [LCP_OPTION, LCP_LENGTH], LCP_OPTIONS, body, head.end);
  } else if (head.code >= 1 && head.code <= 4 && filterName === "ipcp") {
    addOptions(tree, [IPCP_OPTION, IPCP_LENGTH], IPCP_OPTIONS, body, head.end);
  } else if (head.code >= 9 && head.code <= 11 && filterName === "lcp") {
    addWithin(tree, MAGIC, body, head.end);
  }
  tree.show(name, CODES[head.code] ?? "Unknown");
}

/** Type, and the length of the whole option. */
function addOptions(
  tree: Tree,
  [type, size]: readonly [FieldSpec, FieldSpec],
  values: Readonly<Record<number, FieldSpec>>,
  start: number,
  end: number,
): void {
  let off = start;
  for (let i = 0; i < MAX_OPTIONS && off + 2 <= end && tree.has(off, 2); i += 1) {
    const at = off;
    const length = tree.view.getUint8(at + 1);
    if (length < 2 || at + length > end) return;
    tree.inside(tree.add(type, at), ({ value }) => {
      tree.add(size, at + 1);
      const spec = values[Number(value)];
      if (spec !== undefined) addWithin(tree, spec, at + 2, at + length);
    });
    off += length;
  }
}

/** Adds the text behind its own length; returns it and where it ends. */
function addCounted(tree: Tree, spec: FieldSpec, off: number, end: number): [string, number] {
  const length = off < end && tree.has(off, 1) ? tree.view.getUint8(off) : 0;
  const text = addWithin(tree, spec, off + 1, end, length);
  return [text?.raw ?? "", off + 1 + length];
}

export function dissectPap(tree: Tree, place: LayerPlace): void {
  const head = addHead(tree, place, [PAP_CODE, PAP_IDENTIFIER, PAP_LENGTH]);
  const body = place.start + HEADER_LEN;
  let info = PAP_CODES[head.code] ?? "Unknown";
  if (head.code === 1) {
    const [peer, next] = addCounted(tree, PEER, body, head.end);
    const [password] = addCounted(tree, PASSWORD, next, head.end);
    info += ` (Peer-ID='${peer}', Password='${password}')`;
  } else if (head.code === 2 || head.code === 3) {
    info += ` (Message='${addCounted(tree, MESSAGE, body, head.end)[0]}')`;
  }
  tree.show("PPP PAP", info);
}

export function dissectChap(tree: Tree, place: LayerPlace): void {
  const head = addHead(tree, place, [CHAP_CODE, CHAP_IDENTIFIER, CHAP_LENGTH]);
  const body = place.start + HEADER_LEN;
  let info = CHAP_CODES[head.code] ?? "Unknown";
  if (head.code === 1 || head.code === 2) {
    const [value, name] = addCounted(tree, CHAP_VALUE, body, head.end);
    const named = name < head.end ? tree.add(CHAP_NAME, name, head.end - name)?.raw : "";
    info += ` (NAME='${named}', VALUE=0x${value})`;
  } else if (body < head.end) {
    info += ` (MESSAGE='${tree.add(CHAP_MESSAGE, body, head.end - body)?.raw}')`;
  }
  tree.show("PPP CHAP", info);
}

export function dissectSlarp(tree: Tree, { start, end }: LayerPlace): void {
  tree.layer("slarp", "Cisco SLARP", start, end);
  const given = addWithin(tree, SLARP_TYPE, start, end);
  if (given === undefined) return;
  const type = Number(given.value);
  const keepalive = type === 2;
  const first = addWithin(tree, keepalive ? OUTGOING : SLARP_ADDRESS, start + 4, end)?.raw;
  const second = addWithin(tree, keepalive ? RETURNED : SLARP_MASK, start + 8, end)?.raw;
  const name = SLARP_TYPES[type] ?? `Unknown packet type 0x${type.toString(16)}`;
  const detail = keepalive
    ? `, outgoing sequence ${first}, returned sequence ${second}`
    : `, from ${first}, mask ${second}`;
  tree.show("SLARP", SLARP_TYPES[type] === undefined ? name : `${name}${detail}`);
}
