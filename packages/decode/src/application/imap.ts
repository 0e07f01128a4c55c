/** IMAP4rev1, RFC 3501: tagged commands and the responses to them, literals included. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfIgnoringCase, startsWith } from "./ascii.ts";
import { dissectMail } from "./imf.ts";
import { readAscii } from "./name-text.ts";
import { isFromClient } from "./side.ts";
import { linesOf, nextLine, type TextLine } from "./text-line.ts";

const IMAP = defineField("imap", "protocol", "Internet Message Access Protocol");
const IS_REQUEST = defineField("imap.isrequest", "boolean", "Request");
const LINE = defineField("imap.line", "string", "Line");
const REQUEST = defineField("imap.request", "string", "Request");
const REQUEST_TAG = defineField("imap.request_tag", "string", "Request Tag");
const REQUEST_COMMAND = defineField("imap.request.command", "string", "Request Command");
const REQUEST_FOLDER = defineField("imap.request.folder", "string", "Request Folder");
const REQUEST_USER = defineField("imap.request.username", "string", "Request Username");
const REQUEST_PASSWORD = defineField("imap.request.password", "string", "Request Password");
const IS_UID = defineField("imap.request.command.uid", "boolean", "Request isUID");
const RESPONSE = defineField("imap.response", "string", "Response");
const RESPONSE_TAG = defineField("imap.response_tag", "string", "Response Tag");
const RESPONSE_COMMAND = defineField("imap.response.command", "string", "Response Command");
const RESPONSE_STATUS = defineField("imap.response.status", "string", "Response Status");

const PORTS = [143];

/** Lines of one payload that are shown. */
const MAX_LINES = 200;
/** Longest greeting that is searched for the protocol's name, in octets. */
const MAX_BANNER = 256;
/** Longest line that is waited for; RFC 7162 §4 asks for 8,192 octets. */
const MAX_LINE = 16_384;
/** Largest literal that is waited for, in octets. */
const MAX_LITERAL = 262_144;

class ImapMemory {
  /** Tag of a STARTTLS that was not answered yet. */
  tlsTag = "";
  /** Command by tag, of those that were not answered yet. */
  readonly commands: Map<string, string> = new Map();
}

/** Commands that are remembered until their answer. */
const MAX_COMMANDS = 64;

/** The line at `off`, with the literals in it and the line that goes on behind each (RFC 3501 §4.3). */
function messageLength(view: DataView, off: number, end: number): number {
  let at = off;
  while (at < end) {
    const next = nextLine(view, at, end);
    if (view.getUint8(next - 1) !== 0x0a) return end - off > MAX_LINE ? end - off : 0;
    const size = literalSize(view, at, next);
    if (size < 0) return next - off;
    if (size > MAX_LITERAL) return end - off;
    at = next + size;
    if (at > end) return 0;
  }
  return 0;
}

/** Octets of the literal that a line announces at its end: `{310}`; -1 where it announces none. */
function literalSize(view: DataView, start: number, next: number): number {
  const tail = readAscii(view, Math.max(start, next - 16), next);
  const digits = /\{(\d{1,10})\+?\}\\r\\n$/.exec(tail);
  return digits === null ? -1 : Number(digits[1]);
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const memory = conversation.recall(Protocol.Imap, () => new ImapMemory());
  const isRequest = isFromClient(packet, conversation, PORTS);
  const lines = linesOf(view, start, end, MAX_LINES);
  tree.layer("imap", IMAP.description, start, end);
  tree.value(IS_REQUEST, isRequest, start, start);
  const text = readAscii(view, start, lines[0]!.end);
  const info = `${isRequest ? "Request" : "Response"}: ${text}`;
  tree.summarize(info);
  if (!tree.shown?.protocol.startsWith("IMAP")) tree.show("IMAP", info);
  for (const line of lines) {
    const whole = readAscii(view, line.start, line.next);
    tree.inside(tree.value(LINE, whole, line.start, line.next), () => {
      if (isRequest) addRequest(tree, line, memory);
      else addResponse(tree, line, memory, conversation);
    });
    const size = literalSize(view, line.start, line.next);
    if (size < 0) continue;
    if (!isRequest) addLiteral(tree, line, size, end);
    return;
  }
}

/** A literal that answers a FETCH of a message or its header. */
function addLiteral(tree: Tree, line: TextLine, size: number, end: number): void {
  const text = readAscii(tree.view, line.start, Math.min(line.end, line.start + MAX_BANNER));
  const isMail = /(?:BODY|RFC822)(?:\[(?:HEADER[^\]]*)?\]|\.HEADER)?(?:<\d+>)? *\{\d+\}$/i.test(
    text,
  );
  const stop = Math.min(end, line.next + size);
  if (isMail && stop > line.next) dissectMail(tree, "IMAP", line.next, stop);
}

function addRequest(tree: Tree, line: TextLine, memory: ImapMemory): void {
  const { start, end } = line;
  const [tag = "", ...words] = readAscii(tree.view, start, end).split(" ");
  tree.value(REQUEST_TAG, tag, start, Math.min(end, start + tag.length));
  const isUid = words[0]?.toUpperCase() === "UID";
  const [command = "", ...parameters] = isUid ? words.slice(1) : words;
  tree.value(IS_UID, isUid, start, start);
  tree.value(REQUEST_COMMAND, command, start, end);
  tree.value(REQUEST, words.join(" "), Math.min(end, start + tag.length + 1), end);
  if (memory.commands.size < MAX_COMMANDS) memory.commands.set(tag, command.toUpperCase());
  addParameters(tree, command.toUpperCase(), parameters, line);
  if (command.toUpperCase() === "STARTTLS") memory.tlsTag = tag;
}

function addParameters(
  tree: Tree,
  command: string,
  [first, second]: readonly string[],
  { start, end }: TextLine,
): void {
  if (first === undefined) return;
  const unquoted = first.replace(/^"(.*)"$/, "$1");
  switch (command) {
    case "LOGIN":
      tree.value(REQUEST_USER, unquoted, start, end);
      if (second !== undefined) {
        tree.value(REQUEST_PASSWORD, second.replace(/^"(.*)"$/, "$1"), start, end);
      }
      return;
    case "SELECT":
    case "EXAMINE":
    case "CREATE":
    case "DELETE":
    case "STATUS":
      tree.value(REQUEST_FOLDER, unquoted, start, end);
      return;
    default:
      return;
  }
}

function addResponse(
  tree: Tree,
  line: TextLine,
  memory: ImapMemory,
  conversation: Conversation,
): void {
  const { start, end } = line;
  const [tag = "", ...words] = readAscii(tree.view, start, end).split(" ");
  const [status = ""] = words;
  tree.value(RESPONSE_TAG, tag, start, Math.min(end, start + tag.length));
  tree.value(RESPONSE, words.join(" "), Math.min(end, start + tag.length + 1), end);
  if (/^(ok|no|bad|bye|preauth)$/i.test(status)) tree.value(RESPONSE_STATUS, status, start, end);
  const command = memory.commands.get(tag);
  if (command === undefined) return;
  memory.commands.delete(tag);
  tree.value(RESPONSE_COMMAND, command, start, start);
  if (tag === memory.tlsTag && status.toUpperCase() === "OK") conversation.protocol = Protocol.Tls;
}

export const IMAP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Imap],
  tcpPorts: PORTS,
  stream: {
    firstOctets: [0x2a],
    matches: (view, off, end) =>
      startsWith(view, off, end, "* OK") &&
      indexOfIgnoringCase(view, off, Math.min(end, off + MAX_BANNER), "imap") >= 0,
  },
  fields: [
    ...[IMAP, IS_REQUEST, LINE, REQUEST, REQUEST_TAG, REQUEST_COMMAND, REQUEST_FOLDER],
    ...[REQUEST_USER, REQUEST_PASSWORD, IS_UID],
    ...[RESPONSE, RESPONSE_TAG, RESPONSE_COMMAND, RESPONSE_STATUS],
  ],
  dissect,
  messageLength,
  begin: (_packet, tree) => {
    tree.mention("imap");
    return undefined;
  },
};
