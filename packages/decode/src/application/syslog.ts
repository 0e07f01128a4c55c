/** Syslog as BSD had it (RFC 3164) and as it is now (RFC 5424), over UDP and TCP. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";

const UDP_PORT = 514;
const TCP_PORT = 601;

const LESS = 0x3c;
const GREATER = 0x3e;
const SPACE = 0x20;
const LINE_FEED = 0x0a;
const MAX_PRIORITY = 191;

/** Longest message that is shown in the Info column, in octets. */
const MAX_INFO = 1024;
/** Longest line that is waited for over TCP, in octets. */
const MAX_LINE = 0xffff;

const FACILITIES: readonly string[] = [
  "KERN - kernel messages",
  "USER - random user-level messages",
  "MAIL - mail system",
  "DAEMON - system daemons",
  "AUTH - security/authorization messages",
  "SYSLOG - messages generated internally by syslogd",
  "LPR - line printer subsystem",
  "NEWS - network news subsystem",
  "UUCP - UUCP subsystem",
  "CRON - clock daemon (BSD, Linux)",
  "AUTHPRIV - security/authorization messages (private)",
  "FTP - ftp daemon",
  "NTP - ntp subsystem",
  "LOGAUDIT - log audit",
  "LOGALERT - log alert",
  "CRON - clock daemon (Solaris)",
  ...Array.from({ length: 8 }, (_, i) => `LOCAL${i} - reserved for local use`),
];

const LEVELS: readonly string[] = [
  "EMERG - system is unusable",
  "ALERT - action must be taken immediately",
  "CRIT - critical conditions",
  "ERR - error conditions",
  "WARNING - warning conditions",
  "NOTICE - normal but significant condition",
  "INFO - informational",
  "DEBUG - debug-level messages",
];

const FACILITY = defineField("syslog.facility", "uint8", "Facility", {
  values: (facility) => FACILITIES[facility],
});
const LEVEL = defineField("syslog.level", "uint8", "Level", { values: (level) => LEVELS[level] });
const MESSAGE = defineField("syslog.msg", "string", "Message");
const VERSION = defineField("syslog.version", "string", "Syslog version");
const TIME_STAMP = defineField("syslog.timestamp", "absoluteTime", "Syslog timestamp");
const OLD_TIME_STAMP = defineField(
  "syslog.timestamp_rfc3164",
  "string",
  "Syslog timestamp (RFC3164)",
);
const HOST_NAME = defineField("syslog.hostname", "string", "Syslog hostname");
const APPLICATION = defineField("syslog.appname", "string", "Syslog app name");
const PROCESS = defineField("syslog.procid", "string", "Syslog process id");
const MESSAGE_ID = defineField("syslog.msgid", "string", "Syslog message id");

const FIELDS: readonly FieldSpec[] = [
  ...[FACILITY, LEVEL, MESSAGE, VERSION, TIME_STAMP, OLD_TIME_STAMP, HOST_NAME, APPLICATION],
  ...[PROCESS, MESSAGE_ID],
];

interface Priority {
  readonly value: number;
  /** Offset behind it. */
  readonly after: number;
}

/** `<165>`: facility times eight plus level (RFC 5424 §6.2.1). */
function readPriority(view: DataView, off: number, end: number): Priority | undefined {
  if (off >= end || view.getUint8(off) !== LESS) return undefined;
  let value = 0;
  for (let at = off + 1; at < end && at <= off + 4; at += 1) {
    const octet = view.getUint8(at);
    if (octet === GREATER) {
      return at > off + 1 && value <= MAX_PRIORITY ? { value, after: at + 1 } : undefined;
    }
    if (!isDigit(octet)) return undefined;
    value = value * 10 + octet - 0x30;
  }
  return undefined;
}

function isDigit(octet: number): boolean {
  return octet >= 0x30 && octet <= 0x39;
}

/** A priority at the start, without making an object of it. */
function startsWithPriority(view: DataView, off: number, end: number): boolean {
  if (view.getUint8(off) !== LESS) return false;
  let at = off + 1;
  while (at < end && at < off + 4 && isDigit(view.getUint8(at))) at += 1;
  return at > off + 1 && at < end && view.getUint8(at) === GREATER;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  const priority = readPriority(view, off, end);
  const start = priority?.after ?? off;
  tree.layer("syslog", "Syslog message", off, end);
  if (priority !== undefined) {
    tree.value(FACILITY, priority.value >>> 3, off, start);
    tree.value(LEVEL, priority.value & 7, off, start);
  }
  tree.inside(tree.value(MESSAGE, readText(view, start, end), start, end), () => {
    if (isStructured(view, start, end)) addStructured(tree, start, end);
    else addOldHeader(tree, start, end);
  });
  const text = readText(view, start, Math.min(end, start + MAX_INFO));
  const prefix = priority === undefined ? "" : `${shortName(FACILITIES, priority.value >>> 3)}.`;
  const level = priority === undefined ? "" : `${shortName(LEVELS, priority.value & 7)}: `;
  tree.summarize(`${prefix}${level}`.slice(0, -2));
  tree.show("Syslog", `${prefix}${level}${text}`);
}

function shortName(names: readonly string[], index: number): string {
  return names[index]?.split(" ")[0] ?? String(index);
}

/** Version 1 and a space. */
function isStructured(view: DataView, off: number, end: number): boolean {
  return off + 2 <= end && view.getUint8(off) === 0x31 && view.getUint8(off + 1) === SPACE;
}

/** Words of the header of RFC 5424 §6.2 up to the structured data. */
function addStructured(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  let off = start;
  for (const spec of [VERSION, TIME_STAMP, HOST_NAME, APPLICATION, PROCESS, MESSAGE_ID]) {
    const stop = indexOfOctet(view, off, end, SPACE);
    if (stop > off) tree.value(spec, readText(view, off, stop), off, stop);
    if (stop >= end) return;
    off = stop + 1;
  }
}

const OLD_HEADER = /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) (\S+) ([^\s:[]+)(?:\[([^\]]+)\])?:?/;

/** `Oct 11 22:14:15 mymachine su[7]: ...`, RFC 3164 §4.1.2 and §4.1.3. */
function addOldHeader(tree: Tree, start: number, end: number): void {
  const parts = OLD_HEADER.exec(readText(tree.view, start, Math.min(end, start + MAX_INFO)));
  if (parts === null) return;
  const specs = [OLD_TIME_STAMP, HOST_NAME, APPLICATION, PROCESS];
  let off = start;
  for (const [index, spec] of specs.entries()) {
    const value = parts[index + 1];
    if (value === undefined) continue;
    const stop = Math.min(end, off + value.length);
    tree.value(spec, value, off, stop);
    off = Math.min(end, stop + 1);
  }
}

/** Counted messages (`83 <34>1 …`) or lines, RFC 6587 §3.4. */
function messageLength(view: DataView, off: number, end: number): number {
  let length = 0;
  for (let at = off; at < end && at < off + 6; at += 1) {
    const octet = view.getUint8(at);
    if (octet === SPACE && at > off) return at + 1 - off + length;
    if (!isDigit(octet)) break;
    length = length * 10 + octet - 0x30;
  }
  const line = indexOfOctet(view, off, end, LINE_FEED);
  if (line < end) return line + 1 - off;
  return end - off > MAX_LINE ? end - off : 0;
}

export const SYSLOG_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Syslog],
  tcpPorts: [TCP_PORT],
  udpPorts: [UDP_PORT],
  datagram: {
    firstOctets: [LESS],
    matches: (view, off, end, packet) =>
      (packet.sourcePort === UDP_PORT || packet.destinationPort === UDP_PORT) &&
      startsWithPriority(view, off, end),
  },
  fields: FIELDS,
  dissect,
  messageLength,
};
