/** NTP versions 1 to 4 and SNTP (RFC 5905, RFC 4330), its control messages (RFC 9327) and `ntpdc`'s. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { readText } from "./name-text.ts";
import { PacketTimes } from "./packet-times.ts";
import { formatTime } from "./time-text.ts";
import { addRun, addWithin } from "./within.ts";

const PORT = 123;
const HEADER_LEN = 48;
const CONTROL_LEN = 12;
const PRIVATE_LEN = 8;

const Mode = { Client: 3, Server: 4, Control: 6, Private: 7 } as const;

/** Offsets of the first timestamp and of those that pair a request with its answer. */
const REFERENCE_TIME = 16;
const ORIGIN_TIME = 24;
const TRANSMIT_TIME = 40;

/** Octets of a message authentication code with its key identifier: MD5, and SHA-1. */
const MAC_LENGTHS: ReadonlySet<number> = new Set([4, 20, 24]);

/** Extension fields that are shown (RFC 7822). */
const MAX_EXTENSIONS = 32;

/** 1900 to 1970, and the length of an era, in seconds (RFC 5905 §6). */
const UNIX_EPOCH = 2_208_988_800;
const ERA = 2 ** 32;

const MODES: Readonly<Record<number, string>> = {
  0: "reserved",
  1: "symmetric active",
  2: "symmetric passive",
  3: "client",
  4: "server",
  5: "broadcast",
  6: "reserved for NTP control message",
  7: "reserved for private use",
};

function versionName(version: number): string {
  return version >= 1 && version <= 4 ? `NTP Version ${version}` : "reserved";
}

const FLAGS = defineField("ntp.flags", "uint8", "Flags", { hex: true });
const LEAP = defineField("ntp.flags.li", "uint8", "Leap Indicator", {
  mask: 0xc0,
  values: {
    0: "no warning",
    1: "last minute of the day has 61 seconds",
    2: "last minute of the day has 59 seconds",
    3: "unknown (clock unsynchronized)",
  },
});
const VERSION = defineField("ntp.flags.vn", "uint8", "Version number", {
  mask: 0x38,
  values: versionName,
});
const MODE = defineField("ntp.flags.mode", "uint8", "Mode", { mask: 0x07, values: MODES });
const CLOCK = [
  defineField("ntp.stratum", "uint8", "Peer Clock Stratum"),
  defineField("ntp.ppoll", "uint8", "Peer Polling Interval"),
  defineField("ntp.precision", "uint8", "Peer Clock Precision"),
  defineField("ntp.rootdelay", "uint32", "Root Delay"),
  defineField("ntp.rootdispersion", "uint32", "Root Dispersion"),
];
const REFERENCE_ID = defineField("ntp.refid", "bytes", "Reference ID");
const TIMES = [
  defineField("ntp.reftime", "absoluteTime", "Reference Timestamp"),
  defineField("ntp.org", "absoluteTime", "Origin Timestamp"),
  defineField("ntp.rec", "absoluteTime", "Receive Timestamp"),
  defineField("ntp.xmt", "absoluteTime", "Transmit Timestamp"),
];
const EXTENSION = defineField("ntp.ext", "protocol", "Extension");
const EXTENSION_TYPE = defineField("ntp.ext.type", "uint16", "Field Type", { hex: true });
const EXTENSION_LENGTH = defineField("ntp.ext.length", "uint16", "Length");
const EXTENSION_VALUE = defineField("ntp.ext.value", "bytes", "Value");
const KEY_ID = defineField("ntp.keyid", "bytes", "Key ID");
const MAC = defineField("ntp.mac", "bytes", "Message Authentication Code");
const RESPONSE_IN = defineField("ntp.response_in", "frameNumber", "Response In");
const REQUEST_IN = defineField("ntp.request_in", "frameNumber", "Request In");
const DELTA = defineField("ntp.delta_time", "relativeTime", "Delta Time");

const CONTROL_OPCODES: Readonly<Record<number, string>> = {
  0: "reserved",
  1: "read status",
  2: "read variables",
  3: "write variables",
  4: "read clock variables",
  5: "write clock variables",
  6: "set trap address/port",
  7: "asynchronous message",
  8: "runtime configuration",
  9: "save config to file",
  10: "retrieve MRU (mrulist)",
  11: "retrieve ordered list",
  12: "request a client nonce",
  31: "unset trap address/port",
};
const DIRECTIONS = { 0: "Request", 1: "Response" };
const CONTROL_FLAGS = defineField("ntp.ctrl.flags2", "uint8", "Flags 2", { hex: true });
const CONTROL_BITS = [
  defineField("ntp.ctrl.flags2.r", "uint8", "Response bit", { mask: 0x80, values: DIRECTIONS }),
  defineField("ntp.ctrl.flags2.error", "uint8", "Error bit", { mask: 0x40 }),
  defineField("ntp.ctrl.flags2.more", "uint8", "More bit", { mask: 0x20 }),
  defineField("ntp.ctrl.flags2.opcode", "uint8", "Opcode", {
    mask: 0x1f,
    values: CONTROL_OPCODES,
  }),
];
const CONTROL_COUNTS = [
  defineField("ntp.ctrl.sequence", "uint16", "Sequence"),
  defineField("ntp.ctrl.status", "uint16", "Status", { hex: true }),
  defineField("ntp.ctrl.associd", "uint16", "AssociationID"),
  defineField("ntp.ctrl.offset", "uint16", "Offset"),
  defineField("ntp.ctrl.count", "uint16", "Count"),
];
const CONTROL_ITEM = defineField("ntp.ctrl.configuration", "string", "Configuration");

const PRIVATE_BITS = [
  defineField("ntp.priv.flags.r", "uint8", "Response bit", { mask: 0x80, values: DIRECTIONS }),
  defineField("ntp.priv.flags.more", "uint8", "More bit", { mask: 0x40 }),
];
const PRIVATE_SEQUENCE = defineField("ntp.priv.auth_seq", "uint8", "Auth, sequence");
const PRIVATE_SEQUENCE_BITS = [
  defineField("ntp.priv.auth", "uint8", "Auth bit", { mask: 0x80 }),
  defineField("ntp.priv.seq", "uint8", "Sequence number", { mask: 0x7f }),
];
const PRIVATE_IMPLEMENTATION = defineField("ntp.priv.impl", "uint8", "Implementation", {
  values: { 0: "UNIV", 2: "XNTPD_OLD (pre-IPv6)", 3: "XNTPD" },
});
const PRIVATE_REQUEST = defineField("ntp.priv.reqcode", "uint8", "Request code", {
  values: {
    0: "PEER_LIST",
    1: "PEER_LIST_SUM",
    2: "PEER_INFO",
    3: "PEER_STATS",
    4: "SYS_INFO",
    5: "SYS_STATS",
    6: "IO_STATS",
    7: "MEM_STATS",
    8: "LOOP_INFO",
    9: "TIMER_STATS",
    16: "GET_RESTRICT",
    20: "MON_GETLIST",
    42: "MON_GETLIST_1",
  },
});

const FIELDS: readonly FieldSpec[] = [
  ...[FLAGS, LEAP, VERSION, MODE, ...CLOCK, REFERENCE_ID, ...TIMES, EXTENSION_TYPE],
  ...[EXTENSION_LENGTH, EXTENSION_VALUE, KEY_ID, MAC, RESPONSE_IN, REQUEST_IN, DELTA],
  ...[CONTROL_FLAGS, ...CONTROL_BITS, ...CONTROL_COUNTS, CONTROL_ITEM, ...PRIVATE_BITS],
  ...[PRIVATE_SEQUENCE, ...PRIVATE_SEQUENCE_BITS, PRIVATE_IMPLEMENTATION, PRIVATE_REQUEST],
];

/** A version and mode in use and the size of that mode, at the port. */
function isMessage(view: DataView, off: number, _end: number, packet: Packet): boolean {
  const first = view.getUint8(off);
  const version = (first >>> 3) & 7;
  return version >= 1 && version <= 4 && packet.payloadLength >= minimum(first & 7);
}

/** Fewest octets of a message of this mode. */
function minimum(mode: number): number {
  if (mode === Mode.Private) return PRIVATE_LEN;
  return mode === Mode.Control ? CONTROL_LEN : HEADER_LEN;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  const first = view.getUint8(off);
  const mode = first & 7;
  const title = `${versionName((first >>> 3) & 7)}, ${MODES[mode]!}`;
  tree.layer("ntp", "Network Time Protocol", off, end);
  tree.summarize(title);
  tree.show("NTP", title);
  const isPrivate = mode === Mode.Private;
  tree.inside(tree.add(FLAGS, off), () => {
    for (const spec of isPrivate ? PRIVATE_BITS : [LEAP]) tree.add(spec, off);
    tree.add(VERSION, off);
    tree.add(MODE, off);
  });
  if (isPrivate) addPrivate(tree, off + 1, end);
  else if (mode === Mode.Control) addControl(tree, off + 1, end);
  else addTimes(tree, off, end, mode, conversation);
}

function addTimes(
  tree: Tree,
  off: number,
  end: number,
  mode: number,
  conversation: Conversation,
): void {
  const after = addRun(tree, CLOCK, off + 1, end);
  if (after < off + 12) return;
  addWithin(tree, REFERENCE_ID, off + 12, end, 4);
  for (const [index, spec] of TIMES.entries()) {
    addTimestamp(tree, spec, off + REFERENCE_TIME + 8 * index, end);
  }
  if (off + HEADER_LEN > end) return;
  addExchange(tree, off, mode, conversation);
  const version = (tree.view.getUint8(off) >>> 3) & 7;
  addTrailer(tree, off + HEADER_LEN, end, version === 4 ? MAX_EXTENSIONS : 0);
}

/** Seconds since 1900 and their fraction; the era is that around 1968 to 2104, as RFC 4330 §3 has it. */
function addTimestamp(tree: Tree, spec: FieldSpec, off: number, end: number): void {
  if (off + 8 > end) return;
  const seconds = tree.view.getUint32(off);
  const fraction = tree.view.getUint32(off + 4);
  if (seconds === 0 && fraction === 0) {
    tree.value(spec, "NULL", off, off + 8);
    return;
  }
  const era = seconds < ERA / 2 ? ERA : 0;
  const nanoseconds = Math.floor((fraction / ERA) * 1e9);
  tree.value(spec, formatTime(seconds + era - UNIX_EPOCH, nanoseconds), off, off + 8);
}

/** An answer's origin timestamp is its request's transmit timestamp. */
function addExchange(tree: Tree, off: number, mode: number, conversation: Conversation): void {
  if (mode !== Mode.Client && mode !== Mode.Server) return;
  const times = conversation.recall(Protocol.Ntp, () => new PacketTimes());
  const { view, packet } = tree;
  const key = (at: number): string => `${view.getUint32(at)},${view.getUint32(at + 4)}`;
  if (mode === Mode.Client) {
    times.note(key(off + TRANSMIT_TIME), packet);
    return;
  }
  const request = times.known(key(off + ORIGIN_TIME));
  if (request === undefined) return;
  tree.value(REQUEST_IN, request.number, off, off);
  tree.value(DELTA, request.since(packet), off, off);
}

/** Extension fields, then the authentication, of which the length alone tells that it is no extension. */
function addTrailer(tree: Tree, start: number, end: number, extensions: number): void {
  const { view } = tree;
  let off = start;
  for (let i = 0; i < extensions && end - off >= 16 && !MAC_LENGTHS.has(end - off); i += 1) {
    const length = view.getUint16(off + 2);
    if (length < 16 || (length & 3) !== 0 || off + length > end) break;
    const at = off;
    tree.inside(tree.group(EXTENSION, at, at + length, `${length} bytes`), () => {
      tree.add(EXTENSION_TYPE, at);
      tree.add(EXTENSION_LENGTH, at + 2);
      tree.add(EXTENSION_VALUE, at + 4, length - 4);
    });
    off += length;
  }
  if (!MAC_LENGTHS.has(end - off)) return;
  tree.add(KEY_ID, off, 4);
  if (end > off + 4) tree.add(MAC, off + 4, end - off - 4);
}

function addControl(tree: Tree, off: number, end: number): void {
  tree.inside(addWithin(tree, CONTROL_FLAGS, off, end), () => {
    for (const spec of CONTROL_BITS) tree.add(spec, off);
  });
  const data = addRun(tree, CONTROL_COUNTS, off + 1, end);
  if (data < off + CONTROL_LEN - 1) return;
  const stop = Math.min(end, data + tree.view.getUint16(data - 2));
  if (stop > data) tree.value(CONTROL_ITEM, readText(tree.view, data, stop), data, stop);
}

function addPrivate(tree: Tree, off: number, end: number): void {
  tree.inside(addWithin(tree, PRIVATE_SEQUENCE, off, end), () => {
    for (const spec of PRIVATE_SEQUENCE_BITS) tree.add(spec, off);
  });
  addRun(tree, [PRIVATE_IMPLEMENTATION, PRIVATE_REQUEST], off + 1, end);
}

export const NTP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Ntp],
  udpPorts: [PORT],
  datagram: { ports: [PORT], matches: isMessage },
  fields: FIELDS,
  dissect,
};
