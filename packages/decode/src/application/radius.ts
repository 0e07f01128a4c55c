/** RADIUS, RFC 2865 and RFC 2866, with dynamic authorization (RFC 5176) and EAP inside (RFC 3579). */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { readText } from "./name-text.ts";
import { PacketTimes } from "./packet-times.ts";
import { ATTRIBUTES, CODES } from "./radius-values.ts";

const PORTS = [1645, 1646, 1812, 1813, 3799] as const;
const HEADER_LEN = 20;
const ATTRIBUTE_HEADER_LEN = 2;

const VENDOR_SPECIFIC = 26;
const EAP_MESSAGE = 79;

/** Codes that ask; each answer has the code of one of them and a few more. */
const REQUESTS: ReadonlySet<number> = new Set([1, 4, 12, 13, 40, 43]);

const CODE = defineField("radius.code", "uint8", "Code", { values: CODES });
const ID = defineField("radius.id", "uint8", "Identifier");
const LENGTH = defineField("radius.length", "uint16", "Length");
const AUTHENTICATOR = defineField("radius.authenticator", "bytes", "Authenticator");
const REQUEST_FRAME = defineField("radius.reqframe", "frameNumber", "Request Frame");
const TIME = defineField("radius.time", "relativeTime", "Time from request");
const REQUEST_REPEATED = defineField(
  "radius.req.dup",
  "frameNumber",
  "Duplicate Request Frame Number",
);
const ATTRIBUTE = defineField("radius.avp", "bytes", "AVP");
const ATTRIBUTE_TYPE = defineField("radius.avp.type", "uint8", "Type", {
  values: (type) => ATTRIBUTE_NAMES.get(type),
});
const ATTRIBUTE_LENGTH = defineField("radius.avp.length", "uint8", "Length");
const VENDOR = defineField("radius.avp.vendor_id", "uint32", "Vendor ID", {
  values: { 9: "Cisco", 311: "Microsoft", 529: "Ascend", 4874: "Juniper", 14988: "MikroTik" },
});

const ATTRIBUTE_NAMES: ReadonlyMap<number, string> = new Map(
  ATTRIBUTES.map(([type, name]) => [type, name]),
);
const SPECS: ReadonlyMap<number, FieldSpec> = new Map(
  ATTRIBUTES.map(([type, name, kind]) => [
    type,
    defineField(`radius.${name.replaceAll("-", "_")}`, kind, name),
  ]),
);

const FIELDS: readonly FieldSpec[] = [
  ...[CODE, ID, LENGTH, AUTHENTICATOR, REQUEST_FRAME, TIME, REQUEST_REPEATED, ATTRIBUTE],
  ...[ATTRIBUTE_TYPE, ATTRIBUTE_LENGTH, VENDOR, ...SPECS.values()],
];

/** A known code, a length that the datagram has, and attributes that fill it exactly. */
function isMessage(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN || CODES[view.getUint8(off)] === undefined) return false;
  const stop = off + view.getUint16(off + 2);
  if (stop < off + HEADER_LEN || stop > end) return false;
  let at = off + HEADER_LEN;
  while (at + ATTRIBUTE_HEADER_LEN <= stop) {
    const length = view.getUint8(at + 1);
    if (length < ATTRIBUTE_HEADER_LEN) return false;
    at += length;
  }
  return at === stop;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (end - off < HEADER_LEN) return;
  const code = view.getUint8(off);
  const name = CODES[code];
  if (name === undefined) return;
  const stop = Math.min(end, Math.max(off + HEADER_LEN, off + view.getUint16(off + 2)));
  tree.layer("radius", "RADIUS Protocol", off, stop);
  tree.summarize(name);
  tree.add(CODE, off);
  tree.add(ID, off + 1);
  tree.add(LENGTH, off + 2);
  tree.add(AUTHENTICATOR, off + 4, 16);
  const repeated = addExchange(tree, off, conversation);
  addAttributes(tree, off + HEADER_LEN, stop);
  tree.show("RADIUS", `${name} id=${view.getUint8(off + 1)}${repeated}`);
}

/** A request that comes again has identifier and authenticator of the first (RFC 2865 §2.5). */
function addExchange(tree: Tree, off: number, conversation: Conversation): string {
  const { view, packet } = tree;
  const times = conversation.recall(Protocol.Radius, () => new PacketTimes());
  const id = `${view.getUint8(off + 1)}`;
  if (REQUESTS.has(view.getUint8(off))) {
    const nonce = `${view.getUint32(off + 4)},${view.getUint32(off + 8)}`;
    const first = times.first(`${id} ${nonce}`, packet);
    if (first.number === packet.number) {
      times.note(id, packet);
      return "";
    }
    tree.value(REQUEST_REPEATED, first.number, off, off);
    return ", Duplicate Request";
  }
  const request = times.known(id);
  if (request === undefined) return "";
  tree.value(REQUEST_FRAME, request.number, off, off);
  tree.value(TIME, request.since(packet), off, off);
  return "";
}

function addAttributes(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  const eap: number[] = [];
  let off = start;
  while (off + ATTRIBUTE_HEADER_LEN <= end) {
    const at = off;
    const length = view.getUint8(at + 1);
    if (length < ATTRIBUTE_HEADER_LEN || at + length > end) break;
    const type = view.getUint8(at);
    const field = tree.add(ATTRIBUTE, at, length);
    if (field !== undefined) field.text = ATTRIBUTE_NAMES.get(type) ?? `Unknown (${type})`;
    tree.inside(field, () => {
      tree.add(ATTRIBUTE_TYPE, at);
      tree.add(ATTRIBUTE_LENGTH, at + 1);
      addValue(tree, type, at + ATTRIBUTE_HEADER_LEN, at + length);
    });
    if (type === EAP_MESSAGE) {
      for (let i = at + ATTRIBUTE_HEADER_LEN; i < at + length; i += 1) eap.push(view.getUint8(i));
    }
    off += length;
  }
  // A message of EAP is cut into attributes of 253 octets (RFC 3579 §3.1).
  if (eap.length > 0) {
    tree.reassembled("EAP message", Uint8Array.from(eap), ({ payloadStart, payloadEnd }) => {
      tree.descend(Protocol.Eap, payloadStart, payloadEnd);
    });
  }
}

function addValue(tree: Tree, type: number, off: number, end: number): void {
  const spec = SPECS.get(type);
  if (spec === undefined || end <= off) return;
  if (spec.octets > 0) {
    if (end - off === spec.octets) tree.add(spec, off);
  } else if (spec.type === "string") {
    tree.value(spec, readText(tree.view, off, end), off, end);
  } else {
    tree.add(spec, off, end - off);
    if (type === VENDOR_SPECIFIC && end - off >= 4) tree.add(VENDOR, off);
  }
}

export const RADIUS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Radius],
  udpPorts: PORTS,
  datagram: {
    firstOctets: Object.keys(CODES).map(Number),
    ports: PORTS,
    matches: isMessage,
  },
  fields: FIELDS,
  dissect,
};
