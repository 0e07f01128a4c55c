/**
 * TDS, the protocol of Microsoft SQL Server and of Sybase's servers (MS-TDS).
 *
 * Packets of a type, a status and a length (big-endian, header included) carry messages in one or more parts. Of the
 * messages logins, queries, names of procedures and the tokens of answers are read; rows are left as they are.
 */

import { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Unfinished } from "../stream/message-store.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { Gathered } from "./gathered.ts";
import { addLogin, addPreLogin, isLogin, isPreLogin, LOGIN_FIELDS } from "./tds-login.ts";
import { addCall, addQuery, REQUEST_FIELDS } from "./tds-request.ts";
import { addTokens, TOKEN_FIELDS } from "./tds-token.ts";

const HEADER_LEN = 8;
/** Packets of a message are numbered from 1, modulo 256; some servers send 0 with all. */
const PACKET_NUMBER = 6;
const END_OF_MESSAGE = 0x01;
/** The handshake of TLS travels in pre-login packets. */
const TLS_HANDSHAKE = 0x16;
/** Octets of a message in parts that are kept; queries are the long ones. */
const MAX_KEPT = 32_768;

const Type = { Batch: 1, Call: 3, Response: 4, Login: 16, Sspi: 17, PreLogin: 18 } as const;

const TYPES: Readonly<Record<number, string>> = {
  1: "SQL batch",
  2: "Pre-TDS7 login",
  3: "Remote Procedure Call",
  4: "Response",
  6: "Attention",
  7: "Bulk load data",
  8: "Federated Authentication Token",
  14: "Transaction Manager Request",
  15: "TDS5 query",
  16: "TDS7 login",
  17: "SSPI message",
  18: "TDS7 pre-login message",
};

const list = new FieldList();
list.define("tds", "protocol", "Tabular Data Stream");
const TYPE = list.define("tds.type", "uint8", "Type", { values: TYPES });
const STATUS = list.define("tds.status", "uint8", "Status", { hex: true });
const FLAGS = [
  list.define("tds.status.eom", "boolean", "End of message", { mask: END_OF_MESSAGE }),
  list.define("tds.status.ignore", "boolean", "Ignore this event", { mask: 0x02 }),
  list.define("tds.status.event_notif", "boolean", "Event notification", { mask: 0x04 }),
  list.define("tds.status.reset_conn", "boolean", "Reset connection", { mask: 0x08 }),
  list.define(
    "tds.status.reset_conn_skip_tran",
    "boolean",
    "Reset connection keeping transaction state",
    { mask: 0x10 },
  ),
];
const LENGTH = list.define("tds.length", "uint16", "Length");
const CHANNEL = list.define("tds.channel", "uint16", "Channel");
const NUMBER = list.define("tds.packet_number", "uint8", "Packet Number");
const WINDOW = list.define("tds.window", "uint8", "Window");

class Memory implements Unfinished {
  /** Parts of the messages that are under way, from the originator and to it. */
  readonly parts: readonly [Gathered, Gathered] = [new Gathered(MAX_KEPT), new Gathered(MAX_KEPT)];

  get held(): number {
    return Math.min(this.parts[0].length, MAX_KEPT) + Math.min(this.parts[1].length, MAX_KEPT);
  }

  forget(): void {
    for (const part of this.parts) part.take();
  }
}

function isHeader(view: DataView, off: number, end: number): boolean {
  return (
    end - off >= HEADER_LEN &&
    TYPES[view.getUint8(off)] !== undefined &&
    view.getUint16(off + 2) >= HEADER_LEN
  );
}

/** One packet that fills the payload and opens a connection: a pre-login, or a login in the clear. */
function matches(view: DataView, off: number, end: number): boolean {
  if (!isHeader(view, off, end) || view.getUint16(off + 2) !== end - off) return false;
  if (view.getUint8(off + 7) !== 0) return false;
  const body = off + HEADER_LEN;
  return view.getUint8(off) === Type.PreLogin
    ? isPreLogin(view, body, end)
    : view.getUint8(off) === Type.Login && isLogin(view, body, end);
}

function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < HEADER_LEN) return TYPES[view.getUint8(off)] === undefined ? end - off : 0;
  return isHeader(view, off, end) ? view.getUint16(off + 2) : end - off;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd } = packet;
  if (!isHeader(view, start, payloadEnd)) return;
  const type = view.getUint8(start);
  const end = Math.min(payloadEnd, start + view.getUint16(start + 2));
  tree.layer("tds", "Tabular Data Stream", start, end);
  const cursor = new FieldCursor(tree, start, end);
  cursor.add(TYPE);
  tree.inside(cursor.add(STATUS), () => {
    for (const flag of FLAGS) tree.add(flag, start + 1);
  });
  for (const spec of [LENGTH, CHANNEL, NUMBER, WINDOW]) cursor.add(spec);
  const isLast = (view.getUint8(start + 1) & END_OF_MESSAGE) !== 0;
  const info = `${TYPES[type]}${isLast ? "" : " (Not last buffer)"}`;
  tree.summarize(info);
  tree.show("TDS", info);
  addMessage(cursor, type, isLast, conversation, conversation.isFromOriginator(packet));
}

/** Reads a message whose last part stands at the cursor; earlier parts are kept until then. */
function addMessage(
  cursor: FieldCursor,
  type: number,
  isLast: boolean,
  conversation: Conversation,
  isFromOriginator: boolean,
): void {
  const { tree, off, end } = cursor;
  const memory = conversation.recall(Protocol.Tds, () => new Memory());
  const parts = memory.parts[isFromOriginator ? 0 : 1];
  if (isLast && parts.length === 0) {
    const isFirst = tree.view.getUint8(off - HEADER_LEN + PACKET_NUMBER) <= 1;
    if (isFirst) addBody(cursor, type);
    return;
  }
  parts.add(tree.view, off, end);
  if (isLast) {
    const bytes = parts.take();
    tree.reassembled("Reassembled TDS", bytes, (whole) => {
      tree.layer("tds", "Tabular Data Stream", whole.payloadStart, whole.payloadEnd);
      tree.protocols.pop();
      addBody(new FieldCursor(tree, whole.payloadStart, whole.payloadEnd), type);
    });
  }
  conversation.count(memory);
}

function addBody(cursor: FieldCursor, type: number): void {
  const { tree, off, end } = cursor;
  switch (type) {
    case Type.PreLogin:
      if (cursor.peek() === TLS_HANDSHAKE) tree.descend(Protocol.Tls, off, end);
      else addPreLogin(cursor);
      break;
    case Type.Login:
      addLogin(cursor);
      break;
    case Type.Batch:
      addQuery(cursor);
      break;
    case Type.Call:
      addCall(cursor);
      break;
    case Type.Response:
      if (isPreLogin(tree.view, off, end)) addPreLogin(cursor);
      else if (cursor.peek() === TLS_HANDSHAKE) tree.descend(Protocol.Tls, off, end);
      else addTokens(cursor);
      break;
    default:
      break;
  }
}

export const TDS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Tds],
  tcpPorts: [1433, 2433],
  stream: { firstOctets: [Type.Login, Type.PreLogin], matches },
  fields: [...list.specs, ...LOGIN_FIELDS, ...REQUEST_FIELDS, ...TOKEN_FIELDS],
  dissect,
  messageLength,
};
