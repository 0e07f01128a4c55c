/**
 * The NetBIOS session service, RFC 1002 §4.3, and its bare framing over port 445, MS-SMB2 §2.1.
 *
 * SMB of every version travels in its session messages.
 */

import { dissectData } from "../data-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { GSS_API_FIELDS } from "./gss-api.ts";
import { dissectSmb, isSmb } from "./smb.ts";
import { FIELDS as SMB_FIELDS } from "./smb-fields.ts";
import { dissectSmb2, isSmb2 } from "./smb2.ts";
import { FIELDS as SMB2_FIELDS } from "./smb2-fields.ts";

const HEADER_LEN = 4;
/** Octets of an encoded name: 32 letters between a length and the root label (RFC 1001 §14.1). */
const NAME_LEN = 34;
const DIRECT_PORT = 445;

const MessageType = {
  Session: 0x00,
  Request: 0x81,
  Positive: 0x82,
  Negative: 0x83,
  Retarget: 0x84,
  KeepAlive: 0x85,
} as const;

const TYPES: Readonly<Record<number, string>> = {
  0: "Session message",
  129: "Session request",
  130: "Positive session response",
  131: "Negative session response",
  132: "Retarget session response",
  133: "Session keep-alive",
};

const ERRORS: Readonly<Record<number, string>> = {
  128: "Not listening on called name",
  129: "Not listening for calling name",
  130: "Called name not present",
  131: "Called name present, but insufficient resources",
  143: "Unspecified error",
};

const NBSS = defineField("nbss", "protocol", "NetBIOS Session Service");
const TYPE = defineField("nbss.type", "uint8", "Message Type", { hex: true, values: TYPES });
const FLAGS = defineField("nbss.flags", "uint8", "Flags", { hex: true });
const EXTEND = defineField("nbss.flags.e", "boolean", "Extend", { mask: 0x01 });
const LENGTH = defineField("nbss.length", "uint24", "Length");
const ERROR = defineField("nbss.error_code", "uint8", "Error code", { hex: true, values: ERRORS });
const RETARGET_ADDRESS = defineField("nbss.retarget_ip_address", "ipv4", "Retarget IP address");
const RETARGET_PORT = defineField("nbss.retarget_port", "uint16", "Retarget port");
const CALLED = defineField("nbss.called_name", "string", "Called name");
const CALLING = defineField("nbss.calling_name", "string", "Calling name");
const CONTINUATION = defineField("nbss.continuation_data", "bytes", "Continuation data");

const FIELDS: readonly FieldSpec[] = [
  ...[NBSS, TYPE, FLAGS, EXTEND, LENGTH, ERROR, RETARGET_ADDRESS, RETARGET_PORT, CALLED, CALLING],
  CONTINUATION,
];

function isHeader(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN) return false;
  const type = view.getUint8(off);
  const length = view.getUint32(off) & 0xff_ffff;
  if (type === MessageType.Session) {
    return end - off < HEADER_LEN + 4 || isSmb(view, off + 4, end) || isSmb2(view, off + 4, end);
  }
  if (type < MessageType.Request || type > MessageType.KeepAlive) return false;
  return length <= 2 * NAME_LEN;
}

/** As `ApplicationProtocol.messageLength`; what starts no message is taken as far as it has come. */
function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < HEADER_LEN + 4 && view.getUint8(off) === MessageType.Session) return 0;
  if (!isHeader(view, off, end)) return end - off;
  return HEADER_LEN + (view.getUint32(off) & 0xff_ffff);
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (!isHeader(view, start, end)) {
    tree.layer("nbss", NBSS.description, start, end);
    tree.add(CONTINUATION, start, end - start);
    tree.show("NBSS", "NBSS Continuation Message");
    return;
  }
  const type = view.getUint8(start);
  const isDirect = packet.sourcePort === DIRECT_PORT || packet.destinationPort === DIRECT_PORT;
  const body = start + HEADER_LEN;
  const isSession = type === MessageType.Session;
  tree.layer("nbss", NBSS.description, start, isSession ? body : end);
  tree.summarize(TYPES[type]!);
  tree.add(TYPE, start);
  if (isDirect) tree.add(LENGTH, start + 1);
  else {
    tree.inside(tree.add(FLAGS, start + 1), () => tree.add(EXTEND, start + 1));
    tree.value(LENGTH, view.getUint32(start) & 0x1_ffff, start + 1, body);
  }
  if (!isSession) {
    addBody(tree, type, body, end);
    tree.show("NBSS", TYPES[type]!);
  } else if (isSmb2(view, body, end)) dissectSmb2(packet, tree, body, end, conversation);
  else if (isSmb(view, body, end)) dissectSmb(packet, tree, body, end, conversation);
  else {
    tree.show("NBSS", TYPES[type]!);
    if (body < end) dissectData(tree, body, end);
  }
}

function addBody(tree: Tree, type: number, off: number, end: number): void {
  switch (type) {
    case MessageType.Request:
      if (off + 2 * NAME_LEN > end) return;
      addName(tree, CALLED, off);
      addName(tree, CALLING, off + NAME_LEN);
      return;
    case MessageType.Negative:
      if (off < end) tree.add(ERROR, off);
      return;
    case MessageType.Retarget:
      if (off + 6 > end) return;
      tree.add(RETARGET_ADDRESS, off);
      tree.add(RETARGET_PORT, off + 4);
      return;
    default:
  }
}

/** Each octet of the name stands as two letters from A, four bits each; the last octet is the suffix. */
function addName(tree: Tree, spec: FieldSpec, off: number): void {
  const { view } = tree;
  let name = "";
  for (let i = 0; i < 16; i += 1) {
    const high = (view.getUint8(off + 1 + 2 * i) - 0x41) & 0x0f;
    const octet = (high << 4) | ((view.getUint8(off + 2 + 2 * i) - 0x41) & 0x0f);
    if (i === 15) name = `${name.trimEnd()}<${octet.toString(16).padStart(2, "0")}>`;
    else
      name +=
        octet >= 0x20 && octet < 0x7f
          ? String.fromCharCode(octet)
          : `<${octet.toString(16).padStart(2, "0")}>`;
  }
  tree.value(spec, name, off, off + NAME_LEN);
}

function startsSession(
  view: DataView,
  off: number,
  end: number,
  isMessage: (view: DataView, off: number, end: number) => boolean,
): boolean {
  return end - off >= 2 * HEADER_LEN && isMessage(view, off + HEADER_LEN, end);
}

export const NBSS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.NbSession],
  tcpPorts: [139],
  fields: FIELDS,
  dissect,
  messageLength,
};

export const SMB2_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Smb2],
  tcpPorts: [445],
  stream: {
    firstOctets: [MessageType.Session],
    matches: (view, off, end) => startsSession(view, off, end, isSmb2),
  },
  fields: [...SMB2_FIELDS, ...GSS_API_FIELDS],
  dissect,
  messageLength,
};

export const SMB_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Smb],
  stream: {
    firstOctets: [MessageType.Session],
    matches: (view, off, end) => startsSession(view, off, end, isSmb),
  },
  fields: SMB_FIELDS,
  dissect,
  messageLength,
};
