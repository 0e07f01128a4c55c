/** IKE: the header of RFC 2408 §3.1 and RFC 7296 §3.1, and the list of payloads behind it. */

import type { FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import * as fields from "./isakmp-fields.ts";

export const HEADER_LEN = 28;
const PAYLOAD_HEADER_LEN = 4;
/** A message is a datagram, and a payload takes four octets at least: enough for any sane one. */
const MAX_PAYLOADS = 128;

const FLAG_ENCRYPTION = 0x01;
const FLAG_INITIATOR = 0x08;
const FLAG_RESPONSE = 0x20;

/** Payloads that are read further; the numbers of version 1 first (RFC 2408 §3.1, RFC 7296 §3.2). */
const Payload = {
  SecurityAssociation1: 1,
  Proposal: 2,
  Transform: 3,
  KeyExchange1: 4,
  Certificate1: 6,
  Identification1: 5,
  Hash1: 8,
  Nonce1: 10,
  Notification1: 11,
  Vendor1: 13,
  SecurityAssociation2: 33,
  KeyExchange2: 34,
  CertificateRequest2: 38,
  Nonce2: 40,
  Notify2: 41,
  Vendor2: 43,
  Encrypted: 46,
  EncryptedFragment: 53,
} as const;

/**
 * Whether an IKE header begins at `off`: a version and an exchange that exist, an initiator's SPI,
 * and the length of the datagram.
 *
 * @param length octets from `off` to the end of the datagram on the wire
 */
export function isIsakmp(view: DataView, off: number, end: number, length: number): boolean {
  if (end - off < HEADER_LEN || view.getUint32(off + 24) !== length) return false;
  const major = view.getUint8(off + 17) >>> 4;
  if ((major !== 1 && major !== 2) || fields.EXCHANGES[view.getUint8(off + 18)] === undefined) {
    return false;
  }
  return view.getUint32(off) !== 0 || view.getUint32(off + 4) !== 0;
}

/** Appends the layer of a message in `[off, end)`; nothing where its header is not there. */
export function dissectIsakmp(tree: Tree, off: number, end: number): void {
  if (end - off < HEADER_LEN) return;
  const { view } = tree;
  tree.layer("isakmp", "Internet Security Association and Key Management Protocol", off, end);
  const second = view.getUint8(off + 17) >>> 4 >= 2;
  tree.add(fields.INITIATOR_SPI, off, 8);
  tree.add(fields.RESPONDER_SPI, off + 8, 8);
  const first = Number(tree.add(fields.NEXT_PAYLOAD, off + 16)?.value);
  tree.inside(tree.add(fields.VERSION, off + 17), () => {
    tree.add(fields.MAJOR, off + 17);
    tree.add(fields.MINOR, off + 17);
  });
  tree.add(fields.EXCHANGE, off + 18);
  tree.inside(tree.add(fields.FLAGS, off + 19), () => {
    const flags = second
      ? [fields.INITIATOR, fields.HIGHER_VERSION, fields.RESPONSE]
      : [fields.ENCRYPTION, fields.COMMIT, fields.AUTHENTICATION];
    for (const flag of flags) tree.add(flag, off + 19);
  });
  tree.add(fields.MESSAGE_ID, off + 20);
  tree.add(fields.LENGTH, off + 24);
  const info = infoOf(view, off, second);
  tree.summarize(info);
  tree.show("ISAKMP", info);
  const stop = Math.min(end, off + view.getUint32(off + 24));
  const sealed = !second && (view.getUint8(off + 19) & FLAG_ENCRYPTION) !== 0;
  if (sealed) addWithin(tree, fields.ENCRYPTED, off + HEADER_LEN, stop, stop - off - HEADER_LEN);
  else addPayloads(tree, first, off + HEADER_LEN, stop, second);
}

function infoOf(view: DataView, off: number, second: boolean): string {
  const exchange = fields.EXCHANGES[view.getUint8(off + 18)] ?? "Unknown";
  if (!second) return exchange;
  const flags = view.getUint8(off + 19);
  const id = String(view.getUint32(off + 20)).padStart(2, "0");
  const side = (flags & FLAG_INITIATOR) !== 0 ? "Initiator" : "Responder";
  return `${exchange} MID=${id} ${side} ${(flags & FLAG_RESPONSE) !== 0 ? "Response" : "Request"}`;
}

/** Each payload names the next; the list ends with 0 or with the encrypted one. */
function addPayloads(tree: Tree, first: number, start: number, end: number, second: boolean): void {
  let type = first;
  let off = start;
  for (let i = 0; i < MAX_PAYLOADS && type !== 0; i += 1) {
    if (isPart(first) && type !== first) return;
    if (off + PAYLOAD_HEADER_LEN > end) return;
    const length = tree.view.getUint16(off + 2);
    if (length < PAYLOAD_HEADER_LEN || off + length > end) return;
    addPayload(tree, type, off, off + length, second);
    if (type === Payload.Encrypted || type === Payload.EncryptedFragment) return;
    type = tree.view.getUint8(off);
    off += length;
  }
}

/** Proposals and transforms lie in lists of their own kind, which bounds how deep lists nest. */
function isPart(type: number): boolean {
  return type === Payload.Proposal || type === Payload.Transform;
}

function addPayload(tree: Tree, type: number, off: number, end: number, second: boolean): void {
  tree.inside(tree.value(fields.PAYLOAD, type, off, end), () => {
    tree.add(fields.NEXT_PAYLOAD, off);
    if (second && type !== Payload.Proposal && type !== Payload.Transform) {
      tree.add(fields.CRITICAL, off + 1);
    }
    tree.add(fields.PAYLOAD_LENGTH, off + 2);
    addBody(tree, type, off + PAYLOAD_HEADER_LEN, end, second);
  });
}

function addBody(tree: Tree, type: number, off: number, end: number, second: boolean): void {
  const rest = (spec: FieldSpec, at: number): void => {
    if (at < end) tree.add(spec, at, end - at);
  };
  switch (type) {
    case Payload.SecurityAssociation1:
      addWithin(tree, fields.DOI, off, end);
      addWithin(tree, fields.SITUATION, off + 4, end, 4);
      addPayloads(tree, Payload.Proposal, off + 8, end, false);
      break;
    case Payload.SecurityAssociation2:
      addPayloads(tree, Payload.Proposal, off, end, true);
      break;
    case Payload.Proposal:
      addProposal(tree, off, end, second);
      break;
    case Payload.Transform:
      addTransform(tree, off, end, second);
      break;
    case Payload.KeyExchange1:
      rest(fields.KEY, off);
      break;
    case Payload.KeyExchange2:
      addWithin(tree, fields.GROUP, off, end);
      rest(fields.KEY, off + 4);
      break;
    case Payload.Nonce1:
    case Payload.Nonce2:
      rest(fields.NONCE, off);
      break;
    case Payload.Hash1:
      rest(fields.HASH, off);
      break;
    case Payload.Vendor1:
    case Payload.Vendor2:
      rest(fields.VENDOR, off);
      break;
    case Payload.Notification1:
      addWithin(tree, fields.NOTIFY_DOI, off, end);
      addNotification(tree, off + 4, end);
      break;
    case Payload.Notify2:
      addNotification(tree, off, end);
      break;
    case Payload.Identification1:
      addWithin(tree, fields.ID_TYPE, off, end);
      break;
    case Payload.Certificate1:
      addWithin(tree, fields.CERTIFICATE, off, end);
      break;
    case Payload.CertificateRequest2:
      addWithin(tree, fields.CERTIFICATE_REQUEST, off, end);
      break;
    case Payload.Encrypted:
    case Payload.EncryptedFragment:
      rest(fields.ENCRYPTED, off);
      break;
    default:
      break;
  }
}

function addProposal(tree: Tree, off: number, end: number, second: boolean): void {
  addWithin(tree, fields.PROPOSAL, off, end);
  addWithin(tree, fields.PROPOSAL_PROTOCOL, off + 1, end, 1);
  const size = Number(addWithin(tree, fields.SPI_SIZE, off + 2, end)?.value ?? 0);
  addWithin(tree, fields.TRANSFORMS, off + 3, end);
  if (size > 0) addWithin(tree, fields.SPI, off + 4, end, size);
  addPayloads(tree, Payload.Transform, off + 4 + size, end, second);
}

function addTransform(tree: Tree, off: number, end: number, second: boolean): void {
  if (!second) {
    addWithin(tree, fields.TRANSFORM_NUMBER, off, end);
    addWithin(tree, fields.TRANSFORM_ID, off + 1, end);
    addAttributes(tree, fields.IKE1_ATTRIBUTE, fields.IKE1_VALUE, off + 4, end);
    return;
  }
  const type = Number(addWithin(tree, fields.TRANSFORM_TYPE, off, end)?.value ?? 0);
  const id = fields.TRANSFORM_IDS[type] ?? fields.TRANSFORM_IDS[0]!;
  addWithin(tree, id, off + 2, end);
  addAttributes(tree, fields.IKE2_ATTRIBUTE, fields.IKE2_VALUE, off + 4, end);
}

/** Type and value, or type, length and value, by the uppermost bit (RFC 2408 §3.3). */
function addAttributes(
  tree: Tree,
  type: FieldSpec,
  value: FieldSpec,
  start: number,
  end: number,
): void {
  let off = start;
  while (off + 4 <= end) {
    const short = (tree.view.getUint8(off) & 0x80) !== 0;
    const at = short ? off + 2 : off + 4;
    const length = short ? 2 : tree.view.getUint16(off + 2);
    if (at + length > end) return;
    tree.inside(tree.add(type, off), () => tree.add(value, at, length));
    off = at + length;
  }
}

function addNotification(tree: Tree, off: number, end: number): void {
  addWithin(tree, fields.NOTIFY_PROTOCOL, off, end, 1);
  const size = Number(addWithin(tree, fields.SPI_SIZE, off + 1, end)?.value ?? 0);
  addWithin(tree, fields.NOTIFY_TYPE, off + 2, end);
  if (size > 0) addWithin(tree, fields.SPI, off + 4, end, size);
  const data = off + 4 + size;
  if (data < end) tree.add(fields.NOTIFY_DATA, data, end - data);
}

function matches(view: DataView, off: number, end: number, packet: Packet): boolean {
  return isIsakmp(view, off, end, packet.payloadLength);
}

export const ISAKMP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Isakmp],
  udpPorts: [500],
  datagram: { matches },
  fields: fields.ISAKMP_FIELDS,
  dissect: (packet, tree) => dissectIsakmp(tree, packet.payloadStart, packet.payloadEnd),
};
