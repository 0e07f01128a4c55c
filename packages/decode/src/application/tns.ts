/**
 * TNS, the Transparent Network Substrate of Oracle's databases (SQL*Net).
 *
 * There is no public specification; fields and names are those of Wireshark. Packets have a header of eight octets:
 * length (big-endian; four octets from version 315 on), checksum, type, flags, checksum of the header.
 */

import { dissectData } from "../data-tree.ts";
import type { FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";

const PORT = 1521;
const HEADER_LEN = 8;
/** Session data units are of 2 MiB at most; larger lengths are something else. */
const MAX_PACKET = 0x20_0000;

const Type = {
  Connect: 1,
  Accept: 2,
  Refuse: 4,
  Redirect: 5,
  Data: 6,
  Abort: 9,
  Marker: 12,
  Control: 14,
} as const;

const TYPES: Readonly<Record<number, string>> = {
  1: "Connect",
  2: "Accept",
  3: "Acknowledge",
  4: "Refuse",
  5: "Redirect",
  6: "Data",
  7: "Null",
  9: "Abort",
  11: "Resend",
  12: "Marker",
  13: "Attention",
  14: "Control",
};

/** What a request for a connection begins with: it has less than 4 KiB. */
const CONNECT_FIRST: readonly number[] = Array.from({ length: 16 }, (_, octet) => octet);

/** Versions of servers from 8 to 23. */
const FIRST_VERSION = 300;
const LAST_VERSION = 399;

/** Instead of one octet, for what is negotiated before the session. */
const SECURE_NETWORK = 0xdeadbeef;
const SET_PROTOCOL = 1;
const CALL = 3;
const PIGGYBACK = 17;

const DATA_IDS: Readonly<Record<number, string>> = {
  1: "Set Protocol",
  2: "Set Datatypes",
  3: "User OCI Functions",
  4: "Return Status",
  5: "Access User Address Space",
  6: "Row Transfer Header",
  7: "Row Transfer Data",
  8: "Return OPI Parameter",
  9: "Function Complete",
  10: "N Error return definitions follow",
  11: "Sending I/O vec only for fast UPI",
  12: "Sending long for fast UPI",
  13: "Invoke user callback",
  14: "LOB/FILE data follows",
  15: "Warning messages - may be a set of them",
  16: "Describe Information",
  17: "Piggy back function follow",
  18: "Signals special action for untrusted callout support",
  19: "Flush Out Bind data in DML/w RETURN when error",
  32: "External Procedures and Services Registrations",
  68: "External Procedures and Services Registrations",
};

/** Versions that a client lists; the list ends with a zero. */
const MAX_VERSIONS = 32;

const list = new FieldList();
list.define("tns", "protocol", "Transparent Network Substrate Protocol");
const REQUEST = list.define("tns.request", "boolean", "Request");
const RESPONSE = list.define("tns.response", "boolean", "Response");
const LENGTH = list.define("tns.length", "uint32", "Packet Length");
const CHECKSUM = hexNumber("tns.packet_checksum", "Packet Checksum");
const TYPE = list.define("tns.type", "uint8", "Packet Type", { values: TYPES });
const RESERVED = list.define("tns.reserved_byte", "bytes", "Reserved Byte", { octets: 1 });
const HEADER_CHECKSUM = hexNumber("tns.header_checksum", "Header Checksum");
const VERSION = list.define("tns.version", "uint16", "Version");
const COMPATIBLE = list.define("tns.compat_version", "uint16", "Version (Compatible)");
const OPTIONS = hexNumber("tns.service_options", "Service Options");
const SDU = list.define("tns.sdu_size", "uint16", "Session Data Unit Size");
const TDU = list.define("tns.max_tdu_size", "uint16", "Maximum Transmission Data Unit Size");
const CHARACTERISTICS = hexNumber("tns.nt_proto_characteristics", "NT Protocol Characteristics");
const TURNAROUND = list.define("tns.line_turnaround", "uint16", "Line Turnaround Value");
const ONE = list.define("tns.value_of_one", "bytes", "Value of 1 in Hardware", { octets: 2 });
const CONNECT_LENGTH = list.define("tns.connect_data_length", "uint16", "Length of Connect Data");
const CONNECT_OFFSET = list.define("tns.connect_data_offset", "uint16", "Offset to Connect Data");
const CONNECT_MAX = list.define(
  "tns.connect_data_max",
  "uint32",
  "Maximum Receivable Connect Data",
);
const CONNECT_FLAGS = [
  list.define("tns.connect_flags0", "uint8", "Connect Flags 0", { hex: true }),
  list.define("tns.connect_flags1", "uint8", "Connect Flags 1", { hex: true }),
];
const TRACE = [
  list.define("tns.trace_cf1", "uint32", "Trace Cross Facility Item 1", { hex: true }),
  list.define("tns.trace_cf2", "uint32", "Trace Cross Facility Item 2", { hex: true }),
  list.define("tns.trace_cid", "uint64", "Trace Unique Connection ID", { hex: true }),
];
const CONNECT_DATA = list.define("tns.connect_data", "string", "Connect Data");
const ACCEPT_LENGTH = list.define("tns.accept_data_length", "uint16", "Accept Data Length");
const ACCEPT_OFFSET = list.define("tns.accept_data_offset", "uint16", "Offset to Accept Data");
const ACCEPT_DATA = list.define("tns.accept_data", "string", "Accept Data");
const REFUSE_REASONS = [
  list.define("tns.refuse_reason_user", "uint8", "Refuse Reason (User)", { hex: true }),
  list.define("tns.refuse_reason_system", "uint8", "Refuse Reason (System)", { hex: true }),
];
const REFUSE_LENGTH = list.define("tns.refuse_data_length", "uint16", "Refuse Data Length");
const REFUSE_DATA = list.define("tns.refuse_data", "string", "Refuse Data");
const ABORT_REASONS = [
  list.define("tns.abort_reason_user", "uint8", "Abort Reason (User)", { hex: true }),
  list.define("tns.abort_reason_system", "uint8", "Abort Reason (User)", { hex: true }),
];
const ABORT_DATA = list.define("tns.abort_data", "string", "Abort Data");
const REDIRECT_LENGTH = list.define("tns.redirect_data_length", "uint16", "Redirect Data Length");
const REDIRECT_DATA = list.define("tns.redirect_data", "string", "Redirect Data");
const MARKER = list.define("tns.marker.type", "uint8", "Marker Type", { hex: true });
const MARKER_OCTET = list.define("tns.marker.databyte", "uint8", "Marker Data Byte", {
  hex: true,
});
const COMMAND = hexNumber("tns.control.cmd", "Control Command");
const CONTROL_DATA = list.define("tns.control.data", "bytes", "Control Data");
const DATA_FLAG = hexNumber("tns.data_flag", "Data Flag");
const MORE = list.define("tns.data_flag.more", "boolean", "More Data to Come", {
  octets: 2,
  mask: 0x20,
});
const END_OF_FILE = list.define("tns.data_flag.eof", "boolean", "End of File", {
  octets: 2,
  mask: 0x40,
});
const DATA_ID = list.define("tns.data_id", "uint8", "Data ID", { hex: true, values: DATA_IDS });
const DATA_LENGTH = list.define("tns.data_length", "uint16", "Data Length");
const ACCEPTED = list.define("tns.data_setp_req.acc_vers", "uint8", "Accepted Version");
const PLATFORM = list.define("tns.data_setp_req.cli_plat", "string", "Client Platform");
const SET_VERSION = list.define("tns.data_setp_resp.version", "uint8", "Version");
const BANNER = list.define("tns.data_setp_resp.banner", "string", "Server Banner");
const CALL_ID = list.define("tns.data_oci.id", "uint8", "Call ID", { hex: true });
const PIGGYBACK_ID = list.define("tns.data_piggyback.id", "uint8", "Call ID", { hex: true });
const SERVICES = list.define("tns.data_sns.srvcnt", "uint16", "Services");

function hexNumber(name: string, title: string): FieldSpec {
  return list.define(name, "uint16", title, { hex: true });
}

/** Octets of the packet at `off`; 0 where its header is not there, -1 where it is none. */
function packetLength(view: DataView, off: number, end: number): number {
  if (end - off < HEADER_LEN) return 0;
  const length = view.getUint16(off) || view.getUint32(off);
  const isPacket =
    length >= HEADER_LEN && length <= MAX_PACKET && TYPES[view.getUint8(off + 4)] !== undefined;
  return isPacket ? length : -1;
}

/** A request for a connection, whose length is its own and whose versions have existed. */
function matches(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN + 4 || packetLength(view, off, end) !== end - off) return false;
  if (view.getUint8(off + 4) !== Type.Connect || view.getUint16(off + 2) !== 0) return false;
  return isVersion(view.getUint16(off + 8)) && isVersion(view.getUint16(off + 10));
}

function isVersion(version: number): boolean {
  return version >= FIRST_VERSION && version <= LAST_VERSION;
}

function messageLength(view: DataView, off: number, end: number): number {
  const length = packetLength(view, off, end);
  return length < 0 ? end - off : length;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd } = packet;
  const length = packetLength(view, start, payloadEnd);
  if (length <= 0) return;
  const end = Math.min(payloadEnd, start + length);
  const isRequest =
    packet.destinationPort === PORT ||
    (packet.sourcePort !== PORT && conversation.isFromOriginator(packet));
  const type = view.getUint8(start + 4);
  tree.layer("tns", "Transparent Network Substrate Protocol", start, end);
  tree.value(isRequest ? REQUEST : RESPONSE, true, start, start);
  const isLong = view.getUint16(start) === 0;
  tree.value(LENGTH, length, start, start + (isLong ? 4 : 2));
  if (!isLong) tree.add(CHECKSUM, start + 2);
  const cursor = new FieldCursor(tree, start + 4, end);
  cursor.add(TYPE);
  cursor.add(RESERVED);
  cursor.add(HEADER_CHECKSUM);
  const more = addBody(cursor, start, type, isRequest);
  const info = `${isRequest ? "Request" : "Response"}, ${TYPES[type]} (${type})${more}`;
  tree.summarize(info);
  tree.show("TNS", info);
  if (type === Type.Data && cursor.left > 0) dissectData(tree, cursor.off, end);
}

/** @returns what the packet list adds: what data is about */
function addBody(cursor: FieldCursor, start: number, type: number, isRequest: boolean): string {
  switch (type) {
    case Type.Connect:
      addConnect(cursor, start);
      break;
    case Type.Accept:
      addAccept(cursor, start);
      break;
    case Type.Refuse:
      for (const spec of REFUSE_REASONS) cursor.add(spec);
      cursor.add(REFUSE_LENGTH);
      addRest(cursor, REFUSE_DATA);
      break;
    case Type.Redirect:
      cursor.add(REDIRECT_LENGTH);
      addRest(cursor, REDIRECT_DATA);
      break;
    case Type.Abort:
      for (const spec of ABORT_REASONS) cursor.add(spec);
      addRest(cursor, ABORT_DATA);
      break;
    case Type.Marker:
      cursor.add(MARKER);
      cursor.add(MARKER_OCTET);
      cursor.add(MARKER_OCTET);
      break;
    case Type.Control:
      cursor.add(COMMAND);
      addRest(cursor, CONTROL_DATA);
      break;
    case Type.Data:
      return addData(cursor, isRequest);
    default:
      break;
  }
  return "";
}

function addRest(cursor: FieldCursor, spec: FieldSpec): void {
  if (cursor.left > 0) cursor.add(spec, cursor.left);
}

function addConnect(cursor: FieldCursor, start: number): void {
  for (const spec of [VERSION, COMPATIBLE, OPTIONS, SDU, TDU, CHARACTERISTICS, TURNAROUND, ONE]) {
    cursor.add(spec);
  }
  const length = cursor.number(CONNECT_LENGTH);
  const offset = cursor.number(CONNECT_OFFSET);
  cursor.add(CONNECT_MAX);
  for (const spec of [...CONNECT_FLAGS, ...TRACE]) cursor.add(spec);
  addAt(cursor, CONNECT_DATA, start + offset, length);
}

function addAccept(cursor: FieldCursor, start: number): void {
  for (const spec of [VERSION, OPTIONS, SDU, TDU, ONE]) cursor.add(spec);
  const length = cursor.number(ACCEPT_LENGTH);
  const offset = cursor.number(ACCEPT_OFFSET);
  for (const spec of CONNECT_FLAGS) cursor.add(spec);
  addAt(cursor, ACCEPT_DATA, start + offset, length);
}

/** Text that is told where it stands; long texts follow in a packet of their own. */
function addAt({ tree, end }: FieldCursor, spec: FieldSpec, at: number, length: number): void {
  if (length > 0 && at >= tree.packet.start && at + length <= end) tree.add(spec, at, length);
}

function addData(cursor: FieldCursor, isRequest: boolean): string {
  const { tree } = cursor;
  tree.inside(cursor.add(DATA_FLAG), () => {
    tree.add(MORE, cursor.off - 2);
    tree.add(END_OF_FILE, cursor.off - 2);
  });
  if (cursor.left >= 4 && tree.view.getUint32(cursor.off) === SECURE_NETWORK) {
    addSecureNetwork(tree, cursor.off, cursor.end);
    return ", Secure Network Services";
  }
  const id = cursor.number(DATA_ID);
  if (id === SET_PROTOCOL) addSetProtocol(cursor, isRequest);
  else if (id === CALL) cursor.add(CALL_ID);
  else if (id === PIGGYBACK) cursor.add(PIGGYBACK_ID);
  const name = DATA_IDS[id];
  return name === undefined ? "" : `, ${name}`;
}

/** Encryption and integrity are agreed on: an identifier, a length, a version, how many services. */
function addSecureNetwork(tree: Tree, start: number, end: number): void {
  const cursor = new FieldCursor(tree, start + 4, end);
  cursor.add(DATA_LENGTH);
  cursor.skip(4);
  cursor.add(SERVICES);
}

/** A client lists versions and names its platform; a server chooses one and says what it is. */
function addSetProtocol(cursor: FieldCursor, isRequest: boolean): void {
  const spec = isRequest ? ACCEPTED : SET_VERSION;
  for (let count = 0; count < MAX_VERSIONS && cursor.peek() > 0; count += 1) cursor.add(spec);
  cursor.skip(1);
  const { tree, off, end } = cursor;
  const stop = indexOfOctet(tree.view, off, end, 0);
  if (off < stop) cursor.add(isRequest ? PLATFORM : BANNER, Math.min(stop, end) - off);
  cursor.skip(1);
}

export const TNS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Tns],
  tcpPorts: [PORT],
  stream: { firstOctets: CONNECT_FIRST, matches },
  fields: list.specs,
  dissect,
  messageLength,
};
