/**
 * PostgreSQL's frontend and backend protocol 3.0, PostgreSQL documentation chapter 55.
 *
 * Messages are a type letter and a length that counts itself; those that open a connection have no letter.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";
import { addMessage, MESSAGE_FIELDS, messageTitle } from "./pgsql-message.ts";

const PORT = 5432;
const PROTOCOL_3 = 0x0003_0000;
const CANCEL_REQUEST = 80_877_102;
const TLS_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
/** Longest first message of a connection; servers refuse more. */
const MAX_STARTUP = 10_000;
/** Longest message that is believed: PostgreSQL's bound of an allocation. */
const MAX_MESSAGE = 0x3fff_ffff;
/** Parameters of one connection that are shown. */
const MAX_PARAMETERS = 64;

const PGSQL = defineField("pgsql", "protocol", "PostgreSQL");
const FRONTEND = defineField("pgsql.frontend", "boolean", "Frontend");
const TYPE = defineField("pgsql.type", "string", "Type");
const LENGTH = defineField("pgsql.length", "uint32", "Length");
const MAJOR = defineField("pgsql.version_major", "uint16", "Protocol major version");
const MINOR = defineField("pgsql.version_minor", "uint16", "Protocol minor version");
const NAME = defineField("pgsql.parameter_name", "string", "Parameter name");
const VALUE = defineField("pgsql.parameter_value", "string", "Parameter value");
const PROCESS = defineField("pgsql.pid", "uint32", "PID");
const KEY = defineField("pgsql.key", "uint32", "Key");

const FIELDS: readonly FieldSpec[] = [
  ...[PGSQL, FRONTEND, TYPE, LENGTH, MAJOR, MINOR, NAME, VALUE, PROCESS, KEY],
  ...MESSAGE_FIELDS,
];

class PostgresSession {
  /** The client has asked for TLS, which the server answers with one octet. */
  askedForTls = false;
}

function isStartup(view: DataView, off: number, end: number): boolean {
  if (end - off < 8) return false;
  const length = view.getUint32(off);
  const code = view.getUint32(off + 4);
  if (length < 8 || length > MAX_STARTUP) return false;
  return (
    (code === PROTOCOL_3 && length > 8) ||
    (code === CANCEL_REQUEST && length === 16) ||
    ((code === TLS_REQUEST || code === GSS_REQUEST) && length === 8)
  );
}

function isMessage(view: DataView, off: number, end: number): boolean {
  if (end - off < 5) return false;
  const type = view.getUint8(off);
  const isLetter = (type >= 0x41 && type <= 0x7a) || (type >= 0x31 && type <= 0x33);
  const length = view.getUint32(off + 1);
  return isLetter && length >= 4 && length <= MAX_MESSAGE;
}

function isFromServer(
  { sourcePort, destinationPort }: Packet,
  conversation: Conversation,
): boolean {
  if (sourcePort === PORT || destinationPort === PORT) return sourcePort === PORT;
  return sourcePort !== conversation.originatorPort;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const session = conversation.recall(Protocol.Postgres, () => new PostgresSession());
  const fromServer = isFromServer(packet, conversation);
  if (fromServer && session.askedForTls && end - start === 1) {
    session.askedForTls = false;
    open(tree, start, end, "SSL response", fromServer);
    if (view.getUint8(start) === 0x53) conversation.protocol = Protocol.Tls;
    show(tree, fromServer, "");
    return;
  }
  if (isStartup(view, start, end)) {
    dissectStartup(tree, start, end, session);
    return;
  }
  if (!isMessage(view, start, end)) return;
  const type = String.fromCharCode(view.getUint8(start));
  const title = messageTitle(type, fromServer);
  open(tree, start, end, title, fromServer);
  tree.add(LENGTH, start + 1);
  addMessage(tree, type, { start: start + 5, end, fromServer });
  show(tree, fromServer, type);
}

function open(tree: Tree, start: number, end: number, title: string, fromServer: boolean): void {
  tree.layer("pgsql", PGSQL.description, start, end);
  tree.summarize(title);
  tree.value(TYPE, title, start, Math.min(end, start + 1));
  tree.value(FRONTEND, !fromServer, start, start);
}

/** Letters of the messages of one side, behind one another: `<1/2/T/D/C/Z`. */
function show(tree: Tree, fromServer: boolean, type: string): void {
  const way = fromServer ? "<" : ">";
  const before = tree.shown;
  const goesOn = before?.protocol === "PGSQL" && before.info.startsWith(way);
  const info = goesOn ? `${before.info}/${type}` : `${way}${type}`;
  tree.shown = { protocol: "PGSQL", info };
}

function dissectStartup(tree: Tree, start: number, end: number, session: PostgresSession): void {
  const { view } = tree;
  const code = view.getUint32(start + 4);
  const title =
    code === PROTOCOL_3
      ? "Startup message"
      : code === CANCEL_REQUEST
        ? "Cancel request"
        : code === TLS_REQUEST
          ? "SSL request"
          : "GSS encrypt request";
  open(tree, start, end, title, false);
  tree.add(LENGTH, start);
  session.askedForTls = code === TLS_REQUEST;
  if (code === CANCEL_REQUEST && start + 16 <= end) {
    tree.add(PROCESS, start + 8);
    tree.add(KEY, start + 12);
  } else if (code === PROTOCOL_3) {
    tree.add(MAJOR, start + 4);
    tree.add(MINOR, start + 6);
    addParameters(tree, start + 8, end);
  }
  show(tree, false, "");
}

function addParameters(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  let off = start;
  for (let count = 0; off < end && count < MAX_PARAMETERS; count += 1) {
    const nameEnd = indexOfOctet(view, off, end, 0);
    if (nameEnd === off || nameEnd === end) return;
    const valueEnd = indexOfOctet(view, nameEnd + 1, end, 0);
    tree.value(NAME, readText(view, off, nameEnd), off, nameEnd);
    tree.value(VALUE, readText(view, nameEnd + 1, valueEnd), nameEnd + 1, valueEnd);
    off = valueEnd + 1;
  }
}

export const POSTGRES_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Postgres],
  tcpPorts: [PORT],
  stream: { firstOctets: [0], matches: isStartup },
  fields: FIELDS,
  dissect,
  messageLength: (view, off, end, conversation, packet) => {
    const session = conversation.recall(Protocol.Postgres, () => new PostgresSession());
    if (session.askedForTls && isFromServer(packet, conversation)) return 1;
    if (end - off < 8 && view.getUint8(off) === 0) return 0;
    if (isStartup(view, off, end)) return view.getUint32(off);
    if (end - off < 5) return 0;
    return isMessage(view, off, end) ? 1 + view.getUint32(off + 1) : end - off;
  },
};
