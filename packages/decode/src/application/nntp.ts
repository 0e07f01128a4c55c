/** NNTP, RFC 3977: commands, responses, and the articles that follow them. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfIgnoringCase, startsWith } from "./ascii.ts";
import { readAscii } from "./name-text.ts";
import { isFromClient } from "./side.ts";
import { lineEnd } from "./text-line.ts";

const NNTP = defineField("nntp", "protocol", "Network News Transfer Protocol");
const REQUEST = defineField("nntp.request", "boolean", "Request");
const RESPONSE = defineField("nntp.response", "boolean", "Response");

const PORTS = [119];

/** Longest greeting that is searched for the protocol's name, in octets. */
const MAX_BANNER = 256;

interface NntpMemory {
  asksForTls: boolean;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const memory = conversation.recall(Protocol.Nntp, (): NntpMemory => ({ asksForTls: false }));
  const isRequest = isFromClient(packet, conversation, PORTS);
  tree.layer("nntp", NNTP.description, start, end);
  tree.value(isRequest ? REQUEST : RESPONSE, true, start, start);
  const text = readAscii(view, start, lineEnd(view, start, end));
  const info = `${isRequest ? "Request" : "Response"}: ${text}`;
  tree.summarize(info);
  tree.show("NNTP", info);
  if (isRequest) memory.asksForTls = /^starttls *$/i.test(text);
  else if (memory.asksForTls && text.startsWith("382")) conversation.protocol = Protocol.Tls;
}

export const NNTP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Nntp],
  tcpPorts: PORTS,
  stream: {
    firstOctets: [0x32],
    matches: (view, off, end) =>
      (startsWith(view, off, end, "200 ") || startsWith(view, off, end, "201 ")) &&
      indexOfIgnoringCase(view, off, Math.min(end, off + MAX_BANNER), "nntp") >= 0,
  },
  fields: [NNTP, REQUEST, RESPONSE],
  dissect,
};
