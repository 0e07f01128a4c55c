/** Layers and Info text of DNS, mDNS and LLMNR messages. */

import type { Packet } from "../packet.ts";
import { Protocol, protocolInfo } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import * as dns from "./dns.ts";
import { addRecordData, ROOT, recordSummary } from "./dns-data.ts";
import * as fields from "./dns-fields.ts";
import { labelCount, readName, skipName } from "./dns-name.ts";
import { RecordCursor } from "./dns-record.ts";
import { OPCODES, RESPONSE_CODES, recordTypeName } from "./dns-values.ts";

type DnsProtocol = typeof Protocol.Dns | typeof Protocol.Mdns | typeof Protocol.Llmnr;

const FILTER_NAME = { [Protocol.Dns]: "dns", [Protocol.Mdns]: "mdns", [Protocol.Llmnr]: "llmnr" };

/** Records of a message that are shown; a message of 64 KiB holds about 5,900 of the shortest. */
const MAX_RECORDS = 1000;

const TCP = 6;

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

export function dissectDns(packet: Packet, protocol: DnsProtocol, tree: Tree): void {
  for (const { start, end } of messages(packet)) {
    const first = packet.ipProtocol === TCP ? start - dns.LENGTH_PREFIX : start;
    const response = dns.isResponse(packet.view, start);
    const title = protocol === Protocol.Dns ? "Domain Name System" : fieldTitle(protocol);
    tree.layer(FILTER_NAME[protocol], title, first, end);
    tree.summarize(response ? "response" : "query");
    if (first < start) tree.add(fields.LENGTH, first);
    addHeader(tree, start, response);
    const records = addQuestions(tree, start, end, protocol);
    if (records) addRecords(tree, start, end, protocol);
  }
}

function fieldTitle(protocol: DnsProtocol): string {
  return protocol === Protocol.Mdns ? fields.MDNS.description : fields.LLMNR.description;
}

function addHeader(tree: Tree, off: number, response: boolean): void {
  tree.add(fields.ID, off);
  const at = off + 2;
  tree.inside(tree.add(fields.FLAGS, at), () => {
    tree.add(fields.RESPONSE, at);
    tree.add(fields.OPCODE, at);
    if (response) tree.add(fields.AUTHORITATIVE, at);
    tree.add(fields.TRUNCATED, at);
    tree.add(fields.RECURSION_DESIRED, at);
    if (response) tree.add(fields.RECURSION_AVAILABLE, at);
    if (response) tree.add(fields.AUTHENTICATED, at);
    tree.add(fields.CHECK_DISABLED, at);
    if (response) tree.add(fields.RESPONSE_CODE, at);
  });
  tree.add(fields.QUESTION_COUNT, off + 4);
  tree.add(fields.ANSWER_COUNT, off + 6);
  tree.add(fields.AUTHORITY_COUNT, off + 8);
  tree.add(fields.ADDITIONAL_COUNT, off + 10);
}

/** @returns whether all questions could be read, so that records follow */
function addQuestions(tree: Tree, message: number, end: number, protocol: DnsProtocol): boolean {
  const { view } = tree;
  let off = message + dns.HEADER_LEN;
  for (let left = dns.questionCount(view, message); left > 0; left -= 1) {
    const after = skipName(view, off, end);
    if (after < 0 || after + 4 > end) return false;
    const name = readName(view, message, off, end) || ROOT;
    const type = recordTypeName(view.getUint16(after));
    const group = tree.group(fields.QUESTION, off, after + 4, `${name}: type ${type}`);
    const start = off;
    tree.inside(group, () => {
      tree.value(fields.QUESTION_NAME, name, start, after);
      tree.value(
        fields.QUESTION_NAME_LENGTH,
        name === ROOT ? ROOT.length : name.length,
        start,
        after,
      );
      tree.value(fields.LABEL_COUNT, labelCount(view, message, start, end), start, after);
      tree.add(fields.QUESTION_TYPE, after);
      addClass(tree, fields.QUESTION_CLASS, after + 2, protocol);
      if (protocol === Protocol.Mdns) {
        const unicast = (view.getUint16(after + 2) & UNICAST) !== 0;
        tree.value(fields.QUESTION_UNICAST, unicast, after + 2, after + 4);
      }
    });
    off = after + 4;
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
    const { start, fixed } = record;
    const name = readName(view, message, start, end) || ROOT;
    const text = `${name}: type ${recordTypeName(record.type)}`;
    const value = recordSummary(view, message, end, record);
    const group = tree.group(
      fields.RECORD,
      start,
      record.dataEnd,
      value ? `${text}, ${value}` : text,
    );
    tree.inside(group, () => {
      tree.value(fields.RECORD_NAME, name, start, fixed);
      tree.add(fields.RECORD_TYPE, fixed);
      if (record.type === dns.RecordType.OPT) {
        tree.add(fields.OPT_PAYLOAD_SIZE, fixed + 2);
        return;
      }
      addClass(tree, fields.RECORD_CLASS, fixed + 2, protocol);
      if (protocol === Protocol.Mdns) {
        const flush = (view.getUint16(fixed + 2) & CACHE_FLUSH) !== 0;
        tree.value(fields.CACHE_FLUSH, flush, fixed + 2, fixed + 4);
      }
      tree.add(fields.TIME_TO_LIVE, fixed + 4);
      tree.add(fields.DATA_LENGTH, fixed + 8);
      addRecordData(tree, message, record);
    });
  }
}

/** Most records that the Info column names. */
const MAX_SUMMARIZED = 32;

/** `Standard query response 0x1a2b No such name A example.com SOA ns.example.com`. */
export function dnsInfo(packet: Packet, protocol: DnsProtocol): string | undefined {
  const message = messages(packet)[0];
  const { view } = packet;
  if (message === undefined) return undefined;
  const { start, end } = message;
  const response = dns.isResponse(view, start);
  const operation =
    OPCODES[dns.opcode(view, start)] ?? `Unknown operation (${dns.opcode(view, start)})`;
  const parts = [`${operation}${response ? " response" : ""} 0x${hex(dns.id(view, start), 4)}`];
  const code = dns.responseCode(view, start);
  if (response && code !== 0) parts.push(RESPONSE_CODES[code] ?? `Unknown error (${code})`);
  addQuestionSummaries(packet, start, end, protocol, parts);
  const record = new RecordCursor();
  record.open(view, start, end);
  for (let count = 0; count < MAX_SUMMARIZED && record.next(); count += 1) {
    const flush =
      protocol === Protocol.Mdns && (view.getUint16(record.fixed + 2) & CACHE_FLUSH) !== 0;
    const type = recordTypeName(record.type) + (flush ? ", cache flush" : "");
    const value = recordSummary(view, start, end, record);
    parts.push(value === "" ? type : `${type} ${value}`);
  }
  return protocol === Protocol.Mdns ? joinMulticast(parts) : parts.join(" ");
}

/** mDNS separates questions and records by commas, behind the identifier. */
function joinMulticast(parts: readonly string[]): string {
  return `${parts[0]} ${parts.slice(1).join(", ")}`.trimEnd();
}

function addQuestionSummaries(
  packet: Packet,
  message: number,
  end: number,
  protocol: DnsProtocol,
  parts: string[],
): void {
  const { view } = packet;
  let off = message + dns.HEADER_LEN;
  const count = Math.min(dns.questionCount(view, message), MAX_SUMMARIZED);
  for (let left = count; left > 0; left -= 1) {
    const after = skipName(view, off, end);
    if (after < 0 || after + 4 > end) return;
    const name = readName(view, message, off, end) || ROOT;
    const question = `${recordTypeName(view.getUint16(after))} ${name}`;
    const asked = (view.getUint16(after + 2) & UNICAST) !== 0 ? '"QU" question' : '"QM" question';
    parts.push(protocol === Protocol.Mdns ? `${question}, ${asked}` : question);
    off = after + 4;
  }
}

export const DNS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Dns, Protocol.Mdns, Protocol.Llmnr],
  fields: fields.FIELDS,
  dissect: (packet, tree) => {
    const protocol = packet.protocol as DnsProtocol;
    dissectDns(packet, protocol, tree);
    const info = dnsInfo(packet, protocol);
    if (info !== undefined) tree.show(protocolInfo(protocol).name, info);
  },
  messageLength: (view, off, end) =>
    end - off < dns.LENGTH_PREFIX ? 0 : dns.LENGTH_PREFIX + view.getUint16(off),
};
