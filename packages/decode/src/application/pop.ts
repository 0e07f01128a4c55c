/** POP3, RFC 1939: commands, responses, and the mails that follow a response. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfIgnoringCase, startsWith } from "./ascii.ts";
import { Gathered } from "./gathered.ts";
import { dissectMail } from "./imf.ts";
import { readAscii } from "./name-text.ts";
import { isFromClient } from "./side.ts";
import { linesOf } from "./text-line.ts";

const POP = defineField("pop", "protocol", "Post Office Protocol");
const REQUEST = defineField("pop.request", "string", "Request");
const COMMAND = defineField("pop.request.command", "string", "Request command");
const PARAMETER = defineField("pop.request.parameter", "string", "Request parameter");
const REQUEST_DATA = defineField("pop.request.data", "string", "Data");
const RESPONSE = defineField("pop.response", "string", "Response");
const INDICATOR = defineField("pop.response.indicator", "string", "Response indicator");
const DESCRIPTION = defineField("pop.response.description", "string", "Response description");
const RESPONSE_DATA = defineField("pop.response.data", "string", "Data");

const PORTS = [110];

/** Lines of one payload that are shown. */
const MAX_LINES = 200;
/** Longest greeting that is searched for the protocol's name, in octets. */
const MAX_BANNER = 256;
/** Largest mail that is waited for, in octets. */
const MAX_MAIL = 262_144;

class PopMemory {
  /** Set by STLS until the server's answer. */
  asksForTls = false;
  retrieves = false;
  /** Octets that the response to RETR announced and that have not come. */
  left = 0;
  readonly mail: Gathered = new Gathered();
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { payloadStart: start, payloadEnd: end } = packet;
  const memory = conversation.recall(Protocol.Pop, () => new PopMemory());
  tree.layer("pop", POP.description, start, end);
  if (isFromClient(packet, conversation, PORTS)) addRequest(tree, start, end, memory);
  else if (memory.left > 0) addAnnounced(tree, start, end, memory);
  else if (isResponse(tree.view, start, end)) addResponse(tree, start, end, memory, conversation);
  else dissectMail(tree, "POP", start, end);
}

function isResponse(view: DataView, start: number, end: number): boolean {
  return startsWith(view, start, end, "+OK") || startsWith(view, start, end, "-ERR");
}

function showFirst(tree: Tree, side: "C" | "S", text: string): void {
  tree.summarize(`${side}: ${text}`);
  tree.show("POP", `${side}: ${text}`);
}

function addRequest(tree: Tree, start: number, end: number, memory: PopMemory): void {
  const { view } = tree;
  const [first, ...others] = linesOf(view, start, end, MAX_LINES);
  if (first === undefined) return;
  const text = readAscii(view, first.start, first.end);
  const [command = "", ...parameters] = text.split(" ");
  tree.inside(tree.value(REQUEST, text, first.start, first.end), () => {
    tree.value(COMMAND, command, first.start, Math.min(first.end, first.start + command.length));
    const parameter = parameters.join(" ");
    if (parameter !== "") tree.value(PARAMETER, parameter, first.start, first.end);
  });
  for (const line of others) {
    tree.value(REQUEST_DATA, readAscii(view, line.start, line.end), line.start, line.end);
  }
  memory.asksForTls = /^stls$/i.test(command);
  memory.retrieves = /^(retr|top)$/i.test(command);
  showFirst(tree, "C", text);
}

function addResponse(
  tree: Tree,
  start: number,
  end: number,
  memory: PopMemory,
  conversation: Conversation,
): void {
  const { view } = tree;
  const [first, ...others] = linesOf(view, start, end, MAX_LINES);
  if (first === undefined) return;
  const text = readAscii(view, first.start, first.end);
  const [indicator = ""] = text.split(" ", 1);
  tree.inside(tree.value(RESPONSE, text, first.start, first.end), () => {
    tree.value(
      INDICATOR,
      indicator,
      first.start,
      Math.min(first.end, first.start + indicator.length),
    );
    const description = text.slice(indicator.length + 1);
    if (description !== "") tree.value(DESCRIPTION, description, first.start, first.end);
  });
  for (const line of others) {
    tree.value(RESPONSE_DATA, readAscii(view, line.start, line.end), line.start, line.end);
  }
  const octets = Number(/^\+OK +(\d{1,9}) +octets/i.exec(text)?.[1] ?? 0);
  if (memory.retrieves && octets > 0 && octets <= MAX_MAIL) {
    memory.left = Math.max(0, octets - (end - first.next));
    memory.mail.take();
    memory.mail.add(view, first.next, end);
  }
  if (memory.asksForTls && indicator === "+OK") conversation.protocol = Protocol.Tls;
  memory.asksForTls = false;
  memory.retrieves = false;
  showFirst(tree, "S", text);
}

/** A mail whose size the response told, perhaps over several payloads. */
function addAnnounced(tree: Tree, start: number, end: number, memory: PopMemory): void {
  memory.mail.add(tree.view, start, end);
  memory.left = Math.max(0, memory.left - (end - start));
  if (memory.left > 0) {
    showFirst(tree, "S", `DATA fragment, ${end - start} bytes`);
    return;
  }
  const mail = memory.mail.take();
  tree.reassembled("Reassembled DATA", mail, () => dissectMail(tree, "POP", 0, mail.length));
}

export const POP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Pop],
  tcpPorts: PORTS,
  stream: {
    firstOctets: [0x2b],
    matches: (view, off, end) =>
      startsWith(view, off, end, "+OK") &&
      indexOfIgnoringCase(view, off, Math.min(end, off + MAX_BANNER), "pop") >= 0,
  },
  fields: [
    ...[POP, REQUEST, COMMAND, PARAMETER, REQUEST_DATA],
    ...[RESPONSE, INDICATOR, DESCRIPTION, RESPONSE_DATA],
  ],
  dissect,
};
