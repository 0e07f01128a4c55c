/**
 * FTP's control connection (RFC 959, RFC 2428): commands, replies, and the data connections that they
 * agree on.
 */

import { parseIpv4, parseIpv6 } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfIgnoringCase, startsWith } from "./ascii.ts";
import { readAscii } from "./name-text.ts";
import { isFromClient } from "./side.ts";
import { linesOf, skipBlanks, type TextLine, wordEnd } from "./text-line.ts";

const FTP = defineField("ftp", "protocol", "File Transfer Protocol (FTP)");
const REQUEST = defineField("ftp.request", "boolean", "Request");
const RESPONSE = defineField("ftp.response", "boolean", "Response");
const COMMAND = defineField("ftp.request.command", "string", "Request command");
const ARGUMENT = defineField("ftp.request.arg", "string", "Request arg");
const CODE = defineField("ftp.response.code", "uint32", "Response code");
const TEXT = defineField("ftp.response.arg", "string", "Response arg");
const PASSIVE_ADDRESS = defineField("ftp.passive.ip", "ipv4", "Passive IP address");
const PASSIVE_PORT = defineField("ftp.passive.port", "uint16", "Passive port");
const ACTIVE_ADDRESS = defineField("ftp.active.cip", "ipv4", "Active IP address");
const ACTIVE_PORT = defineField("ftp.active.port", "uint16", "Active port");
const EXTENDED_FAMILY = defineField("ftp.eprt.af", "uint8", "Extended active address family", {
  values: { 1: "IPv4", 2: "IPv6" },
});
const EXTENDED_PORT = defineField("ftp.eprt.port", "uint16", "Extended active port");
const EXTENDED_PASSIVE_PORT = defineField("ftp.epsv.port", "uint16", "Extended passive port");
const DIRECTORY = defineField(
  "ftp.current-working-directory",
  "string",
  "Current working directory",
);

const FIELDS: readonly FieldSpec[] = [
  ...[FTP, REQUEST, RESPONSE, COMMAND, ARGUMENT, CODE, TEXT, PASSIVE_ADDRESS, PASSIVE_PORT],
  ...[ACTIVE_ADDRESS, ACTIVE_PORT, EXTENDED_FAMILY, EXTENDED_PORT, EXTENDED_PASSIVE_PORT],
  DIRECTORY,
];

const PORTS = [21];
const TCP = 6;

/** Lines of one payload that are shown. */
const MAX_LINES = 200;
/** Longest greeting that is searched for the protocol's name, in octets. */
const MAX_BANNER = 256;

class FtpMemory {
  directory = "";
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const memory = conversation.recall(Protocol.Ftp, () => new FtpMemory());
  const isRequest = isFromClient(packet, conversation, PORTS);
  const lines = linesOf(view, start, end, MAX_LINES);
  tree.layer("ftp", FTP.description, start, end);
  for (const line of lines) {
    if (isRequest) addRequest(tree, line, conversation);
    else addResponse(tree, line, conversation, memory);
  }
  tree.value(REQUEST, isRequest, start, start);
  tree.value(RESPONSE, !isRequest, start, start);
  tree.value(DIRECTORY, memory.directory, start, start);
  const first = readAscii(view, start, lines[0]!.end);
  const info = `${isRequest ? "Request" : "Response"}: ${first}`;
  tree.summarize(info);
  tree.show("FTP", info);
}

function addRequest(tree: Tree, line: TextLine, conversation: Conversation): void {
  const { view } = tree;
  const commandEnd = wordEnd(view, line.start, line.end);
  const command = readAscii(view, line.start, commandEnd);
  const argument = skipBlanks(view, commandEnd, line.end);
  tree.value(COMMAND, command, line.start, commandEnd);
  const text = readAscii(view, argument, line.end);
  if (argument < line.end) tree.value(ARGUMENT, text, argument, line.end);
  if (/^port$/i.test(command))
    addPlace(tree, [ACTIVE_ADDRESS, ACTIVE_PORT], text, argument, line.end, conversation);
  if (/^eprt$/i.test(command)) addExtendedActive(tree, text, argument, line.end, conversation);
}

/** RFC 959 §4.1.2: four octets of address and two of port, in decimal. */
function addressAndPort(text: string): { address: number; port: number } | undefined {
  const numbers = /(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})/.exec(text);
  if (numbers === null) return undefined;
  const octets = numbers.slice(1).map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  const [a, b, c, d, high, low] = octets as [number, number, number, number, number, number];
  return { address: ((a << 24) | (b << 16) | (c << 8) | d) >>> 0, port: high * 256 + low };
}

/** The address and the port that data goes to, as PORT and its counterpart 227 tell them. */
function addPlace(
  tree: Tree,
  [address, port]: readonly [address: FieldSpec, port: FieldSpec],
  text: string,
  start: number,
  end: number,
  conversation: Conversation,
): void {
  const place = addressAndPort(text);
  if (place === undefined) return;
  tree.address(address, [place.address], start, end);
  tree.value(port, place.port, start, end);
  conversation.announce(TCP, place.port, Protocol.FtpData);
}

/** RFC 2428 §2: `|1|192.0.2.1|6275|`, with any delimiter. */
function addExtendedActive(
  tree: Tree,
  text: string,
  start: number,
  end: number,
  conversation: Conversation,
): void {
  const [, family, address, port] = text.split(text[0] ?? "|");
  const number = portNumber(port);
  if (number === undefined) return;
  const isAddress = family === "2" ? parseIpv6(address ?? "") : parseIpv4(address ?? "");
  if (isAddress === undefined) return;
  tree.value(EXTENDED_FAMILY, Number(family), start, end);
  tree.value(EXTENDED_PORT, number, start, end);
  conversation.announce(TCP, number, Protocol.FtpData);
}

function portNumber(text: string | undefined): number | undefined {
  const port = /^\d{1,5}$/.test(text ?? "") ? Number(text) : 0;
  return port > 0 && port <= 65_535 ? port : undefined;
}

/** Three digits and a space or hyphen; other lines continue a reply (RFC 959 §4.2). */
function addResponse(
  tree: Tree,
  line: TextLine,
  conversation: Conversation,
  memory: FtpMemory,
): void {
  const { view } = tree;
  const whole = readAscii(view, line.start, line.end);
  const code = /^([1-6]\d\d)[ -]?/.exec(whole);
  const start = line.start + (code?.[0].length ?? 0);
  const text = whole.slice(code?.[0].length ?? 0);
  if (code !== null) tree.value(CODE, Number(code[1]), line.start, line.start + 3);
  tree.value(TEXT, text, start, line.end);
  switch (code?.[1]) {
    case "227":
      addPlace(tree, [PASSIVE_ADDRESS, PASSIVE_PORT], text, start, line.end, conversation);
      return;
    case "229":
      addExtendedPassive(tree, text, start, line.end, conversation);
      return;
    case "257":
      memory.directory = /"(.*)"/.exec(text)?.[1]?.replaceAll('""', '"') ?? memory.directory;
      return;
    default:
      return;
  }
}

/** RFC 2428 §3: `(|||6446|)`. */
function addExtendedPassive(
  tree: Tree,
  text: string,
  start: number,
  end: number,
  conversation: Conversation,
): void {
  const port = portNumber(/\((.)\1\1(\d{1,5})\1\)/.exec(text)?.[2]);
  if (port === undefined) return;
  tree.value(EXTENDED_PASSIVE_PORT, port, start, end);
  conversation.announce(TCP, port, Protocol.FtpData);
}

export const FTP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Ftp],
  tcpPorts: PORTS,
  stream: {
    firstOctets: [0x32],
    matches: (view, off, end) =>
      startsWith(view, off, end, "220") &&
      indexOfIgnoringCase(view, off, Math.min(end, off + MAX_BANNER), "smtp") < 0 &&
      indexOfIgnoringCase(view, off, Math.min(end, off + MAX_BANNER), "ftp") >= 0,
  },
  fields: FIELDS,
  dissect,
};
