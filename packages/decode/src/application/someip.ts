/**
 * SOME/IP, AUTOSAR "SOME/IP Protocol Specification" (FO PRS 696), and the header of its segments (SOME/IP-TP).
 *
 * A message: service and method (2 each), length of what follows, client and session (2 each), version of
 * the protocol and of the interface, type, return code. What it carries is described nowhere in it.
 */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { addServiceDiscovery, SD_FIELDS } from "./someip-sd.ts";

/** AUTOSAR's for service discovery. */
const PORT = 30_490;

/** Message identifier and length; the length counts from behind itself. */
const PREFIX_LEN = 8;
const HEADER_LEN = 16;
const LENGTH = 4;
const VERSION_OFFSET = 12;
const TYPE_OFFSET = 14;
const VERSION = 1;
const TP_HEADER_LEN = 4;

/** A stream carries no message that is longer; AUTOSAR leaves the bound to the network. */
const MAX_MESSAGE = 0x10_0000;
const MAX_MESSAGES = 256;

const SD_SERVICE = 0xffff;
const SD_METHOD = 0x8100;

const ACK = 0x40;
const SEGMENT = 0x20;

const TYPES: Readonly<Record<number, string>> = {
  0: "Request",
  1: "Request no response",
  2: "Notification",
  128: "Response",
  129: "Error",
};

const CODES: Readonly<Record<number, string>> = {
  0: "Ok",
  1: "Not Ok",
  2: "Unknown Service",
  3: "Unknown Method",
  4: "Not Ready",
  5: "Not Reachable",
  6: "Timeout",
  7: "Wrong Protocol Version",
  8: "Wrong Interface Version",
  9: "Malformed Message",
  10: "Wrong Message Type",
};

function typeName(type: number): string | undefined {
  const name = TYPES[type & ~(ACK | SEGMENT)];
  if (name === undefined) return undefined;
  return `${name}${(type & ACK) === 0 ? "" : " Ack"}${(type & SEGMENT) === 0 ? "" : " segment"}`;
}

const SOMEIP = defineField("someip", "protocol", "SOME/IP Protocol");
const SERVICE = defineField("someip.serviceid", "uint16", "Service ID", { hex: true });
const METHOD = defineField("someip.methodid", "uint16", "Method ID", { hex: true });
const LENGTH_FIELD = defineField("someip.length", "uint32", "Length");
const CLIENT = defineField("someip.clientid", "uint16", "Client ID", { hex: true });
const SESSION = defineField("someip.sessionid", "uint16", "Session ID", { hex: true });
const PROTOCOL_VERSION = defineField("someip.protoversion", "uint8", "SOME/IP Version", {
  hex: true,
});
const INTERFACE_VERSION = defineField("someip.interfaceversion", "uint8", "Interface Version", {
  hex: true,
});
const TYPE = defineField("someip.messagetype", "uint8", "Message Type", {
  hex: true,
  values: typeName,
});
const TYPE_ACK = defineField("someip.messagetype.ack", "boolean", "Message Type Ack Flag", {
  mask: ACK,
});
const TYPE_TP = defineField("someip.messagetype.tp", "boolean", "Message Type TP Flag", {
  mask: SEGMENT,
});
const CODE = defineField("someip.returncode", "uint8", "Return Code", { hex: true, values: CODES });
const PAYLOAD = defineField("someip.payload", "bytes", "Payload");
const TP = defineField("someip.tp", "bytes", "SOME/IP-TP");
const TP_OFFSET = defineField("someip.tp.offset", "uint32", "Offset");
const TP_FLAGS = defineField("someip.tp.flags", "uint8", "Flags", { hex: true });
const TP_MORE = defineField("someip.tp.flags.more_segments", "boolean", "More Segments", {
  mask: 0x01,
});

function isHeader(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN || view.getUint8(off + VERSION_OFFSET) !== VERSION) return false;
  const length = view.getUint32(off + LENGTH);
  return (
    length >= HEADER_LEN - PREFIX_LEN &&
    length <= MAX_MESSAGE &&
    typeName(view.getUint8(off + TYPE_OFFSET)) !== undefined
  );
}

/** Messages one behind the other whose lengths fill the payload exactly. */
function matches(view: DataView, off: number, end: number): boolean {
  let at = off;
  for (let count = 0; at < end && count < MAX_MESSAGES; count += 1) {
    if (!isHeader(view, at, end)) return false;
    at += PREFIX_LEN + view.getUint32(at + LENGTH);
  }
  return at === end;
}

function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < HEADER_LEN) return 0;
  return isHeader(view, off, end) ? PREFIX_LEN + view.getUint32(off + LENGTH) : end - off;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadEnd: end } = packet;
  const named = tree.protocols.length + 1;
  let at = packet.payloadStart;
  for (let count = 0; count < MAX_MESSAGES && isHeader(view, at, end); count += 1) {
    const next = Math.min(end, at + PREFIX_LEN + view.getUint32(at + LENGTH));
    addMessage(tree, at, next);
    tree.protocols.length = named;
    at = next;
  }
}

function addMessage(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  const service = view.getUint16(start);
  const method = view.getUint16(start + 2);
  const type = view.getUint8(start + TYPE_OFFSET);
  tree.layer("someip", SOMEIP.description, start, end);
  tree.summarize(`Service ID: 0x${hex(service, 4)}, Method ID: 0x${hex(method, 4)}`);
  tree.add(SERVICE, start);
  tree.add(METHOD, start + 2);
  tree.add(LENGTH_FIELD, start + LENGTH);
  tree.add(CLIENT, start + 8);
  tree.add(SESSION, start + 10);
  tree.add(PROTOCOL_VERSION, start + VERSION_OFFSET);
  tree.add(INTERFACE_VERSION, start + 13);
  tree.inside(tree.add(TYPE, start + TYPE_OFFSET), () => {
    tree.add(TYPE_ACK, start + TYPE_OFFSET);
    tree.add(TYPE_TP, start + TYPE_OFFSET);
  });
  tree.add(CODE, start + 15);
  tree.shown = { protocol: "SOME/IP", info: SOMEIP.description };
  const body = (type & SEGMENT) === 0 ? start + HEADER_LEN : addSegment(tree, start + HEADER_LEN);
  if (service === SD_SERVICE && method === SD_METHOD) addServiceDiscovery(tree, body, end);
  else if (body < end) tree.add(PAYLOAD, body, end - body);
}

/** Where in the message the segment belongs, in units of 16 octets, and whether another follows. */
function addSegment(tree: Tree, off: number): number {
  tree.inside(tree.add(TP, off, TP_HEADER_LEN), () => {
    const word = tree.view.getUint32(off);
    tree.value(TP_OFFSET, (word & ~0x0f) >>> 0, off, off + TP_HEADER_LEN);
    tree.inside(tree.add(TP_FLAGS, off + 3), () => tree.add(TP_MORE, off + 3));
  });
  return off + TP_HEADER_LEN;
}

export const SOMEIP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.SomeIp],
  tcpPorts: [PORT],
  udpPorts: [PORT],
  stream: { matches },
  datagram: { matches },
  fields: [
    ...[SOMEIP, SERVICE, METHOD, LENGTH_FIELD, CLIENT, SESSION, PROTOCOL_VERSION],
    ...[INTERFACE_VERSION, TYPE, TYPE_ACK, TYPE_TP, CODE, PAYLOAD],
    ...[TP, TP_OFFSET, TP_FLAGS, TP_MORE, ...SD_FIELDS],
  ],
  dissect,
  messageLength,
};
