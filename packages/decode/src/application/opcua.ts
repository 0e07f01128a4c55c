/** OPC UA's binary protocol over TCP: OPC 10000-6, sections 5.2, 6.7 and 7.1. */

import type { FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { SERVICES } from "./opcua-services.ts";
import { formatTime } from "./time-text.ts";

const PORT = 4840;
const HEADER_LEN = 8;

/** What the packet list says of a message by its type of three letters. */
const MESSAGES: Readonly<Record<string, string>> = {
  HEL: "Hello message",
  ACK: "Acknowledge message",
  ERR: "Error message",
  RHE: "Reverse Hello message",
  MSG: "UA Secure Conversation Message",
  OPN: "OpenSecureChannel message",
  CLO: "CloseSecureChannel message",
};

/** Intermediate, final, aborted. */
const CHUNKS: Readonly<Record<string, string>> = { C: " (Message fragment)", F: "", A: "" };

const STATUS_NAMES: Readonly<Record<number, string>> = {
  0: "Good",
  2147549184: "BadUnexpectedError",
  2147614720: "BadInternalError",
  2147680256: "BadOutOfMemory",
  2147745792: "BadResourceUnavailable",
  2147811328: "BadCommunicationError",
  2147876864: "BadEncodingError",
  2147942400: "BadDecodingError",
  2148007936: "BadEncodingLimitsExceeded",
  2148139008: "BadTimeout",
  2148204544: "BadServiceUnsupported",
  2148270080: "BadShutdown",
  2148335616: "BadServerNotConnected",
  2148532224: "BadTooManyOperations",
  2148728832: "BadSecurityChecksFailed",
  2149515264: "BadUserAccessDenied",
  2149580800: "BadIdentityTokenInvalid",
  2149646336: "BadIdentityTokenRejected",
  2149711872: "BadSecureChannelIdInvalid",
  2149908480: "BadSessionIdInvalid",
  2149974016: "BadSessionClosed",
  2150891520: "BadNodeIdUnknown",
};

/** Seconds between 1601-01-01 and 1970-01-01. */
const EPOCH_OF_1601 = 11_644_473_600n;

const list = new FieldList();

list.define("opcua", "protocol", "OpcUa Binary Protocol");
const TYPE = list.define("opcua.transport.type", "string", "Message Type", { octets: 3 });
const CHUNK = list.define("opcua.transport.chunk", "string", "Chunk Type", { octets: 1 });
const SIZE = number("opcua.transport.size", "Message Size");
const VERSION = number("opcua.transport.ver", "Version");
const RECEIVE_SIZE = number("opcua.transport.rbs", "ReceiveBufferSize");
const SEND_SIZE = number("opcua.transport.sbs", "SendBufferSize");
const MAX_MESSAGE = number("opcua.transport.mms", "MaxMessageSize");
const MAX_CHUNKS = number("opcua.transport.mcc", "MaxChunkCount");
const ENDPOINT = text("opcua.transport.endpoint", "EndpointUrl");
const SERVER = text("opcua.transport.suri", "ServerUri");
const ERROR = status("opcua.transport.error", "Error");
const REASON = text("opcua.transport.reason", "Reason");
const CHANNEL = number("opcua.transport.scid", "SecureChannelId");
const POLICY = text("opcua.security.spu", "SecurityPolicyUri");
const CERTIFICATE = list.define("opcua.security.scert", "bytes", "SenderCertificate");
const THUMBPRINT = list.define("opcua.security.rcthumb", "bytes", "ReceiverCertificateThumbprint");
const TOKEN = number("opcua.security.tokenid", "Security Token Id");
const SEQUENCE = number("opcua.security.seq", "SequenceNumber");
const REQUEST_ID = number("opcua.security.rqid", "RequestId");
const ENCODING = list.define("opcua.servicenodeid.encodingmask", "uint8", "NodeId EncodingMask", {
  hex: true,
  values: { 0: "Two byte encoded Numeric", 1: "Four byte encoded Numeric", 2: "Numeric" },
});
const NAMESPACE = list.define("opcua.servicenodeid.nsid", "uint8", "NodeId Namespace Index", {
  littleEndian: true,
});
const SERVICE = list.define("opcua.servicenodeid.numeric", "uint32", "NodeId Identifier Numeric", {
  littleEndian: true,
  values: SERVICES,
});
const TIMESTAMP = list.define("opcua.Timestamp", "absoluteTime", "Timestamp", { octets: 8 });
const HANDLE = number("opcua.RequestHandle", "RequestHandle");
const RESULT = status("opcua.ServiceResult", "ServiceResult");

function number(name: string, description: string): FieldSpec {
  return list.define(name, "uint32", description, { littleEndian: true });
}

function text(name: string, description: string): FieldSpec {
  return list.define(name, "string", description);
}

function status(name: string, description: string): FieldSpec {
  return list.define(name, "uint32", description, {
    hex: true,
    littleEndian: true,
    values: STATUS_NAMES,
  });
}

function letters(view: DataView, off: number, count: number): string {
  let found = "";
  for (let index = 0; index < count; index += 1) {
    found += String.fromCharCode(view.getUint8(off + index));
  }
  return found;
}

/** Three letters of a type, one of a chunk, and a size that holds at least the header. */
function matches(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN || view.getUint32(off + 4, true) < HEADER_LEN) return false;
  const chunk = view.getUint8(off + 3);
  if (chunk !== 0x43 && chunk !== 0x46 && chunk !== 0x41) return false;
  switch (view.getUint32(off) >>> 8) {
    case 0x48454c:
    case 0x41434b:
    case 0x455252:
    case 0x524845:
    case 0x4d5347:
    case 0x4f504e:
    case 0x434c4f:
      return view.getUint16(off + 6, true) < 0x100;
    default:
      return false;
  }
}

function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < HEADER_LEN) return 0;
  return matches(view, off, end) ? view.getUint32(off + 4, true) : end - off;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd } = packet;
  if (payloadEnd - start < HEADER_LEN) return;
  const type = letters(view, start, 3);
  const name = MESSAGES[type];
  const fragment = CHUNKS[letters(view, start + 3, 1)];
  if (name === undefined || fragment === undefined) return;
  const end = Math.min(payloadEnd, start + view.getUint32(start + 4, true));
  const layer = tree.layer("opcua", "OpcUa Binary Protocol", start, Math.max(start, end));
  const cursor = new FieldCursor(tree, start, end);
  cursor.add(TYPE);
  cursor.add(CHUNK);
  cursor.add(SIZE);
  const service = addBody(cursor, type, fragment === "");
  layer.summary = `${name}${service}${fragment}`;
  tree.show("OpcUa", layer.summary);
}

/** @returns what the packet list adds: the service of a secure conversation */
function addBody(cursor: FieldCursor, type: string, isWhole: boolean): string {
  switch (type) {
    case "HEL":
    case "ACK":
      for (const spec of [VERSION, RECEIVE_SIZE, SEND_SIZE, MAX_MESSAGE, MAX_CHUNKS]) {
        cursor.add(spec);
      }
      if (type === "HEL") addCounted(cursor, ENDPOINT);
      return "";
    case "ERR":
      cursor.add(ERROR);
      addCounted(cursor, REASON);
      return "";
    case "RHE":
      addCounted(cursor, SERVER);
      addCounted(cursor, ENDPOINT);
      return "";
    default:
      return addConversation(cursor, type === "OPN", isWhole);
  }
}

/** A string or octets behind their length of four octets, -1 for none. */
function addCounted(cursor: FieldCursor, spec: FieldSpec): string {
  const { tree, off, left } = cursor;
  if (left < 4) {
    cursor.skip(left);
    return "";
  }
  cursor.skip(4);
  const length = tree.view.getInt32(off, true);
  return length < 0 ? "" : (cursor.add(spec, length)?.raw ?? "");
}

/**
 * Section 6.7.2. What follows the security header is encrypted where the policy says so, and then
 * its numbers name no service.
 */
function addConversation(cursor: FieldCursor, isAsymmetric: boolean, isWhole: boolean): string {
  cursor.add(CHANNEL);
  if (isAsymmetric) {
    const policy = addCounted(cursor, POLICY);
    addCounted(cursor, CERTIFICATE);
    addCounted(cursor, THUMBPRINT);
    if (!policy.endsWith("#None") && policy !== "") return "";
  } else {
    cursor.add(TOKEN);
  }
  cursor.add(SEQUENCE);
  cursor.add(REQUEST_ID);
  return isWhole ? addService(cursor) : "";
}

function addService(cursor: FieldCursor): string {
  const encoding = cursor.peek();
  if (encoding < 0 || encoding > 2) return "";
  cursor.add(ENCODING);
  let service: number;
  if (encoding === 0) {
    service = Number(cursor.add(SERVICE, 1)?.value ?? -1);
  } else {
    cursor.add(NAMESPACE, encoding === 1 ? 1 : 2);
    service = Number(cursor.add(SERVICE, encoding === 1 ? 2 : 4)?.value ?? -1);
  }
  if (service < 0) return "";
  const name = SERVICES[service] ?? `ServiceId ${service}`;
  if (name.endsWith("Request")) addRequestHeader(cursor);
  else if (name.endsWith("Response") || name === "ServiceFault") addResponseHeader(cursor);
  return `: ${name}`;
}

/** OPC 10000-4 §7.33: the session's token, the time and the handle. */
function addRequestHeader(cursor: FieldCursor): void {
  const octets = nodeIdLength(cursor);
  if (octets < 0) return;
  cursor.skip(octets);
  addTime(cursor);
  cursor.add(HANDLE);
}

/** OPC 10000-4 §7.34. */
function addResponseHeader(cursor: FieldCursor): void {
  addTime(cursor);
  cursor.add(HANDLE);
  cursor.add(RESULT);
}

/** Octets of the node identifier that follows, section 5.2.2.9; -1 for encodings that are reserved. */
function nodeIdLength({ tree, off, left }: FieldCursor): number {
  if (left < 1) return -1;
  const counted = (at: number): number => {
    if (left < at + 4) return -1;
    return at + 4 + Math.max(0, tree.view.getInt32(off + at, true));
  };
  switch (tree.view.getUint8(off) & 0x3f) {
    case 0:
      return 2;
    case 1:
      return 4;
    case 2:
      return 7;
    case 3:
    case 5:
      return counted(3);
    case 4:
      return 19;
    default:
      return -1;
  }
}

/** Units of 100 ns since 1601. */
function addTime(cursor: FieldCursor): void {
  const { tree, off, left } = cursor;
  if (left < TIMESTAMP.octets) {
    cursor.skip(left);
    return;
  }
  const ticks = tree.view.getBigInt64(off, true);
  const seconds = Number(ticks / 10_000_000n - EPOCH_OF_1601);
  const fraction = Number(ticks % 10_000_000n) * 100;
  const time = ticks <= 0n ? "No time specified (0)" : formatTime(seconds, fraction);
  tree.value(TIMESTAMP, time, off, off + 8);
  cursor.skip(8);
}

export const OPCUA_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.OpcUa],
  tcpPorts: [PORT],
  stream: { firstOctets: [0x41, 0x43, 0x45, 0x48, 0x4d, 0x4f, 0x52], matches },
  fields: list.specs,
  dissect,
  messageLength,
};
