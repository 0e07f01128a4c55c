/** SMTP, RFC 5321: commands, replies, and the mail that DATA or BDAT (RFC 3030) carries. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfIgnoringCase, startsWith } from "./ascii.ts";
import { Gathered } from "./gathered.ts";
import { dissectMail, IMF_FIELDS } from "./imf.ts";
import { dissectText } from "./media-body.ts";
import { MULTIPART_FIELDS } from "./multipart.ts";
import { readAscii } from "./name-text.ts";
import { isFromClient } from "./side.ts";
import { linesOf, nextLine, type TextLine, wholeLines } from "./text-line.ts";

const SMTP = defineField("smtp", "protocol", "Simple Mail Transfer Protocol");
const REQUEST = defineField("smtp.req", "boolean", "Request");
const RESPONSE = defineField("smtp.rsp", "boolean", "Response");
const COMMAND_LINE = defineField("smtp.command_line", "string", "Command Line");
const COMMAND = defineField("smtp.req.command", "string", "Command");
const PARAMETER = defineField("smtp.req.parameter", "string", "Request parameter");
const RESPONSE_LINE = defineField("smtp.response", "string", "Response");
const CODE = defineField("smtp.response.code", "uint32", "Response code");
const RESPONSE_TEXT = defineField("smtp.rsp.parameter", "string", "Response parameter");
const MESSAGE = defineField("smtp.message", "string", "Message");
const USER = defineField("smtp.auth.username", "string", "Username");
const PASSWORD = defineField("smtp.auth.password", "string", "Password");
const USER_PASSWORD = defineField("smtp.auth.username_password", "string", "Username/Password");

const PORTS = [25, 587];

/** Lines of one payload that are shown. */
const MAX_LINES = 100;
/** Longest greeting that is searched for the protocol's name, in octets. */
const MAX_BANNER = 256;
/** Longest line that is waited for; RFC 5321 §4.5.3.1 allows 1,000 octets. */
const MAX_LINE = 16_384;
/** Octets of a part of a mail that are kept as a field. */
const MAX_MESSAGE = 1024;

const END_OF_MAIL = "\r\n.\r\n";

type Expected = "commands" | "mail" | "user" | "password" | "credentials";

class SmtpMemory {
  /** What the client sends next. */
  expected: Expected = "commands";
  /** Octets of the chunk that BDAT announced and that have not come. */
  chunkLeft = 0;
  isLastChunk = false;
  /** Set by STARTTLS until the server's answer. */
  asksForTls = false;
  readonly mail: Gathered = new Gathered();
}

function memoryOf(conversation: Conversation): SmtpMemory {
  return conversation.recall(Protocol.Smtp, () => new SmtpMemory());
}

function messageLength(
  view: DataView,
  off: number,
  end: number,
  conversation: Conversation,
  packet: Packet,
): number {
  const memory = memoryOf(conversation);
  if (!isFromClient(packet, conversation, PORTS)) return responseLength(view, off, end);
  if (memory.chunkLeft > 0) return Math.min(end - off, memory.chunkLeft);
  if (memory.expected === "mail") return mailLength(view, off, end);
  const command = nextLine(view, off, end);
  if (isSwitch(view, off, command)) return command - off;
  return wholeLines(view, off, end) || (end - off > MAX_LINE ? end - off : 0);
}

/** True for commands behind which the client sends no commands. */
function isSwitch(view: DataView, off: number, end: number): boolean {
  return ["data", "bdat ", "starttls"].some(
    (command) => indexOfIgnoringCase(view, off, Math.min(end, off + 8), command) === off,
  );
}

/** To the end of the mail, or as far as the segment goes. */
function mailLength(view: DataView, off: number, end: number): number {
  if (startsWith(view, off, end, ".\r\n")) return 3;
  const stop = indexOfIgnoringCase(view, off, end, END_OF_MAIL);
  return stop < 0 ? end - off : stop + END_OF_MAIL.length - off;
}

/** Replies come whole: a hyphen behind the code says that more lines follow (RFC 5321 §4.2.1). */
function responseLength(view: DataView, off: number, end: number): number {
  const whole = wholeLines(view, off, end);
  if (whole === 0) return end - off > MAX_LINE ? end - off : 0;
  const last = linesOf(view, off, off + whole, MAX_LINE).at(-1);
  const continues =
    last !== undefined &&
    /^\d{3}-/.test(readAscii(view, last.start, Math.min(last.end, last.start + 4)));
  return continues && whole < MAX_LINE ? 0 : whole;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { payloadStart: start, payloadEnd: end } = packet;
  const memory = memoryOf(conversation);
  const isRequest = isFromClient(packet, conversation, PORTS);
  tree.layer("smtp", SMTP.description, start, end);
  if (isRequest && (memory.expected === "mail" || memory.chunkLeft > 0)) {
    addMail(tree, start, end, memory);
    return;
  }
  const lines = linesOf(tree.view, start, end, MAX_LINES);
  const said = lines.map((line) =>
    isRequest ? addCommand(tree, line, memory) : addResponse(tree, line, memory, conversation),
  );
  tree.value(isRequest ? REQUEST : RESPONSE, true, start, start);
  const info = `${isRequest ? "C" : "S"}: ${said.join(" | ")}`;
  tree.summarize(info);
  tree.show("SMTP", info);
}

/** @returns what the packet list shows of the line */
function addCommand(tree: Tree, line: TextLine, memory: SmtpMemory): string {
  const { view } = tree;
  const text = readAscii(view, line.start, line.end);
  if (memory.expected !== "commands") return addCredentials(tree, line, text, memory);
  const command = text.slice(0, 4).toUpperCase() === "STAR" ? text.slice(0, 8) : text.slice(0, 4);
  tree.inside(
    tree.value(COMMAND_LINE, readAscii(view, line.start, line.next), line.start, line.next),
    () => {
      tree.value(COMMAND, command, line.start, Math.min(line.end, line.start + command.length));
      const parameter = text.slice(command.length + 1);
      const at = Math.min(line.end, line.start + command.length + 1);
      if (parameter !== "") tree.value(PARAMETER, parameter, at, line.end);
    },
  );
  follow(command.toUpperCase(), text, memory);
  return text;
}

function follow(command: string, text: string, memory: SmtpMemory): void {
  switch (command) {
    case "DATA":
      memory.expected = "mail";
      return;
    case "BDAT": {
      const [, octets, last] = /^bdat +(\d{1,9})( +last)?/i.exec(text) ?? [];
      memory.chunkLeft = Number(octets ?? 0);
      memory.isLastChunk = last !== undefined;
      return;
    }
    case "STARTTLS":
      memory.asksForTls = true;
      return;
    case "AUTH":
      if (/^auth +login *$/i.test(text)) memory.expected = "user";
      else if (/^auth +login /i.test(text)) memory.expected = "password";
      else if (/^auth +plain *$/i.test(text)) memory.expected = "credentials";
      return;
    default:
      return;
  }
}

/** The answers to AUTH (RFC 4954), in base 64 as they were sent. */
function addCredentials(tree: Tree, line: TextLine, text: string, memory: SmtpMemory): string {
  const { start, end } = line;
  switch (memory.expected) {
    case "user":
      tree.value(USER, text, start, end);
      memory.expected = "password";
      return `User: ${text}`;
    case "password":
      tree.value(PASSWORD, text, start, end);
      memory.expected = "commands";
      return `Pass: ${text}`;
    default:
      tree.value(USER_PASSWORD, text, start, end);
      memory.expected = "commands";
      return text;
  }
}

/** @returns what the packet list shows of the line */
function addResponse(
  tree: Tree,
  line: TextLine,
  memory: SmtpMemory,
  conversation: Conversation,
): string {
  const { view } = tree;
  const text = readAscii(view, line.start, line.end);
  const [, digits, mark] = /^([2-5]\d\d)([ -]?)/.exec(text) ?? [];
  const isFirst = line.start === tree.packet.payloadStart;
  tree.inside(
    tree.value(RESPONSE_LINE, readAscii(view, line.start, line.next), line.start, line.next),
    () => {
      if (digits !== undefined) tree.value(CODE, Number(digits), line.start, line.start + 3);
      if (text.length > 4)
        tree.value(RESPONSE_TEXT, text.slice(4), Math.min(line.end, line.start + 4), line.end);
    },
  );
  if (digits !== undefined && mark !== "-") heed(Number(digits), memory, conversation);
  return isFirst || digits === undefined ? text : text.slice(4);
}

/** What a final reply changes. */
function heed(code: number, memory: SmtpMemory, conversation: Conversation): void {
  if (memory.asksForTls && code === 220) conversation.protocol = Protocol.Tls;
  memory.asksForTls = false;
  if (code >= 400) memory.expected = "commands";
}

function addMail(tree: Tree, start: number, end: number, memory: SmtpMemory): void {
  const { view } = tree;
  const isChunk = memory.chunkLeft > 0;
  const dot = isChunk ? -1 : endOfMail(view, start, end);
  const dataEnd = dot < 0 ? end : dot;
  memory.mail.add(view, start, dataEnd);
  if (isChunk) memory.chunkLeft = Math.max(0, memory.chunkLeft - (end - start));
  if (dataEnd > start) {
    tree.value(
      MESSAGE,
      readAscii(view, start, Math.min(dataEnd, start + MAX_MESSAGE)),
      start,
      dataEnd,
    );
  }
  const isComplete = isChunk ? memory.isLastChunk && memory.chunkLeft === 0 : dot >= 0;
  if (!isComplete) {
    const info = `C: DATA fragment, ${end - start} bytes`;
    tree.summarize(info);
    tree.show("SMTP", info);
    dissectText(tree, { name: "", parameters: "" }, start, end);
    return;
  }
  memory.expected = "commands";
  const mail = memory.mail.take();
  tree.summarize("C: .");
  if (mail.length === 0) tree.show("SMTP", "C: .");
  else tree.reassembled("Reassembled DATA", mail, () => dissectMail(tree, "SMTP", 0, mail.length));
}

/** Offset of the line with the single full stop, the line break before it left in the mail; -1 without. */
function endOfMail(view: DataView, start: number, end: number): number {
  if (startsWith(view, start, end, ".\r\n")) return start;
  const stop = end - END_OF_MAIL.length;
  return stop >= start && startsWith(view, stop, end, END_OF_MAIL) ? stop + 2 : -1;
}

export const SMTP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Smtp],
  tcpPorts: PORTS,
  stream: {
    firstOctets: [0x32],
    matches: (view, off, end) =>
      startsWith(view, off, end, "220") &&
      indexOfIgnoringCase(view, off, Math.min(end, off + MAX_BANNER), "smtp") >= 0,
  },
  fields: [
    ...[SMTP, REQUEST, RESPONSE, COMMAND_LINE, COMMAND, PARAMETER, RESPONSE_LINE, CODE],
    ...[RESPONSE_TEXT, MESSAGE, USER, PASSWORD, USER_PASSWORD],
    ...IMF_FIELDS,
    ...MULTIPART_FIELDS,
  ],
  dissect,
  messageLength,
};
