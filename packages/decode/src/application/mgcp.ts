/** MGCP, RFC 3435: commands and responses between call agents and gateways. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet, startsWith } from "./ascii.ts";
import { readAscii } from "./name-text.ts";
import { lineEnd } from "./text-line.ts";

const MGCP = defineField("mgcp", "protocol", "Media Gateway Control Protocol");
const REQUEST = defineField("mgcp.req", "boolean", "Request");
const RESPONSE = defineField("mgcp.rsp", "boolean", "Response");
const VERB = defineField("mgcp.req.verb", "string", "Verb");
const ENDPOINT = defineField("mgcp.req.endpoint", "string", "Endpoint");
const TRANSACTION = defineField("mgcp.transid", "string", "Transaction ID");
const VERSION = defineField("mgcp.version", "string", "Version");
const CODE = defineField("mgcp.rsp.rspcode", "uint32", "Response Code");
const TEXT = defineField("mgcp.rsp.rspstring", "string", "Response String");

/** Some gateways end their lines with it alone. */
const CARRIAGE_RETURN = 0x0d;

const VERBS = ["EPCF", "CRCX", "MDCX", "DLCX", "RQNT", "NTFY", "AUEP", "AUCX", "RSIP", "MESG"].map(
  (verb) => `${verb} `,
);

/** Octets that a command may begin with. */
const FIRST_OCTETS = [...new Set(VERBS.map((verb) => verb.charCodeAt(0)))];

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const line = indexOfOctet(view, start, lineEnd(view, start, end), CARRIAGE_RETURN);
  const text = readAscii(view, start, line);
  const isRequest = startsVerb(view, start, end);
  const response = /^(\d{3}) +(\d{1,9})(?: +(.*))?$/.exec(text.trimEnd());
  if (!isRequest && response === null) return;
  tree.layer("mgcp", MGCP.description, start, end);
  if (isRequest) {
    const [verb = "", transaction = "", endpoint = "", ...version] = text.split(" ");
    tree.value(REQUEST, true, start, start);
    tree.value(VERB, verb, start, line);
    tree.value(TRANSACTION, transaction, start, line);
    tree.value(ENDPOINT, endpoint, start, line);
    tree.value(VERSION, version.join(" "), start, line);
  } else {
    tree.value(RESPONSE, true, start, start);
    tree.value(CODE, Number(response?.[1]), start, line);
    tree.value(TRANSACTION, response?.[2] ?? "", start, line);
    if (response?.[3] !== undefined) tree.value(TEXT, response[3], start, line);
  }
  tree.summarize(text);
  tree.show("MGCP", text);
}

function startsVerb(view: DataView, off: number, end: number): boolean {
  for (let i = 0; i < VERBS.length; i += 1) {
    if (startsWith(view, off, end, VERBS[i]!)) return true;
  }
  return false;
}

/** A verb, and the protocol's name in the same line. */
function matches(view: DataView, off: number, end: number): boolean {
  if (!startsVerb(view, off, end)) return false;
  const line = lineEnd(view, off, Math.min(end, off + 512));
  for (let at = off; at < line; at += 1) if (startsWith(view, at, line, " MGCP ")) return true;
  return false;
}

export const MGCP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Mgcp],
  tcpPorts: [2427, 2727],
  udpPorts: [2427, 2727],
  datagram: { firstOctets: FIRST_OCTETS, matches },
  fields: [MGCP, REQUEST, RESPONSE, VERB, ENDPOINT, TRANSACTION, VERSION, CODE, TEXT],
  dissect,
};
