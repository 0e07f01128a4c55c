/** XMPP, RFC 6120: the stanzas of a stream of XML, and the switch to TLS inside it. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfIgnoringCase, startsWith } from "./ascii.ts";
import { readAscii } from "./name-text.ts";
import { isFromClient } from "./side.ts";
import { dissectXml } from "./xml.ts";

const XMPP = defineField("xmpp", "protocol", "XMPP Protocol");
const ID = defineField("xmpp.id", "string", "id");
const TYPE = defineField("xmpp.type", "string", "type");
const FROM = defineField("xmpp.from", "string", "from");
const TO = defineField("xmpp.to", "string", "to");

const PORTS = [5222, 5269];

/** Octets of a payload that are searched for its first element and what is in it. */
const MAX_SEARCHED = 2048;
/** Largest stanza that is waited for, in octets; servers refuse from 10,000 on (RFC 6120 §13.12). */
const MAX_STANZA = 65_536;

const GREATER = 0x3e;

interface Element {
  readonly name: string;
  readonly attributes: string;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const text = readAscii(view, start, Math.min(end, start + MAX_SEARCHED));
  const elements = elementsOf(text);
  tree.layer("xmpp", XMPP.description, start, end);
  const info = summaryOf(text, elements, isFromClient(packet, conversation, PORTS));
  tree.summarize(info);
  const first = elements.find(({ name }) => !name.startsWith("?"));
  if (first !== undefined) addAttributes(tree, first, start, end);
  dissectXml(tree, start, end);
  tree.show("XMPP/XML", info);
  if (first?.name === "proceed") conversation.protocol = Protocol.Tls;
}

function addAttributes(tree: Tree, element: Element, start: number, end: number): void {
  for (const [spec, name] of [
    [ID, "id"],
    [TYPE, "type"],
    [FROM, "from"],
    [TO, "to"],
  ] as const) {
    const value = attribute(element, name);
    if (value !== undefined) tree.value(spec, value, start, end);
  }
}

/** The first tags of the text, closing ones left out. */
function elementsOf(text: string): Element[] {
  const elements: Element[] = [];
  for (const [, name = "", attributes = ""] of text.matchAll(/<([^\s<>/!]+)((?:[\s/][^<>]*)?)>/g)) {
    elements.push({ name, attributes });
  }
  return elements;
}

function attribute({ attributes }: Element, name: string): string | undefined {
  const found = new RegExp(`(?<=[\\s]|^)${name}=(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found?.[1] ?? found?.[2];
}

function summaryOf(text: string, elements: readonly Element[], fromClient: boolean): string {
  const [first, second] = elements.filter(({ name }) => !name.startsWith("?"));
  if (first === undefined) return text.startsWith("</stream:stream") ? "STREAM END" : "XML ";
  switch (first.name) {
    case "stream:stream":
      return `STREAM ${fromClient ? ">" : "<"} ${attribute(first, fromClient ? "to" : "from") ?? ""} `;
    case "stream:features":
      return "FEATURES ";
    case "iq":
      return `IQ(${attribute(first, "type") ?? ""}) ${payloadName(second)}${otherSide(first, fromClient)}`;
    case "message":
    case "presence":
      return `${first.name.toUpperCase()} ${otherSide(first, fromClient)}`;
    case "auth":
    case "challenge":
    case "response":
    case "success":
    case "failure":
    case "proceed":
    case "starttls":
      return first.name.toUpperCase();
    default:
      return "UNKNOWN PACKET ";
  }
}

/** `QUERY(disco#info) `: what an IQ stanza asks for, and in which namespace. */
function payloadName(element: Element | undefined): string {
  if (element === undefined) return "";
  const namespace = attribute(element, "xmlns") ?? "";
  const short = namespace.slice(namespace.lastIndexOf("/") + 1);
  const isQuery = element.name === "query" && short !== "";
  return `${element.name.toUpperCase()}${isQuery ? `(${short})` : ""} `;
}

function otherSide(element: Element, fromClient: boolean): string {
  const other = attribute(element, fromClient ? "to" : "from");
  return other === undefined ? "" : `${fromClient ? ">" : "<"} ${other} `;
}

/** A segment that ends inside a tag is waited for; where stanzas end is not followed. */
function messageLength(view: DataView, off: number, end: number): number {
  const isWhole = view.getUint8(end - 1) === GREATER || view.getUint8(off) <= 0x20;
  return isWhole || end - off > MAX_STANZA ? end - off : 0;
}

export const XMPP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Xmpp],
  tcpPorts: PORTS,
  stream: {
    firstOctets: [0x3c],
    matches: (view, off, end) =>
      startsWith(view, off, end, "<stream:stream") ||
      (startsWith(view, off, end, "<?xml") &&
        indexOfIgnoringCase(view, off, Math.min(end, off + 256), "<stream:stream") >= 0),
  },
  fields: [XMPP, ID, TYPE, FROM, TO],
  dissect,
  messageLength,
};
