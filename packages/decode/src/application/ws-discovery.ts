/**
 * WS-Discovery: SOAP over UDP, by which printers, cameras and Windows computers are found (OASIS 2009, 2005).
 *
 * Wireshark has no reader of it; the names of the fields are Wirescope's.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfIgnoringCase, indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";

const PORT = 3702;
const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;

/** Octets of a message that are searched; messages fit in a datagram of 4 KiB by their specification. */
const MAX_MESSAGE = 8192;

/** Longest opening tag that is read, in octets. */
const MAX_TAG = 256;

/** Elements that are shown. */
const MAX_ELEMENTS = 100;

const ACTION = defineField("wsd.action", "string", "Action");
const MESSAGE_ID = defineField("wsd.message_id", "string", "Message ID");
const RELATES_TO = defineField("wsd.relates_to", "string", "Relates to");
const ADDRESS = defineField("wsd.address", "string", "Endpoint address");
const TYPES = defineField("wsd.types", "string", "Types");
const SCOPES = defineField("wsd.scopes", "string", "Scopes");
const ADDRESSES = defineField("wsd.xaddrs", "string", "Transport addresses");

/** Elements by their name without the prefix of its name space. */
const ELEMENTS: ReadonlyMap<string, FieldSpec> = new Map([
  ["Action", ACTION],
  ["MessageID", MESSAGE_ID],
  ["RelatesTo", RELATES_TO],
  ["Address", ADDRESS],
  ["Types", TYPES],
  ["Scopes", SCOPES],
  ["XAddrs", ADDRESSES],
]);

const FIELDS: readonly FieldSpec[] = [
  defineField("wsd", "protocol", "Web Services Dynamic Discovery"),
  ...ELEMENTS.values(),
];

/** XML at the port that names the actions of WS-Discovery. */
function isMessage(view: DataView, off: number, end: number, packet: Packet): boolean {
  if (packet.sourcePort !== PORT && packet.destinationPort !== PORT) return false;
  const stop = Math.min(end, off + MAX_MESSAGE);
  return view.getUint8(off) === LESS && indexOfIgnoringCase(view, off, stop, "/discovery") >= 0;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (view.getUint8(off) !== LESS) return;
  const stop = Math.min(end, off + MAX_MESSAGE);
  tree.layer("wsd", "Web Services Dynamic Discovery", off, end);
  const found = addElements(tree, off, stop);
  const action = found.get(ACTION)?.replace(/^.*\//, "") ?? "";
  tree.summarize(action);
  const types = found.get(TYPES);
  tree.show("WS-Discovery", types === undefined ? action : `${action}, ${types}`);
}

/** Adds every known element in the order of the message; @returns the first text of each. */
function addElements(tree: Tree, off: number, end: number): Map<FieldSpec, string> {
  const { view } = tree;
  const found = new Map<FieldSpec, string>();
  let left = MAX_ELEMENTS;
  for (let at = off; at + 1 < end && left > 0; at += 1) {
    if (view.getUint8(at) !== LESS || view.getUint8(at + 1) === SLASH) continue;
    const limit = Math.min(end, at + MAX_TAG);
    const close = indexOfOctet(view, at, limit, GREATER);
    const spec = close < limit ? ELEMENTS.get(localName(view, at + 1, close)) : undefined;
    if (spec === undefined || view.getUint8(close - 1) === SLASH) continue;
    const stop = indexOfOctet(view, close + 1, end, LESS);
    const text = readText(view, close + 1, stop).trim();
    tree.value(spec, text, close + 1, stop);
    if (!found.has(spec)) found.set(spec, text);
    left -= 1;
    at = stop - 1;
  }
  return found;
}

/** `Types` of `<d:Types xmlns:d="…">`. */
function localName(view: DataView, start: number, end: number): string {
  const tag = readText(view, start, Math.min(end, start + 64)).split(/\s/)[0]!;
  return tag.slice(tag.indexOf(":") + 1);
}

export const WS_DISCOVERY_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.WsDiscovery],
  udpPorts: [PORT],
  datagram: { firstOctets: [LESS], matches: isMessage },
  fields: FIELDS,
  dissect,
};
