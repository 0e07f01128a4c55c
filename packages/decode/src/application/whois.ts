/** WHOIS, RFC 3912: a line asks, and text answers until the connection is closed. */

import { FieldList } from "../field-list.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { readText } from "./name-text.ts";
import { PacketTime } from "./packet-times.ts";
import { lineEnd, lineLength } from "./text-line.ts";

const PORT = 43;
/** Longest question that is waited for; servers refuse shorter ones already. */
const MAX_QUERY = 1024;
/** Lines of an answer that are shown. */
const MAX_LINES = 1024;
/** Octets of a question or a line that the packet list shows. */
const MAX_SHOWN = 128;

const list = new FieldList();
list.define("whois", "protocol", "WHOIS");
const QUERY = list.define("whois.query", "string", "Query");
const ANSWER = list.define("whois.answer", "string", "Answer");
const ANSWER_TO = list.define("whois.answer_to", "frameNumber", "Query In");
const RESPONSE_TIME = list.define("whois.response_time", "relativeTime", "Response Time");

class Memory {
  query: string | undefined = undefined;
  asked: PacketTime | undefined = undefined;
}

function memoryOf(conversation: Conversation): Memory {
  return conversation.recall(Protocol.Whois, () => new Memory());
}

function isAnswer(packet: Packet): boolean {
  return packet.sourcePort === PORT;
}

function messageLength(
  view: DataView,
  off: number,
  end: number,
  _conversation: Conversation,
  packet: Packet,
): number {
  if (isAnswer(packet)) return Number.POSITIVE_INFINITY;
  return lineLength(view, off, end) || (end - off < MAX_QUERY ? 0 : end - off);
}

/** The line at `off` without its end. */
function lineText(view: DataView, off: number, end: number): string {
  return readText(view, off, Math.min(lineEnd(view, off, end), off + MAX_SHOWN));
}

/** What was asked; where that was not captured, what the answer begins with. */
function answerInfo(view: DataView, start: number, end: number, memory: Memory): string {
  return `Answer: ${memory.query ?? lineText(view, start, end)}`;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const memory = memoryOf(conversation);
  tree.layer("whois", "WHOIS", start, end);
  let info: string;
  if (isAnswer(packet)) {
    info = answerInfo(view, start, end, memory);
    addAnswer(tree, start, end, memory);
  } else {
    memory.query = lineText(view, start, end);
    memory.asked = new PacketTime(packet);
    info = `Query: ${memory.query}`;
    tree.add(QUERY, start, end - start);
  }
  tree.summarize(info);
  tree.show("WHOIS", info);
}

function addAnswer(tree: Tree, start: number, end: number, { asked }: Memory): void {
  if (asked !== undefined) {
    tree.value(ANSWER_TO, asked.number, start, start);
    tree.value(RESPONSE_TIME, asked.since(tree.packet), start, start);
  }
  let off = start;
  for (let count = 0; count < MAX_LINES && off < end; count += 1) {
    const length = lineLength(tree.view, off, end) || end - off;
    tree.add(ANSWER, off, length);
    off += length;
  }
}

/** An answer under way has the question in its row; a question that is not whole tells nothing. */
function begin(packet: Packet, _tree: Tree, conversation: Conversation): string | undefined {
  if (!isAnswer(packet)) return undefined;
  const { view, payloadStart, payloadEnd } = packet;
  return answerInfo(view, payloadStart, payloadEnd, memoryOf(conversation));
}

export const WHOIS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Whois],
  tcpPorts: [PORT],
  fields: list.specs,
  dissect,
  messageLength,
  begin,
};
