/**
 * The PROXY protocol, versions 1 and 2 (HAProxy, "The PROXY protocol", 2020): a header in front of what a
 * load balancer passes on, with the ends that the connection had on its other side.
 */

import { defineField, type FieldSpec } from "../field.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import { readEscaped } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import * as http from "./http.ts";
import * as tls from "./tls.ts";

const MAGIC_1 = "PROXY ";
const MAGIC_2 = "\r\n\r\n\0\r\nQUIT\n";
/** Longest line of version 1, its end included. */
const MAX_LINE = 107;
const HEADER_LEN_2 = 16;
/** Version 2 in the upper half of the octet, the command in the lower. */
const VERSION_2 = 0x20;

const LINE_FEED = 0x0a;

const PROXY = defineField("proxy", "protocol", "PROXY Protocol");
const VERSION = defineField("proxy.version", "uint8", "Version");
const LINE_PROTOCOL = defineField("proxy.v1.proto", "string", "Protocol");
const COMMAND = defineField("proxy.v2.cmd", "uint8", "Command", {
  mask: 0x0f,
  values: { 0: "LOCAL", 1: "PROXY" },
});
const FAMILY = defineField("proxy.v2.addr_family", "uint8", "Address Family", {
  mask: 0xf0,
  values: { 0: "UNSPEC", 1: "IPv4", 2: "IPv6", 3: "UNIX" },
});
const TRANSPORT = defineField("proxy.v2.protocol", "uint8", "Protocol", {
  mask: 0x0f,
  values: { 0: "UNSPEC", 1: "STREAM", 2: "DGRAM" },
});
const LENGTH = defineField("proxy.v2.length", "uint16", "Length");
const SOURCE_4 = defineField("proxy.src.ipv4", "ipv4", "Source Address");
const DESTINATION_4 = defineField("proxy.dst.ipv4", "ipv4", "Destination Address");
const SOURCE_6 = defineField("proxy.src.ipv6", "ipv6", "Source Address");
const DESTINATION_6 = defineField("proxy.dst.ipv6", "ipv6", "Destination Address");
const SOURCE_PORT = defineField("proxy.srcport", "uint16", "Source Port");
const DESTINATION_PORT = defineField("proxy.dstport", "uint16", "Destination Port");

const FIELDS: readonly FieldSpec[] = [
  ...[PROXY, VERSION, LINE_PROTOCOL, COMMAND, FAMILY, TRANSPORT, LENGTH],
  ...[SOURCE_4, DESTINATION_4, SOURCE_6, DESTINATION_6, SOURCE_PORT, DESTINATION_PORT],
];

/** What the octets behind the header are. */
interface ProxyMemory {
  inner: Protocol;
}

function memory(conversation: Conversation): ProxyMemory {
  return conversation.recall(Protocol.Proxy, () => ({ inner: Protocol.Unknown }));
}

/** Octets of the header at `off`; 0 where there is none or it is cut. */
function headerLength(view: DataView, off: number, end: number): number {
  if (startsWith(view, off, end, MAGIC_1)) {
    const stop = Math.min(end, off + MAX_LINE);
    for (let at = off; at < stop; at += 1) {
      if (view.getUint8(at) === LINE_FEED) return at + 1 - off;
    }
    return 0;
  }
  if (!isVersion2(view, off, end)) return 0;
  const length = HEADER_LEN_2 + view.getUint16(off + 14);
  return off + length <= end ? length : 0;
}

function isVersion2(view: DataView, off: number, end: number): boolean {
  if (off + HEADER_LEN_2 > end || !startsWith(view, off, end, MAGIC_2)) return false;
  return (view.getUint8(off + 12) & 0xf0) === VERSION_2;
}

/** Whether a header starts at `off`: the magic, and for version 1 a protocol that it knows. */
function isHeader(view: DataView, off: number, end: number): boolean {
  if (!startsWith(view, off, end, MAGIC_1)) return isVersion2(view, off, end);
  const at = off + MAGIC_1.length;
  return startsWith(view, at, end, "TCP") || startsWith(view, at, end, "UNKNOWN");
}

function innerProtocol(view: DataView, off: number, end: number): Protocol {
  if (off >= end) return Protocol.Unknown;
  if (tls.isRecord(view, off, end)) return Protocol.Tls;
  return http.isRequest(view, off, end) ? Protocol.Http : Protocol.Unknown;
}

function addLine(tree: Tree, start: number, end: number): string {
  const line = readEscaped(tree.view, start, end).replace(/(\\[rn])+$/, "");
  const [, protocol = ""] = line.split(" ");
  const at = start + MAGIC_1.length;
  tree.value(VERSION, 1, start, start);
  tree.value(LINE_PROTOCOL, protocol, at, at + protocol.length);
  return line;
}

function addBinary(tree: Tree, start: number): void {
  const { view } = tree;
  tree.value(VERSION, view.getUint8(start + 12) >>> 4, start + 12, start + 13);
  tree.add(COMMAND, start + 12);
  tree.add(FAMILY, start + 13);
  tree.add(TRANSPORT, start + 13);
  tree.add(LENGTH, start + 14);
  const size = view.getUint16(start + 14);
  const at = start + HEADER_LEN_2;
  const family = view.getUint8(start + 13) >>> 4;
  const isV4 = family === 1;
  const octets = isV4 ? 4 : 16;
  if ((!isV4 && family !== 2) || size < 2 * octets + 4) return;
  tree.add(isV4 ? SOURCE_4 : SOURCE_6, at);
  tree.add(isV4 ? DESTINATION_4 : DESTINATION_6, at + octets);
  tree.add(SOURCE_PORT, at + 2 * octets);
  tree.add(DESTINATION_PORT, at + 2 * octets + 2);
}

export const PROXY_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Proxy],
  stream: { firstOctets: [0x50, 0x0d], matches: isHeader },
  fields: FIELDS,
  dissect: ({ view, payloadStart: start, payloadEnd: end }, tree, conversation) => {
    if (!isHeader(view, start, end)) return;
    const length = headerLength(view, start, end);
    if (length === 0) return;
    tree.layer("proxy", "PROXY Protocol", start, start + length);
    if (startsWith(view, start, end, MAGIC_1)) tree.summarize(addLine(tree, start, start + length));
    else addBinary(tree, start);
    tree.show("PROXY", "PROXY header");
    const { inner } = memory(conversation);
    if (inner !== Protocol.Unknown) conversation.protocol = inner;
  },
  messageLength: (view, off, end, conversation) => {
    const length = isHeader(view, off, end) ? headerLength(view, off, end) : 0;
    if (length === 0) return end - off;
    memory(conversation).inner = innerProtocol(view, off + length, end);
    return length;
  },
};
