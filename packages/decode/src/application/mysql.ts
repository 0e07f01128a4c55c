/**
 * MySQL's client/server protocol, MySQL Internals manual chapter 14: packets of a length of three octets, least
 * significant first, and a number that counts them.
 */

import { defineField, type FieldSpec, fieldDefiner } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";

const PORT = 3306;
const HEADER_LEN = 4;
const PROTOCOL_10 = 10;
const CONNECT_WITH_DB = 0x0008;
const PLUGIN_AUTH = 0x0008_0000;
const SSL = 0x0800;
/** Octets of the fixed part of a login request, and of a request for TLS, which is no more than that. */
const LOGIN_FIXED = 32;
/** Longest query that is shown, in octets. */
const MAX_QUERY = 8192;
/** Longest name that is read, in octets. */
const MAX_NAME = 256;

const Command = { Quit: 1, InitDb: 2, Query: 3, Prepare: 22 } as const;
const Response = { Ok: 0x00, Eof: 0xfe, Error: 0xff } as const;

const COMMANDS: Readonly<Record<number, string>> = {
  0: "SLEEP",
  1: "Quit",
  2: "Use Database",
  3: "Query",
  4: "Show Fields",
  5: "Create Database",
  6: "Drop Database",
  7: "Refresh",
  8: "Shutdown",
  9: "Statistics",
  10: "Process List",
  11: "Connect",
  12: "Kill Server Thread",
  13: "Dump Debuginfo",
  14: "Ping",
  15: "Time",
  16: "Insert Delayed",
  17: "Change User",
  18: "Send Binlog",
  19: "Send Table",
  20: "Slave Connect",
  21: "Register Slave",
  22: "Prepare Statement",
  23: "Execute Statement",
  24: "Send BLOB",
  25: "Close Statement",
  26: "Reset Statement",
  27: "Set Option",
  28: "Fetch Data",
  29: "Daemon",
  30: "Send Binlog GTID",
  31: "Reset Connection",
};

const define = fieldDefiner("mysql", { littleEndian: true });

const MYSQL = defineField("mysql", "protocol", "MySQL Protocol");
const LENGTH = define("packet_length", "uint24", "Packet Length");
const NUMBER = define("packet_number", "uint8", "Packet Number");
const PROTOCOL_VERSION = define("protocol", "uint8", "Protocol");
const VERSION = define("version", "string", "Version");
const THREAD = define("thread_id", "uint32", "Thread ID");
const SALT = define("salt", "string", "Salt");
const SERVER_CAPABILITIES = define("caps.server", "uint16", "Server Capabilities", { hex: true });
const LANGUAGE = define("server_language", "uint8", "Server Language");
const SERVER_STATUS = define("server_status", "uint16", "Server Status", { hex: true });
const CLIENT_CAPABILITIES = define("caps.client", "uint16", "Client Capabilities", { hex: true });
const MORE_CAPABILITIES = define("extcaps.client", "uint16", "Extended Client Capabilities", {
  hex: true,
});
const MAX_PACKET = define("max_packet", "uint32", "MAX Packet");
const CHARSET = define("charset", "uint8", "Charset");
const USER = define("user", "string", "Username");
const PASSWORD = define("passwd", "bytes", "Password");
const SCHEMA = define("schema", "string", "Schema");
const PLUGIN = define("client_auth_plugin", "string", "Client Auth Plugin");
const AUTH_METHOD = define("auth_switch_request.name", "string", "Auth Method Name");
const COMMAND = define("command", "uint8", "Command", { values: COMMANDS });
const QUERY = define("query", "string", "Statement");
const RESPONSE_CODE = define("response_code", "uint8", "Response Code", {
  hex: true,
  values: { 0: "OK Packet", 254: "EOF Packet", 255: "ERR Packet" },
});
const ERROR_CODE = define("error_code", "uint16", "Error Code");
const STATE = define("sqlstate", "string", "SQL state");
const ERROR_MESSAGE = define("error.message", "string", "Error message");
const AFFECTED = define("affected_rows", "uint64", "Affected Rows");
const FIELD_COUNT = define("num_fields", "uint64", "Number of fields");

const FIELDS: readonly FieldSpec[] = [
  ...[MYSQL, LENGTH, NUMBER, PROTOCOL_VERSION, VERSION, THREAD, SALT, SERVER_CAPABILITIES],
  ...[LANGUAGE, SERVER_STATUS, CLIENT_CAPABILITIES, MORE_CAPABILITIES, MAX_PACKET, CHARSET, USER],
  ...[
    PASSWORD,
    SCHEMA,
    PLUGIN,
    AUTH_METHOD,
    COMMAND,
    QUERY,
    RESPONSE_CODE,
    ERROR_CODE,
    STATE,
    ERROR_MESSAGE,
  ],
  ...[AFFECTED, FIELD_COUNT],
];

class MysqlSession {
  serverPort = -1;
  /** The next packet of the client is its login. */
  awaitsLogin = false;
  /** The next packet of the client answers a request to authenticate otherwise. */
  awaitsAuthentication = false;
  /** The server is within a result: its columns, or its rows. */
  result: "none" | "columns" | "rows" = "none";
}

function payloadLength(view: DataView, off: number): number {
  return view.getUint16(off, true) | (view.getUint8(off + 2) << 16);
}

/** A server's greeting: number 0, protocol 10, and a version of digits that ends soon. */
function isGreeting(view: DataView, off: number, end: number): boolean {
  if (end - off < 40 || view.getUint8(off + 3) !== 0) return false;
  if (view.getUint8(off + 4) !== PROTOCOL_10) return false;
  const length = payloadLength(view, off);
  if (length < 40 || length > 512) return false;
  const digit = view.getUint8(off + 5);
  if (digit < 0x30 || digit > 0x39) return false;
  const stop = indexOfOctet(view, off + 5, Math.min(end, off + 5 + 64), 0);
  return stop < Math.min(end, off + 5 + 64) && stop > off + 7 && view.getUint8(off + 6) >= 0x2e;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (end - start < HEADER_LEN) return;
  const session = conversation.recall(Protocol.Mysql, () => new MysqlSession());
  if (isGreeting(view, start, end)) session.serverPort = packet.sourcePort;
  const fromServer =
    packet.sourcePort === session.serverPort ||
    (session.serverPort < 0 && packet.sourcePort === PORT);
  tree.layer("mysql", MYSQL.description, start, end);
  tree.add(LENGTH, start);
  tree.add(NUMBER, start + 3);
  const body = start + HEADER_LEN;
  if (body >= end) return;
  const said = fromServer
    ? addServer(tree, session, start, end)
    : addClient(tree, session, conversation, body, end);
  if (said === "") return;
  tree.summarize(said.trim());
  tree.show("MySQL", said);
}

function addClient(
  tree: Tree,
  session: MysqlSession,
  conversation: Conversation,
  body: number,
  end: number,
): string {
  const { view } = tree;
  if (session.awaitsLogin) {
    session.awaitsLogin = false;
    return addLogin(tree, conversation, body, end);
  }
  if (session.awaitsAuthentication) {
    session.awaitsAuthentication = false;
    return "Auth Switch Response";
  }
  session.result = "none";
  const command = view.getUint8(body);
  tree.add(COMMAND, body);
  const name = COMMANDS[command];
  if (command === Command.InitDb) {
    const stop = Math.min(end, body + 1 + MAX_NAME);
    tree.value(SCHEMA, readText(view, body + 1, stop), body + 1, end);
  } else if (command === Command.Query || command === Command.Prepare) {
    const stop = Math.min(end, body + 1 + MAX_QUERY);
    tree.value(QUERY, readText(view, body + 1, stop), body + 1, end);
  }
  return name === undefined ? `Request Unknown (${command}) ` : `Request ${name}`;
}

function addLogin(tree: Tree, conversation: Conversation, body: number, end: number): string {
  const { view } = tree;
  if (body + LOGIN_FIXED > end) return "Login Request";
  const capabilities = view.getUint32(body, true);
  tree.add(CLIENT_CAPABILITIES, body);
  tree.add(MORE_CAPABILITIES, body + 2);
  tree.add(MAX_PACKET, body + 4);
  tree.add(CHARSET, body + 8);
  if (body + LOGIN_FIXED === end && (capabilities & SSL) !== 0) {
    conversation.protocol = Protocol.Tls;
    return "Response: SSL Handshake user= ";
  }
  let off = body + LOGIN_FIXED;
  const user = indexOfOctet(view, off, end, 0);
  const name = tree.value(USER, readText(view, off, Math.min(user, off + MAX_NAME)), off, user).raw;
  off = user + 1;
  if (off >= end) return `Login Request user=${name} `;
  const length = view.getUint8(off);
  if (length > 0 && off + 1 + length <= end) tree.add(PASSWORD, off + 1, length);
  off += 1 + length;
  let schema = "";
  if ((capabilities & CONNECT_WITH_DB) !== 0 && off < end) {
    const stop = indexOfOctet(view, off, end, 0);
    const text = readText(view, off, Math.min(stop, off + MAX_NAME));
    schema = `db=${tree.value(SCHEMA, text, off, stop).raw} `;
    off = stop + 1;
  }
  if ((capabilities & PLUGIN_AUTH) !== 0 && off < end) {
    const stop = indexOfOctet(view, off, end, 0);
    tree.value(PLUGIN, readText(view, off, Math.min(stop, off + MAX_NAME)), off, stop);
  }
  return `Login Request user=${name} ${schema}`;
}

function addServer(tree: Tree, session: MysqlSession, start: number, end: number): string {
  const { view } = tree;
  const body = start + HEADER_LEN;
  if (isGreeting(view, start, end)) {
    session.awaitsLogin = true;
    return addGreeting(tree, body, end);
  }
  const code = view.getUint8(body);
  if (code === Response.Error) {
    session.result = "none";
    return addError(tree, body, end);
  }
  if (code === Response.Eof && end - body < 9) {
    tree.add(RESPONSE_CODE, body);
    session.result = session.result === "columns" ? "rows" : "none";
    return "";
  }
  if (session.result !== "none") return "";
  if (code === Response.Eof) {
    session.awaitsAuthentication = true;
    const stop = indexOfOctet(view, body + 1, end, 0);
    tree.value(
      AUTH_METHOD,
      readText(view, body + 1, Math.min(stop, body + MAX_NAME)),
      body + 1,
      stop,
    );
    return "Auth Switch Request ";
  }
  if (code === Response.Ok) {
    tree.add(RESPONSE_CODE, body);
    const rows = body + 1 < end ? view.getUint8(body + 1) : 0xff;
    if (rows < 0xfb) tree.value(AFFECTED, rows, body + 1, body + 2);
    return "Response  OK ";
  }
  tree.value(FIELD_COUNT, code, body, body + 1);
  session.result = "columns";
  return "Response TABULAR ";
}

function addGreeting(tree: Tree, body: number, end: number): string {
  const { view } = tree;
  tree.add(PROTOCOL_VERSION, body);
  const stop = indexOfOctet(view, body + 1, end, 0);
  const version = tree.value(VERSION, readText(view, body + 1, stop), body + 1, stop).raw;
  const fixed = stop + 1;
  if (fixed + 18 <= end) {
    tree.add(THREAD, fixed);
    tree.add(SALT, fixed + 4, 8);
    tree.add(SERVER_CAPABILITIES, fixed + 13);
    tree.add(LANGUAGE, fixed + 15);
    tree.add(SERVER_STATUS, fixed + 16);
  }
  return `Server Greeting  proto=${PROTOCOL_10} version=${version} `;
}

function addError(tree: Tree, body: number, end: number): string {
  const { view } = tree;
  tree.add(RESPONSE_CODE, body);
  if (body + 3 > end) return "Response  Error ";
  tree.add(ERROR_CODE, body + 1);
  let off = body + 3;
  if (off + 6 <= end && view.getUint8(off) === 0x23) {
    tree.add(STATE, off + 1, 5);
    off += 6;
  }
  tree.value(ERROR_MESSAGE, readText(view, off, Math.min(end, off + MAX_NAME)), off, end);
  return `Response  Error ${view.getUint16(body + 1, true)} `;
}

export const MYSQL_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Mysql],
  tcpPorts: [PORT],
  stream: { matches: isGreeting },
  fields: FIELDS,
  dissect,
  messageLength: (view, off, end) =>
    end - off < HEADER_LEN ? 0 : HEADER_LEN + payloadLength(view, off),
};
