/**
 * SCCP, Cisco's Skinny Client Control Protocol: telephones and their call manager over TCP.
 *
 * Cisco has not published it; numbers and layouts are those that Wireshark knows. Integers have their least
 * significant octet first. Messages about media channels announce the RTP that flows through them.
 */

import type { FieldSpec, FieldType, ValueNames } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { MESSAGES } from "./skinny-messages.ts";
import {
  CALL_STATES,
  CALL_TYPES,
  CODECS,
  LAMP_MODES,
  MEDIA_STATUS,
  RING_MODES,
  VERSIONS,
} from "./skinny-values.ts";

const PORT = 2000;
const UDP = 17;

/** Length and version; the length counts from the message number on. */
const HEADER_LEN = 8;
const LEAST_LENGTH = 4;
/** Longest message that is waited for, in octets; telephones send less than a thousandth. */
const MAX_LENGTH = 16_384;
/** From here on an address stands behind its family, in sixteen octets. */
const V17 = 0x11;
const V6 = 1;
const ADDRESS_LEN = 16;

const NUMBER_LEN = 25;

const list = new FieldList();
list.define("skinny", "protocol", "Skinny Client Control Protocol");
const DATA_LENGTH = number("data_length", "Data length");
const VERSION = code("hdr_version", "Header version", VERSIONS);
const MESSAGE = number("messageId", "Message ID", { values: MESSAGES });
const LINE = number("lineInstance");
const CALL = number("callReference");
const CONFERENCE = number("conferenceId");
const PARTY = number("passThroughPartyId");
const PACKET_SIZE = number("milliSecondPacketSize");
const CODEC = code("compressionType", "compressionType", CODECS);
const CALL_STATE = code("callState", "callState", CALL_STATES);
const CALL_TYPE = code("callType", "callType", CALL_TYPES);
const RING_MODE = code("ringMode", "ringMode", RING_MODES);
const LAMP_MODE = code("lampMode", "lampMode", LAMP_MODES);
const STIMULUS = code("stimulus");
const STIMULUS_INSTANCE = number("stimulusInstance");
const SOFT_KEY = code("softKeyEvent");
const KEY = code("kpButton");
const TONE = code("tone");
const DIALED = list.define("skinny.dialedNumber", "string", "dialedNumber", { octets: NUMBER_LEN });
const RECEPTION_STATUS = code("mediaReceptionStatus", "mediaReceptionStatus", MEDIA_STATUS);
const TRANSMISSION_STATUS = code(
  "mediaTransmissionStatus",
  "mediaTransmissionStatus",
  MEDIA_STATUS,
);
const FAMILY = number("ipv4or6", "IPv4or6", { values: { 0: "v4", 1: "v6", 2: "v4_v6" } });
const OWN_ADDRESS = address("ipAddr");
const REMOTE_ADDRESS = address("remoteIpAddr");
const TRANSMIT_ADDRESS = address("transmitIpAddr");
const OWN_PORT = number("portNumber");
const REMOTE_PORT = number("remotePortNumber");

interface Address {
  readonly v4: FieldSpec;
  readonly v6: FieldSpec;
}

/** What a message holds, in its order; what follows the last one is not read. */
const BODIES: Readonly<Record<number, readonly (FieldSpec | Address)[]>> = {
  3: [KEY, LINE, CALL],
  5: [STIMULUS, STIMULUS_INSTANCE],
  6: [LINE, CALL],
  7: [LINE, CALL],
  34: [RECEPTION_STATUS, OWN_ADDRESS, OWN_PORT, PARTY, CALL],
  38: [SOFT_KEY, LINE, CALL],
  130: [TONE, code("tone.output.direction", "tone_output_direction"), LINE, CALL],
  131: [LINE, CALL, TONE],
  133: [RING_MODE, code("ringDuration"), LINE, CALL],
  134: [STIMULUS, STIMULUS_INSTANCE, LAMP_MODE],
  136: [code("speakerMode")],
  138: [CONFERENCE, PARTY, REMOTE_ADDRESS, REMOTE_PORT, PACKET_SIZE, CODEC],
  139: [CONFERENCE, PARTY, CALL],
  261: [CONFERENCE, PARTY, PACKET_SIZE, CODEC],
  262: [CONFERENCE, PARTY, CALL],
  272: [LINE, CALL, code("softKeySetIndex")],
  273: [
    CALL_STATE,
    LINE,
    CALL,
    code("privacy"),
    number("precedenceLevel"),
    number("precedenceDomain"),
  ],
  278: [LINE],
  285: [DIALED, LINE, CALL],
  330: [LINE, CALL, CALL_TYPE],
  340: [CONFERENCE, PARTY, CALL, TRANSMIT_ADDRESS, OWN_PORT, TRANSMISSION_STATUS],
};

/** Messages that tell where media is received: by the telephone itself, and by the one it calls. */
const MEDIA = new Set([34, 138]);

/** Requests whose names do not say so. */
const REQUESTS = new Set([138, 261]);

function number(
  name: string,
  title: string = name,
  options: { values?: ValueNames } = {},
): FieldSpec {
  return word(name, "uint32", title, options);
}

function code(name: string, title: string = name, values?: ValueNames): FieldSpec {
  return word(name, "uint32", title, { hex: true, ...(values && { values }) });
}

function word(
  name: string,
  type: FieldType,
  title: string,
  options: { values?: ValueNames; hex?: boolean },
): FieldSpec {
  return list.define(`skinny.${name}`, type, title, { ...options, littleEndian: true });
}

function address(name: string): Address {
  return {
    v4: list.define(`skinny.${name}.ipv4`, "ipv4", `${name} IPv4 Address`),
    v6: list.define(`skinny.${name}.ipv6`, "ipv6", `${name} IPv6 Address`),
  };
}

function lengthAt(view: DataView, off: number): number {
  return HEADER_LEN + view.getUint32(off, true);
}

/** A length within reason, a version and a message that are in use. */
function isMessage(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN + LEAST_LENGTH) return false;
  const length = lengthAt(view, off);
  if (length < HEADER_LEN + LEAST_LENGTH || length > MAX_LENGTH) return false;
  if (VERSIONS[view.getUint32(off + 4, true)] === undefined) return false;
  return MESSAGES[view.getUint32(off + HEADER_LEN, true)] !== undefined;
}

function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < HEADER_LEN + LEAST_LENGTH) return 0;
  return isMessage(view, off, end) ? lengthAt(view, off) : end - off;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (!isMessage(view, start, end)) return;
  const layer = tree.layer("skinny", "Skinny Client Control Protocol", start, end);
  const cursor = new FieldCursor(tree, start, end);
  cursor.add(DATA_LENGTH);
  const version = cursor.number(VERSION);
  const message = cursor.number(MESSAGE);
  const name = MESSAGES[message] ?? "";
  layer.summary = name;
  for (const part of BODIES[message] ?? []) {
    const value = "v4" in part ? addAddress(cursor, part, version) : cursor.number(part);
    const isPort = part === OWN_PORT || part === REMOTE_PORT;
    if (isPort && MEDIA.has(message) && value > 0) conversation.announce(UDP, value, Protocol.Rtp);
  }
  showMessage(tree, message, name);
}

/** @returns the family, or 0 before there were two */
function addAddress(cursor: FieldCursor, { v4, v6 }: Address, version: number): number {
  if (version < V17) {
    cursor.add(v4);
    return 0;
  }
  const family = cursor.number(FAMILY);
  if (family === V6) cursor.add(v6);
  else {
    cursor.add(v4);
    cursor.skip(ADDRESS_LEN - v4.octets);
  }
  return family;
}

/** Messages of one packet stand behind one another without a comma; the last that asks or answers is told. */
function showMessage(tree: Tree, message: number, name: string): void {
  const before = tree.shown?.protocol.startsWith("SKINNY") === true ? tree.shown : undefined;
  let protocol = before?.protocol ?? "SKINNY";
  if (REQUESTS.has(message) || name.endsWith("Req")) protocol = "SKINNY/REQ";
  else if (/(Res|Ack)$/.test(name)) protocol = "SKINNY/RESP";
  tree.shown = { protocol, info: `${before?.info ?? ""}${name} ` };
}

export const SKINNY_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Skinny],
  tcpPorts: [PORT],
  /* The first versions' header is as good as empty, so the port has to agree. */
  stream: { ports: [PORT], matches: isMessage },
  fields: list.specs,
  dissect,
  messageLength,
};
