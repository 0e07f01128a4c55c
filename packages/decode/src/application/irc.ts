/** IRC, RFC 1459 and RFC 2812: messages of a prefix, a command, parameters and a trailing text. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { readAscii } from "./name-text.ts";
import { isFromClient } from "./side.ts";
import { linesOf, type TextLine, wholeLines } from "./text-line.ts";

const IRC = defineField("irc", "protocol", "Internet Relay Chat");
const CTCP = defineField("irc.ctcp", "string", "CTCP Data");

/** The same parts under the names that they have in each direction. */
const REQUEST = {
  line: defineField("irc.request", "string", "Request"),
  prefix: defineField("irc.request.prefix", "string", "Prefix"),
  command: defineField("irc.request.command", "string", "Command"),
  parameter: defineField("irc.request.command_parameter", "string", "Parameter"),
  trailer: defineField("irc.request.trailer", "string", "Trailer"),
};
const RESPONSE = {
  line: defineField("irc.response", "string", "Response"),
  prefix: defineField("irc.response.prefix", "string", "Prefix"),
  command: defineField("irc.response.command", "string", "Command"),
  parameter: defineField("irc.response.command_parameter", "string", "Parameter"),
  trailer: defineField("irc.response.trailer", "string", "Trailer"),
};
const NUMERIC = defineField("irc.response.num_command", "uint16", "Command");

const PORTS = [6667, 57_000];

/** Messages of one payload that are shown. */
const MAX_LINES = 200;
/** Longest line that is waited for; RFC 2812 §2.3 allows 512 octets. */
const MAX_LINE = 16_384;
/** Parameters of one message; RFC 2812 §2.3 allows 15. */
const MAX_PARAMETERS = 32;

interface IrcMemory {
  asksForTls: boolean;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { payloadStart: start, payloadEnd: end } = packet;
  const memory = conversation.recall(Protocol.Irc, (): IrcMemory => ({ asksForTls: false }));
  const isRequest = isFromClient(packet, conversation, PORTS);
  tree.layer("irc", IRC.description, start, end);
  let info = isRequest ? "Request" : "Response";
  for (const line of linesOf(tree.view, start, end, MAX_LINES)) {
    if (line.end === line.start) continue;
    const command = addMessage(tree, line, isRequest);
    if (command !== "") info += ` (${command})`;
    if (isRequest) memory.asksForTls = command.toUpperCase() === "STARTTLS";
    else if (memory.asksForTls && command === "670") conversation.protocol = Protocol.Tls;
  }
  tree.summarize(info);
  tree.show("IRC", info);
}

/** @returns the command */
function addMessage(tree: Tree, line: TextLine, isRequest: boolean): string {
  const names = isRequest ? REQUEST : RESPONSE;
  const { start, end } = line;
  const text = readAscii(tree.view, start, end);
  const [, prefix, rest = ""] = /^(?::([^ ]*) *)?(.*)$/.exec(text) ?? [];
  const mark = rest.indexOf(" :");
  const trailer = mark < 0 ? undefined : rest.slice(mark + 2);
  const words = (mark < 0 ? rest : rest.slice(0, mark)).split(" ").filter((word) => word !== "");
  const [command = "", ...parameters] = words;
  tree.inside(tree.value(names.line, text, start, end), () => {
    if (prefix !== undefined) tree.value(names.prefix, prefix, start, end);
    if (!isRequest && /^\d{3}$/.test(command)) tree.value(NUMERIC, Number(command), start, end);
    else tree.value(names.command, command, start, end);
    for (const parameter of parameters.slice(0, MAX_PARAMETERS)) {
      tree.value(names.parameter, parameter, start, end);
    }
    if (trailer === undefined) return;
    tree.value(names.trailer, trailer, start, end);
    const [, tagged] = /^\\x01(.*)\\x01$/.exec(trailer) ?? [];
    if (tagged !== undefined) tree.value(CTCP, tagged, start, end);
  });
  return command;
}

export const IRC_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Irc],
  tcpPorts: PORTS,
  fields: [IRC, CTCP, NUMERIC, ...Object.values(REQUEST), ...Object.values(RESPONSE)],
  dissect,
  messageLength: (view, off, end) =>
    wholeLines(view, off, end) || (end - off > MAX_LINE ? end - off : 0),
};
