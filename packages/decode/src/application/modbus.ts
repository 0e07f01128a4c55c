/** Modbus over TCP: MODBUS Messaging on TCP/IP Implementation Guide V1.0b, section 3.1. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { elapsedText } from "./elapsed-text.ts";
import * as fields from "./modbus-fields.ts";
import { addBody } from "./modbus-pdu.ts";

const PORT = 502;

/** Transaction, protocol and length; the unit identifier is counted by the length. */
const PREFIX_LEN = 6;
const HEADER_LEN = 7;

/** Unit identifier, function code and 252 octets of data, section 4.1. */
const MAX_LENGTH = 254;

const EXCEPTION = 0x80;
const READ_DEVICE_IDENTIFICATION = 43;

/** Requests of one connection that wait for an answer; masters have one, some gateways 16. */
const MAX_PENDING = 64;

interface Request {
  readonly frame: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly first: number;
  readonly count: number;
}

class Memory {
  readonly pending = new Map<number, Request>();
}

/** A header whose length fits, for a function that is known, at the port or to the octet. */
function matches(view: DataView, off: number, end: number, packet: Packet): boolean {
  if (end - off <= HEADER_LEN || view.getUint16(off + 2) !== 0) return false;
  const length = view.getUint16(off + 4);
  if (length < 2 || length > MAX_LENGTH) return false;
  if (packet.destinationPort === PORT || packet.sourcePort === PORT) return true;
  if (length !== packet.payloadLength - PREFIX_LEN) return false;
  const code = view.getUint8(off + HEADER_LEN);
  const isRead = code >= 1 && code <= 6;
  return view.getUint16(off) !== 0 && isRead && length === 6;
}

function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < PREFIX_LEN) return 0;
  if (view.getUint16(off + 2) !== 0) return end - off;
  return PREFIX_LEN + view.getUint16(off + 4);
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (end - start < HEADER_LEN || view.getUint16(start + 2) !== 0) return;
  tree.layer("mbtcp", "Modbus/TCP", start, start + HEADER_LEN);
  tree.add(fields.TRANSACTION, start);
  tree.add(fields.PROTOCOL_ID, start + 2);
  tree.add(fields.LENGTH, start + 4);
  tree.add(fields.UNIT, start + 6);
  const transaction = view.getUint16(start);
  const unit = view.getUint8(start + 6);
  const isRequest = isFromMaster(packet, conversation);
  const head = `${isRequest ? "   Query" : "Response"}: Trans: ${pad(transaction, 5)}; Unit: ${pad(unit, 3)}`;
  const off = start + HEADER_LEN;
  if (off >= end) {
    tree.show("Modbus/TCP", head);
    return;
  }
  tree.show("Modbus/TCP", `${head}, ${functionText(view, off, end)}`);
  const stop = Math.min(end, start + PREFIX_LEN + view.getUint16(start + 4));
  dissectPdu(tree, { start: off, end: stop, isRequest, transaction, unit }, conversation);
}

/** Both ends may use the port, and none of them need do so: then the one that opened asks. */
function isFromMaster(packet: Packet, conversation: Conversation): boolean {
  if (packet.destinationPort === PORT) return true;
  return packet.sourcePort !== PORT && conversation.isFromOriginator(packet);
}

interface Pdu {
  readonly start: number;
  readonly end: number;
  readonly isRequest: boolean;
  readonly transaction: number;
  readonly unit: number;
}

function dissectPdu(tree: Tree, pdu: Pdu, conversation: Conversation): void {
  const { view, packet } = tree;
  const { start, end, isRequest } = pdu;
  if (start >= end) return;
  const octet = view.getUint8(start);
  const code = octet & ~EXCEPTION;
  const layer = tree.layer("modbus", "Modbus", start, end);
  layer.summary = fields.FUNCTIONS[code] ?? `Function ${code}`;
  tree.add(fields.FUNCTION, start);
  const { pending } = conversation.recall(Protocol.Modbus, () => new Memory());
  const key = (pdu.transaction * 256 + pdu.unit) * 128 + code;
  const request = isRequest ? undefined : pending.get(key);
  if (isRequest) {
    const hasRange = end - start >= 5;
    pending.delete(key);
    pending.set(key, {
      frame: packet.number,
      seconds: packet.seconds,
      nanoseconds: packet.nanoseconds,
      first: hasRange ? view.getUint16(start + 1) : 0,
      count: hasRange ? view.getUint16(start + 3) : Number.POSITIVE_INFINITY,
    });
    if (pending.size > MAX_PENDING) pending.delete(pending.keys().next().value!);
  } else if (request !== undefined) {
    pending.delete(key);
    tree.value(fields.REQUEST_FRAME, request.frame, start, start);
    tree.value(fields.RESPONSE_TIME, elapsedText(request, packet), start, start);
  }
  if ((octet & EXCEPTION) !== 0) {
    tree.add(fields.EXCEPTION, start + 1);
    return;
  }
  const { first = 0, count = Number.POSITIVE_INFINITY } = request ?? {};
  addBody(code, { tree, start: start + 1, end, isRequest, first, count });
}

/** `Func:   3: Read Holding Registers`. */
function functionText(view: DataView, off: number, end: number): string {
  const octet = view.getUint8(off);
  const code = octet & ~EXCEPTION;
  const name = fields.FUNCTIONS[code] ?? "Unknown function";
  if ((octet & EXCEPTION) !== 0) return `Func: ${pad(code, 3)}: ${name}. Exception returned `;
  if (code !== READ_DEVICE_IDENTIFICATION || off + 2 >= end)
    return `Func: ${pad(code, 3)}: ${name}`;
  const kind = view.getUint8(off + 2);
  const isIdentification = view.getUint8(off + 1) === 14;
  const text = isIdentification ? "Read Device Identification" : name;
  return `Func: ${pad(code, 3)}/${pad(kind, 3)}: ${text}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width);
}

export const MODBUS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Modbus],
  tcpPorts: [PORT],
  stream: { matches },
  fields: fields.FIELDS,
  dissect,
  messageLength,
};
