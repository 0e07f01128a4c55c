/** NetBIOS name service, RFC 1002 §4.2: DNS messages with other names, record types and flags. */

import { formatIpv4 } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import * as dns from "./dns.ts";
import { RecordCursor } from "./dns-record.ts";
import {
  ENCODED_LEN,
  type NetBiosName,
  netBiosSuffixName,
  readNetBiosLabel,
  readNetBiosName,
} from "./netbios-name.ts";
import { addRun, addWithin } from "./within.ts";

const NBNS_PORT = 137;

/** Record types: an address with its flags, and a node's names with its statistics. */
export const NB = 32;
const NBSTAT = 33;

const OPCODE_WACK = 7;

/** Flags and address of a name. */
const ADDRESS_LEN = 6;
/** A name and its flags in a node's status. */
const NODE_NAME_LEN = 18;

/** Questions and records that are shown; messages hold one or two. */
const MAX_ENTRIES = 100;

const YES_NO = { 0: "No", 1: "Yes" };
const OPCODES: Readonly<Record<number, string>> = {
  0: "Name query",
  5: "Registration",
  6: "Release",
  7: "Wait for acknowledgment",
  8: "Refresh",
  9: "Refresh (alternate opcode)",
  15: "Multi-homed registration",
};
const REPLY_CODES: Readonly<Record<number, string>> = {
  0: "No error",
  1: "Request was invalidly formatted",
  2: "Server failure",
  3: "Requested name does not exist",
  4: "Request is not implemented",
  5: "Request was refused",
  6: "Name is owned by another node",
  7: "Name is in conflict",
};
const TYPES: Readonly<Record<number, string>> = { [NB]: "NB", [NBSTAT]: "NBSTAT" };
const CLASSES = { 1: "IN", 2: "CS", 3: "CH", 4: "HS", 254: "NONE", 255: "ANY" };
const NODE_TYPES = { 0: "B-node", 1: "P-node", 2: "M-node", 3: "H-node" };
const GROUP = { 0: "Unique name", 1: "Group name" };

function flag(name: string, mask: number, description: string, values = YES_NO): FieldSpec {
  return defineField(`nbns.${name}`, "boolean", description, { octets: 2, mask, values });
}

function count(name: string, description: string): FieldSpec {
  return defineField(`nbns.${name}`, "uint16", description);
}

const ID = defineField("nbns.id", "uint16", "Transaction ID", { hex: true });
const FLAGS = defineField("nbns.flags", "uint16", "Flags", { hex: true });
const RESPONSE = flag("flags.response", 0x8000, "Response", {
  0: "Message is a query",
  1: "Message is a response",
});
const OPCODE = defineField("nbns.flags.opcode", "uint16", "Opcode", {
  mask: 0x7800,
  values: OPCODES,
});
const AUTHORITATIVE = flag("flags.authoritative", 0x0400, "Authoritative");
const TRUNCATED = flag("flags.truncated", 0x0200, "Truncated");
const RECURSION_DESIRED = flag("flags.recdesired", 0x0100, "Recursion desired");
const RECURSION_AVAILABLE = flag("flags.recavail", 0x0080, "Recursion available");
const BROADCAST = flag("flags.broadcast", 0x0010, "Broadcast", {
  0: "Not a broadcast packet",
  1: "Broadcast packet",
});
const REPLY_CODE = defineField("nbns.flags.rcode", "uint16", "Reply code", {
  mask: 0x000f,
  values: REPLY_CODES,
});
const COUNTS = [
  count("count.queries", "Questions"),
  count("count.answers", "Answer RRs"),
  count("count.auth_rr", "Authority RRs"),
  count("count.add_rr", "Additional RRs"),
];

/** Groups, which have no value and therefore cannot be filtered by. */
const QUESTION = defineField("nbns.query", "protocol", "Query");
const RECORD = defineField("nbns.record", "protocol", "Record");

const NAME = defineField("nbns.name", "string", "Name");
const TYPE = defineField("nbns.type", "uint16", "Type", { values: TYPES });
const CLASS = defineField("nbns.class", "uint16", "Class", { values: CLASSES });
const TIME_TO_LIVE = defineField("nbns.ttl", "uint32", "Time to live");
const DATA_LENGTH = defineField("nbns.data_length", "uint16", "Data length");
const ADDRESS_FLAGS = defineField("nbns.nb_flags", "uint16", "Name flags", { hex: true });
const ADDRESS_GROUP = flag("nb_flags.group", 0x8000, "Name type", GROUP);
const ADDRESS_NODE = defineField("nbns.nb_flags.ont", "uint16", "ONT", {
  mask: 0x6000,
  values: NODE_TYPES,
});
const ADDRESS = defineField("nbns.addr", "ipv4", "Addr");
const DATA = defineField("nbns.data", "bytes", "Data");
const NAME_COUNT = defineField("nbns.number_of_names", "uint8", "Number of names");
const NODE_NAME = defineField("nbns.netbios_name", "string", "Name");
const NAME_FLAGS = defineField("nbns.name_flags", "uint16", "Name flags", { hex: true });
const NAME_FLAG_BITS = [
  flag("name_flags.group", 0x8000, "Name type", GROUP),
  defineField("nbns.name_flags.ont", "uint16", "ONT", { mask: 0x6000, values: NODE_TYPES }),
  flag("name_flags.drg", 0x1000, "Name is being deregistered"),
  flag("name_flags.cnf", 0x0800, "Name is in conflict"),
  flag("name_flags.act", 0x0400, "Name is active"),
  flag("name_flags.prm", 0x0200, "Permanent node name"),
];
const UNIT_ID = defineField("nbns.unit_id", "ether", "Unit ID");
/** What follows the unit's address in a node's status (RFC 1002 §4.2.18). */
const STATISTICS = [
  defineField("nbns.jumpers", "uint8", "Jumpers", { hex: true }),
  defineField("nbns.test_result", "uint8", "Test result", { hex: true }),
  defineField("nbns.version_number", "uint16", "Version number", { hex: true }),
  defineField("nbns.period_of_statistics", "uint16", "Period of statistics", { hex: true }),
  count("num_crcs", "Number of CRCs"),
  count("num_alignment_errors", "Number of alignment errors"),
  count("num_collisions", "Number of collisions"),
  count("num_send_aborts", "Number of send aborts"),
  defineField("nbns.num_good_sends", "uint32", "Number of good sends"),
  defineField("nbns.num_good_receives", "uint32", "Number of good receives"),
  count("numretransmits", "Number of retransmits"),
  count("num_no_resource_conditions", "Number of no resource conditions"),
  count("numcommand_blocks", "Number of command blocks"),
  count("numpending_sessions", "Number of pending sessions"),
  count("max_num_pending_sessions", "Max number of pending sessions"),
  count("max_total_sessions_possible", "Max total sessions possible"),
  count("session_data_packet_size", "Session data packet size"),
];

/**
 * A message to or from the port, whose first name is in NetBIOS's encoding or a pointer.
 *
 * @returns false for what is too short or counts nothing
 */
function isMessage(view: DataView, off: number, end: number): boolean {
  if (end - off < dns.HEADER_LEN + 1) return false;
  if (OPCODES[dns.opcode(view, off)] === undefined) return false;
  const questions = dns.questionCount(view, off);
  const records =
    dns.answerCount(view, off) + dns.authorityCount(view, off) + dns.additionalCount(view, off);
  if (questions > 1 || records > 16 || questions + records === 0) return false;
  return view.getUint8(off + dns.HEADER_LEN) === ENCODED_LEN;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (end - off < dns.HEADER_LEN) return;
  const response = dns.isResponse(view, off);
  const opcode = dns.opcode(view, off);
  const operation = OPCODES[opcode] ?? `Unknown operation (${opcode})`;
  tree.layer("nbns", "NetBIOS Name Service", off, end);
  tree.summarize(response ? "response" : "query");
  addHeader(tree, off, response);
  const info: string[] = [`${operation}${response ? " response" : ""}`];
  const code = dns.responseCode(view, off);
  if (response && code !== 0) info[0] += `, ${REPLY_CODES[code] ?? `Unknown error (${code})`}`;
  if (addQuestions(tree, off, end, response ? [] : info)) addRecords(tree, off, end, info);
  tree.show("NBNS", info.join(" "));
}

function addHeader(tree: Tree, off: number, response: boolean): void {
  tree.add(ID, off);
  addFlags(tree, off + 2, response);
  addRun(tree, COUNTS, off + 4, off + dns.HEADER_LEN);
}

function addFlags(tree: Tree, off: number, response: boolean): void {
  tree.inside(tree.add(FLAGS, off), () => {
    tree.add(RESPONSE, off);
    tree.add(OPCODE, off);
    if (response) tree.add(AUTHORITATIVE, off);
    tree.add(TRUNCATED, off);
    tree.add(RECURSION_DESIRED, off);
    if (response) tree.add(RECURSION_AVAILABLE, off);
    tree.add(BROADCAST, off);
    if (response) tree.add(REPLY_CODE, off);
  });
}

/** @returns whether all questions could be read, so that records follow */
function addQuestions(tree: Tree, message: number, end: number, info: string[]): boolean {
  const { view } = tree;
  let off = message + dns.HEADER_LEN;
  const questions = dns.questionCount(view, message);
  for (let i = 0; i < questions; i += 1) {
    const { name, after } = readNetBiosName(view, message, off, end);
    if (after < 0 || after + 4 > end || i === MAX_ENTRIES) return false;
    const type = typeName(view.getUint16(after));
    info.push(type, name.text);
    const start = off;
    tree.inside(tree.group(QUESTION, start, after + 4, `${name.text}: type ${type}`), () => {
      const field = tree.value(NAME, name.text, start, after);
      field.text = describe(name);
      tree.add(TYPE, after);
      tree.add(CLASS, after + 2);
    });
    off = after + 4;
  }
  return true;
}

function typeName(type: number): string {
  return TYPES[type] ?? "Unknown";
}

/** `GUNNAR<00> (Workstation/Redirector)`; the wildcard and malformed names stand by themselves. */
function describe({ text, suffix }: NetBiosName): string {
  return suffix < 0 || text.startsWith("*<00>") ? text : `${text} (${netBiosSuffixName(suffix)})`;
}

function addRecords(tree: Tree, message: number, end: number, info: string[]): void {
  const { view } = tree;
  const record = new RecordCursor();
  record.open(view, message, end);
  const response = dns.isResponse(view, message);
  for (let i = 0; i < MAX_ENTRIES && record.next(); i += 1) {
    const { start, fixed, dataStart, dataEnd } = record;
    const { name } = readNetBiosName(view, message, start, end);
    const type = typeName(record.type);
    const told = response && record.section === "answer" ? info : [];
    told.push(type);
    tree.inside(tree.group(RECORD, start, dataEnd, `${name.text}: type ${type}`), () => {
      tree.value(NAME, describe(name), start, fixed);
      tree.add(TYPE, fixed);
      tree.add(CLASS, fixed + 2);
      tree.add(TIME_TO_LIVE, fixed + 4);
      tree.add(DATA_LENGTH, fixed + 8);
      if (dns.opcode(view, message) === OPCODE_WACK && dataEnd - dataStart === 2) {
        addFlags(tree, dataStart, false);
      } else if (record.type === NB) {
        addAddresses(tree, dataStart, dataEnd, told);
      } else if (record.type === NBSTAT) {
        addNodeStatus(tree, dataStart, dataEnd);
      } else if (dataEnd > dataStart) {
        tree.add(DATA, dataStart, dataEnd - dataStart);
      }
    });
  }
}

function addAddresses(tree: Tree, start: number, end: number, info: string[]): void {
  for (let off = start; off + ADDRESS_LEN <= end; off += ADDRESS_LEN) {
    const at = off;
    tree.inside(tree.add(ADDRESS_FLAGS, at), () => {
      tree.add(ADDRESS_GROUP, at);
      tree.add(ADDRESS_NODE, at);
    });
    tree.add(ADDRESS, at + 2);
    info.push(formatIpv4(tree.view.getUint32(at + 2)));
  }
}

function addNodeStatus(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  if (addWithin(tree, NAME_COUNT, start, end) === undefined) return;
  let off = start + 1;
  for (let left = view.getUint8(start); left > 0; left -= 1) {
    const at = off;
    if (at + NODE_NAME_LEN > end) return;
    const name = readNetBiosLabel((index) => view.getUint8(at + index));
    const suffix = view.getUint8(at + 15);
    const field = tree.value(NODE_NAME, name, at, at + 16);
    field.text = `${name} (${netBiosSuffixName(suffix)})`;
    tree.inside(tree.add(NAME_FLAGS, at + 16), () => {
      for (const spec of NAME_FLAG_BITS) tree.add(spec, at + 16);
    });
    off += NODE_NAME_LEN;
  }
  addWithin(tree, UNIT_ID, off, end);
  addRun(tree, STATISTICS, off + 6, end);
}

export const NBNS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Nbns],
  udpPorts: [NBNS_PORT],
  datagram: { ports: [NBNS_PORT], matches: isMessage },
  fields: [
    ...[ID, FLAGS, RESPONSE, OPCODE, AUTHORITATIVE, TRUNCATED, RECURSION_DESIRED],
    ...[RECURSION_AVAILABLE, BROADCAST, REPLY_CODE, ...COUNTS, NAME, TYPE, CLASS, TIME_TO_LIVE],
    ...[DATA_LENGTH, ADDRESS_FLAGS, ADDRESS_GROUP, ADDRESS_NODE, ADDRESS, DATA, NAME_COUNT],
    ...[NODE_NAME, NAME_FLAGS, ...NAME_FLAG_BITS, UNIT_ID, ...STATISTICS],
  ],
  dissect,
};
