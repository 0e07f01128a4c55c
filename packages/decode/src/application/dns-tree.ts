/** Layers and Info text of DNS, mDNS and LLMNR messages. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { protocolInfo } from "../protocol-info.ts";
import { DecodeStatus } from "../status.ts";
import type { Conversation } from "../stream/conversation.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import { utf8Length } from "../utf8.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import * as dns from "./dns.ts";
import { addRecordData, recordSummary } from "./dns-data.ts";
import { addExchange } from "./dns-exchange.ts";
import * as fields from "./dns-fields.ts";
import { expandName, isUnreadable, labelCount } from "./dns-name.ts";
import { RecordCursor } from "./dns-record.ts";
import { OPCODES, RESPONSE_CODES, recordTypeName } from "./dns-values.ts";

type DnsProtocol = typeof Protocol.Dns | typeof Protocol.Mdns | typeof Protocol.Llmnr;

const FILTER_NAME = { [Protocol.Dns]: "dns", [Protocol.Mdns]: "mdns", [Protocol.Llmnr]: "llmnr" };

/** Records of a message that are shown; a message of 64 KiB holds about 5,900 of the shortest. */
const MAX_RECORDS = 1000;

const TCP = 6;

const UPDATE = 5;

/** Characters of the Info column. */
const MAX_INFO = 4095;

const CACHE_FLUSH = 0x8000;
const UNICAST = 0x8000;

interface Message {
  readonly start: number;
  readonly end: number;
}

/**
 * Messages of the payload: one over UDP, any number over TCP, the last of them perhaps cut.
 *
 * A datagram to the port is shown as a message however damaged it is; a segment may continue an
 * earlier one, so there only what can be a message is.
 */
function messages(packet: Packet): Message[] {
  const { view, payloadStart, payloadEnd } = packet;
  if (packet.ipProtocol !== TCP) {
    const isMessage = dns.check(view, payloadStart, payloadEnd) === DecodeStatus.Ok;
    return isMessage ? [{ start: payloadStart, end: payloadEnd }] : [];
  }
  const found: Message[] = [];
  let off = payloadStart;
  while (dns.isStreamMessage(view, off, payloadEnd)) {
    const start = off + dns.LENGTH_PREFIX;
    off = start + view.getUint16(off);
    found.push({ start, end: Math.min(off, payloadEnd) });
  }
  return found;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const protocol = packet.protocol as DnsProtocol;
  for (const message of messages(packet)) {
    const { start, end } = message;
    const first = packet.ipProtocol === TCP ? start - dns.LENGTH_PREFIX : start;
    const response = dns.isResponse(packet.view, start);
    tree.layer(FILTER_NAME[protocol], protocolInfo(protocol).title, first, end);
    tree.summarize(response ? "response" : "query");
    if (first < start) tree.add(fields.LENGTH, first);
    addExchange(tree, start, conversation);
    addHeader(tree, start, protocol);
    const records = addQuestions(tree, start, end, protocol);
    if (records) addRecords(tree, start, end, protocol);
    tree.show(protocolInfo(protocol).name, messageInfo(packet, message, protocol));
  }
}

function addHeader(tree: Tree, off: number, protocol: DnsProtocol): void {
  tree.add(fields.ID, off);
  const at = off + 2;
  tree.inside(tree.add(fields.FLAGS, at), () => addFlags(tree, at, protocol));
  const isUpdate = dns.opcode(tree.view, off) === UPDATE;
  tree.add(isUpdate ? fields.ZONE_COUNT : fields.QUESTION_COUNT, off + 4);
  tree.add(isUpdate ? fields.PREREQUISITE_COUNT : fields.ANSWER_COUNT, off + 6);
  tree.add(isUpdate ? fields.UPDATE_COUNT : fields.AUTHORITY_COUNT, off + 8);
  tree.add(fields.ADDITIONAL_COUNT, off + 10);
}

function addFlags(tree: Tree, at: number, protocol: DnsProtocol): void {
  const isLlmnr = protocol === Protocol.Llmnr;
  const response = (tree.view.getUint8(at) & 0x80) !== 0;
  tree.add(fields.RESPONSE, at);
  tree.add(fields.OPCODE, at);
  if (isLlmnr) {
    tree.add(fields.CONFLICT, at);
    tree.add(fields.TRUNCATED, at);
    tree.add(fields.TENTATIVE, at);
  } else {
    if (response) tree.add(fields.AUTHORITATIVE, at);
    tree.add(fields.TRUNCATED, at);
    tree.add(fields.RECURSION_DESIRED, at);
    if (response) tree.add(fields.RECURSION_AVAILABLE, at);
    tree.add(fields.RESERVED_BIT, at);
    // A query may ask to be told whether the answer was verified (RFC 6840 §5.7).
    const isVerified = (tree.view.getUint8(at + 1) & 0x20) !== 0;
    if (response || isVerified) tree.add(fields.AUTHENTICATED, at);
    tree.add(fields.CHECK_DISABLED, at);
  }
  if (response) tree.add(fields.RESPONSE_CODE, at);
}

/** @returns whether all questions could be read, so that records follow */
function addQuestions(tree: Tree, message: number, end: number, protocol: DnsProtocol): boolean {
  const { view } = tree;
  let off = message + dns.HEADER_LEN;
  let count = 0;
  for (let left = dns.questionCount(view, message); left > 0; left -= 1) {
    if (off >= end || count === MAX_RECORDS) return false;
    const start = off;
    const { name, after, isMalformed } = expandName(view, message, off, end);
    if (isMalformed || after + 4 > end) return false;
    const known = recordTypeName(view.getUint16(after));
    const group = tree.group(fields.QUESTION, start, after + 4, `${name}: type ${known}`);
    tree.inside(group, () => {
      tree.value(fields.QUESTION_NAME, name, start, after);
      tree.value(fields.QUESTION_NAME_LENGTH, utf8Length(name), start, after);
      const labels = isUnreadable(name) ? 1 : labelCount(view, message, start, end);
      tree.value(fields.LABEL_COUNT, labels, start, after);
      tree.add(fields.QUESTION_TYPE, after);
      addClass(tree, fields.QUESTION_CLASS, after + 2, protocol);
      if (protocol === Protocol.Mdns) {
        const unicast = (view.getUint16(after + 2) & UNICAST) !== 0;
        tree.value(fields.QUESTION_UNICAST, unicast, after + 2, after + 4);
      }
    });
    off = after + 4;
    count += 1;
  }
  return true;
}

/** In mDNS the top bit of the class is a flag of its own (RFC 6762 §10.2 and §5.4). */
function addClass(
  tree: Tree,
  spec: typeof fields.RECORD_CLASS,
  off: number,
  protocol: DnsProtocol,
): void {
  const value = tree.view.getUint16(off);
  tree.value(spec, protocol === Protocol.Mdns ? value & 0x7fff : value, off, off + 2);
}

function addRecords(tree: Tree, message: number, end: number, protocol: DnsProtocol): void {
  const { view } = tree;
  const record = new RecordCursor();
  record.open(view, message, end);
  for (let count = 0; count < MAX_RECORDS && record.next(); count += 1) {
    const { start, fixed, dataEnd } = record;
    const { name } = expandName(view, message, start, end);
    const text = `${name}: type ${recordTypeName(record.type)}`;
    const value = recordSummary(view, message, end, record);
    const group = tree.group(fields.RECORD, start, dataEnd, value ? `${text}, ${value}` : text);
    tree.inside(group, () => {
      if (record.type === dns.RecordType.SRV) addServiceName(tree, name, start, fixed);
      else tree.value(fields.RECORD_NAME, name, start, fixed);
      tree.add(fields.RECORD_TYPE, fixed);
      const isOptions = record.type === dns.RecordType.OPT;
      if (!isOptions) addClass(tree, fields.RECORD_CLASS, fixed + 2, protocol);
      if (protocol === Protocol.Mdns) {
        const flush = (view.getUint16(fixed + 2) & CACHE_FLUSH) !== 0;
        tree.value(fields.CACHE_FLUSH, flush, fixed + 2, fixed + 4);
      }
      if (isOptions) addExtension(tree, fixed, protocol);
      else tree.add(fields.TIME_TO_LIVE, fixed + 4);
      tree.add(fields.DATA_LENGTH, fixed + 8);
      addRecordData(tree, message, end, record);
    });
  }
}

/** The owner of an SRV record in its parts, where it has them: service, protocol, domain. */
function addServiceName(tree: Tree, name: string, start: number, end: number): void {
  const parts = /^([^.]+)\.([^.]+)\.(.+)$/.exec(name);
  if (parts !== null) {
    tree.value(fields.SERVICE, parts[1]!, start, end);
    tree.value(fields.SERVICE_PROTOCOL, parts[2]!, start, end);
    tree.value(fields.SERVICE_NAME, parts[3]!, start, end);
  } else {
    tree.value(fields.RECORD_NAME, name, start, end);
  }
}

/** What EDNS keeps in the class and the time to live of its record (RFC 6891 §6.1.3). */
function addExtension(tree: Tree, fixed: number, protocol: DnsProtocol): void {
  if (protocol === Protocol.Mdns) tree.add(fields.MULTICAST_PAYLOAD_SIZE, fixed + 2);
  else tree.add(fields.OPT_PAYLOAD_SIZE, fixed + 2);
  tree.add(fields.EXTENDED_CODE, fixed + 4);
  tree.add(fields.EDNS_VERSION, fixed + 5);
  tree.inside(tree.add(fields.EDNS_FLAGS, fixed + 6), () => {
    tree.add(fields.DNSSEC_OK, fixed + 6);
    tree.add(fields.EDNS_RESERVED, fixed + 6);
  });
}

/** `Standard query response 0x1a2b No such name A example.com SOA ns.example.com`. */
function messageInfo(packet: Packet, message: Message, protocol: DnsProtocol): string {
  const { view } = packet;
  const { start, end } = message;
  const response = dns.isResponse(view, start);
  const operation =
    OPCODES[dns.opcode(view, start)] ?? `Unknown operation (${dns.opcode(view, start)})`;
  const parts = [`${operation}${response ? " response" : ""} 0x${hex(dns.id(view, start), 4)}`];
  const code = dns.responseCode(view, start);
  if (response && code !== 0) parts.push(RESPONSE_CODES[code] ?? `Unknown error (${code})`);
  if (addQuestionSummaries(view, message, protocol, parts)) {
    const record = new RecordCursor();
    record.open(view, start, end);
    for (let count = 0; count < MAX_RECORDS && record.next(); count += 1) {
      const flush =
        protocol === Protocol.Mdns && (view.getUint16(record.fixed + 2) & CACHE_FLUSH) !== 0;
      const type = recordTypeName(record.type) + (flush ? ", cache flush" : "");
      const value = recordSummary(view, start, end, record);
      parts.push(value === "" ? type : `${type} ${value}`);
    }
  }
  return parts.join(" ").slice(0, MAX_INFO);
}

/** @returns whether records follow the questions */
function addQuestionSummaries(
  view: DataView,
  { start, end }: Message,
  protocol: DnsProtocol,
  parts: string[],
): boolean {
  let off = start + dns.HEADER_LEN;
  const count = Math.min(dns.questionCount(view, start), MAX_RECORDS);
  for (let left = count; left > 0; left -= 1) {
    if (off >= end) return false;
    const { name, after, isMalformed } = expandName(view, start, off, end);
    if (isMalformed || after + 4 > end) return false;
    const question = `${recordTypeName(view.getUint16(after))} ${name}`;
    const asked = (view.getUint16(after + 2) & UNICAST) !== 0 ? '"QU" question' : '"QM" question';
    parts.push(protocol === Protocol.Mdns ? `${question}, ${asked}` : question);
    off = after + 4;
  }
  return true;
}

/** A message stands behind its length (RFC 1035 §4.2.2). */
function messageLength(view: DataView, off: number, end: number): number {
  return end - off < dns.LENGTH_PREFIX ? 0 : dns.LENGTH_PREFIX + view.getUint16(off);
}

export const DNS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Dns, Protocol.Mdns, Protocol.Llmnr],
  tcpPorts: [dns.PORT],
  udpPorts: [dns.PORT],
  fields: fields.FIELDS,
  dissect,
  messageLength,
};
