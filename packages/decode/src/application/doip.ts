/** DoIP, vehicle diagnostics over IP: ISO 13400-2:2019 section 7. */

import type { FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { dissectUds, UDS_FIELDS } from "./uds.ts";

const PORT = 13_400;
const HEADER_LEN = 8;

/** Longest message that is waited for, in octets. */
const MAX_LENGTH = 65_536;

const DIAGNOSTIC = 0x8001;

/** Table 17. */
const TYPES: Readonly<Record<number, string>> = {
  0: "Generic DoIP header NACK",
  1: "Vehicle identification request",
  2: "Vehicle identification request with EID",
  3: "Vehicle identification request with VIN",
  4: "Vehicle announcement message/vehicle identification response message",
  5: "Routing activation request",
  6: "Routing activation response",
  7: "Alive check request",
  8: "Alive check response",
  16385: "DoIP entity status request",
  16386: "DoIP entity status response",
  16387: "Diagnostic power mode information request",
  16388: "Diagnostic power mode information response",
  32769: "Diagnostic message",
  32770: "Diagnostic message ACK",
  32771: "Diagnostic message NACK",
};

const list = new FieldList();

list.define("doip", "protocol", "DoIP (ISO13400) Protocol");
const VERSION = octet("doip.version", "Version");
const INVERSE = octet("doip.inverse", "Inverse version");
const TYPE = list.define("doip.type", "uint16", "Type", { hex: true, values: TYPES });
const LENGTH = list.define("doip.length", "uint32", "Length");
const NACK = octet("doip.nack_code", "DoIP Header NACK code");
const VIN = list.define("doip.vin", "string", "VIN", { octets: 17 });
const ADDRESS = address("doip.logical_address", "Logical Address");
const ENTITY = list.define("doip.eid", "bytes", "EID", { octets: 6 });
const GROUP = list.define("doip.gid", "bytes", "GID", { octets: 6 });
const FURTHER_ACTION = octet("doip.futher_action", "Further action required");
const SYNC = octet("doip.sync_status", "VIN/GID sync. status");
const POWER_MODE = octet("doip.power_mode", "Diagnostic power mode");
const NODE_TYPE = octet("doip.node_type", "Node type");
const MAX_SOCKETS = list.define("doip.max_sockets", "uint8", "Max concurrent sockets");
const SOCKETS = list.define("doip.sockets", "uint8", "Currently open sockets");
const MAX_DATA = list.define("doip.max_data_size", "uint32", "Max data size");
const SOURCE = address("doip.source_address", "Source Address");
const TARGET = address("doip.target_address", "Target Address");
const ACTIVATION = octet("doip.activation_type", "Activation type");
const TESTER = address("doip.tester_logical_address", "Logical address of external tester");
const RESPONSE = octet("doip.response_code", "Routing activation response code");
const RESERVED_ISO = list.define("doip.reserved_iso", "uint32", "Reserved by ISO", { hex: true });
const RESERVED_OEM = list.define("doip.reserved_oem", "uint32", "Reserved by OEM", { hex: true });
const ACK_CODE = octet("doip.diag_ack_code", "ACK code");
const NACK_CODE = octet("doip.diag_nack_code", "NACK code");
const PREVIOUS = list.define("doip.previous", "bytes", "Previous message");

/** The fields of each message in their order; those at the end may be missing. */
const BODIES: Readonly<Record<number, readonly FieldSpec[]>> = {
  0: [NACK],
  2: [ENTITY],
  3: [VIN],
  4: [VIN, ADDRESS, ENTITY, GROUP, FURTHER_ACTION, SYNC],
  5: [SOURCE, ACTIVATION, RESERVED_ISO, RESERVED_OEM],
  6: [TESTER, SOURCE, RESPONSE, RESERVED_ISO, RESERVED_OEM],
  8: [SOURCE],
  16386: [NODE_TYPE, MAX_SOCKETS, SOCKETS, MAX_DATA],
  16388: [POWER_MODE],
  32769: [SOURCE, TARGET],
  32770: [SOURCE, TARGET, ACK_CODE],
  32771: [SOURCE, TARGET, NACK_CODE],
};

function octet(name: string, description: string): FieldSpec {
  return list.define(name, "uint8", description, { hex: true });
}

function address(name: string, description: string): FieldSpec {
  return list.define(name, "uint16", description, { hex: true });
}

/** A version with its complement, a type in use, and a length that is not beyond reason. */
function matches(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN || !startsHeader(view, off)) return false;
  return view.getUint32(off + 4) <= MAX_LENGTH;
}

function startsHeader(view: DataView, off: number): boolean {
  if ((view.getUint8(off) ^ view.getUint8(off + 1)) !== 0xff) return false;
  return TYPES[view.getUint16(off + 2)] !== undefined;
}

/** On its own port, of a header that the capture has cut, what stands before the length is enough. */
function isCutHeader(view: DataView, off: number, end: number, packet: Packet): boolean {
  const octets = end - off;
  if (octets < 4 || octets >= HEADER_LEN || packet.payloadLength < HEADER_LEN) return false;
  return isOwnPort(packet) && startsHeader(view, off);
}

function isOwnPort({ sourcePort, destinationPort }: Packet): boolean {
  return sourcePort === PORT || destinationPort === PORT;
}

function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < HEADER_LEN) return 0;
  const length = view.getUint32(off + 4);
  return length > MAX_LENGTH ? end - off : HEADER_LEN + length;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart, payloadEnd } = packet;
  if (isCutHeader(view, payloadStart, payloadEnd, packet)) {
    tree.layer("doip", "DoIP (ISO13400) Protocol", payloadStart, payloadEnd);
    tree.show("DoIP", "");
    return;
  }
  let start = payloadStart;
  while (payloadEnd - start >= HEADER_LEN && matches(view, start, payloadEnd)) {
    const end = Math.min(payloadEnd, start + HEADER_LEN + view.getUint32(start + 4));
    dissectMessage(tree, start, end);
    start = end;
  }
}

function dissectMessage(tree: Tree, start: number, end: number): void {
  const layer = tree.layer("doip", "DoIP (ISO13400) Protocol", start, end);
  const cursor = new FieldCursor(tree, start, end);
  cursor.add(VERSION);
  cursor.add(INVERSE);
  const type = cursor.number(TYPE);
  cursor.add(LENGTH);
  for (const spec of BODIES[type] ?? []) {
    if (cursor.left >= spec.octets) cursor.add(spec);
  }
  layer.summary = TYPES[type] ?? "";
  if (type === DIAGNOSTIC && cursor.left > 0) {
    layer.end = cursor.off - tree.packet.start;
    dissectUds(tree, cursor.off, end);
    return;
  }
  if (type > DIAGNOSTIC && cursor.left > 0) cursor.add(PREVIOUS, cursor.left);
  tree.show("DoIP", layer.summary);
}

export const DOIP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Doip],
  tcpPorts: [PORT],
  udpPorts: [PORT],
  stream: {
    matches: (view, off, end, packet) =>
      matches(view, off, end) || isCutHeader(view, off, end, packet),
  },
  datagram: { matches },
  fields: [...list.specs, ...UDS_FIELDS],
  dissect,
  messageLength,
};
