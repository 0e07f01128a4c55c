/**
 * Payloads into the layers of the application protocol that they hold.
 *
 * What the conversation has settled is asked first, then content, then ports. A reader that finds
 * something else adds no layer; what nobody reads is data.
 */

import { dissectData } from "../data-tree.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { protocolInfo } from "../protocol-info.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { identify } from "./identify.ts";
import { protocolOfPorts } from "./port-protocol.ts";
import { applicationProtocol } from "./registry.ts";

/** What a payload ends with: a message that is not complete. */
export interface Rest {
  /** Offset of the message in the payload's view. */
  readonly from: number;
  /** Octets that it lacks: 0 where that is not known, `Infinity` where the connection's end is its own. */
  readonly missing: number;
  /** What the Info column says of it; undefined for the transport's own. */
  readonly info: string | undefined;
}

/** Messages of one payload that are read one by one; what follows is taken as one. */
const MAX_MESSAGES = 512;

/** Octets that are enough for a reader to tell what they are. */
const TELLING_LEN = 32;

/** Last of the ports that are assigned with the greatest care (RFC 6335 §6). */
const LAST_SYSTEM_PORT = 1023;

/** What the Info column says of a payload that was read as far as it was captured. */
const CUT = "[Packet size limited during capture]";

/** What became of a payload that a protocol was tried on. */
type Outcome = "refused" | "read" | Rest;

/**
 * Appends the layers of the payload `[packet.payloadStart, packet.payloadEnd)`.
 *
 * @param canWait whether a message that ends beyond the payload may be left for later
 * @returns the message that was left
 */
export function dissectPayload(
  packet: Packet,
  tree: Tree,
  conversation: Conversation,
  canWait: boolean,
): Rest | undefined {
  if (packet.payloadStart >= packet.payloadEnd) return undefined;
  const isCut = packet.payloadLength > packet.payloadEnd - packet.payloadStart;
  let outcome = tryProtocols(packet, tree, conversation, canWait);
  if (outcome === "refused" && isCut) outcome = nameCut(packet, tree, conversation);
  if (outcome === "refused" && !isTaken(packet)) {
    dissectData(tree, packet.payloadStart, packet.payloadEnd);
  }
  if (outcome === "read" && isCut) tree.appendInfo(CUT);
  return typeof outcome === "string" ? undefined : outcome;
}

/** Names a payload of which too little was captured for content to speak by its port. */
function nameCut(packet: Packet, tree: Tree, { protocol, announced }: Conversation): Outcome {
  const isKnown = protocol !== Protocol.Unknown || announced !== Protocol.Unknown;
  if (isKnown || isTelling(packet)) return "refused";
  const guess = identify(packet);
  if (!packet.protocolByPort || !mayBegin(guess, packet)) return "refused";
  addNamedLayer(packet, guess, tree);
  return "read";
}

/** Whether so much was captured that a reader which refused it has seen something else. */
function isTelling({ payloadStart, payloadEnd }: Packet): boolean {
  return payloadEnd - payloadStart >= TELLING_LEN;
}

/** Whether the protocol's port is the system's, and its messages begin with the first octet that is there. */
function mayBegin(protocol: Protocol, packet: Packet): boolean {
  const { view, payloadStart, sourcePort, destinationPort } = packet;
  const reader = applicationProtocol(protocol);
  const isStream = packet.layerProtocol[packet.layerCount - 1] === Protocol.Tcp;
  const ports = (isStream ? reader?.tcpPorts : reader?.udpPorts) ?? [];
  const port = ports.find((own) => own === sourcePort || own === destinationPort);
  if (port === undefined || port > LAST_SYSTEM_PORT) return false;
  const signature = isStream ? reader?.stream : reader?.datagram;
  return signature?.firstOctets?.includes(view.getUint8(payloadStart)) ?? true;
}

/** Appends the layers of a payload whose protocol is known; nothing where it is something else. */
export function dissectAs(
  protocol: Protocol,
  packet: Packet,
  tree: Tree,
  conversation: Conversation,
): void {
  packet.protocol = protocol;
  const reader = applicationProtocol(protocol);
  if (reader === undefined) addNamedLayer(packet, protocol, tree);
  else reader.dissect(packet, tree, conversation);
}

/** Whether the port's protocol leaves what it does not understand to TCP. */
function isTaken(packet: Packet): boolean {
  const { ipProtocol, sourcePort, destinationPort } = packet;
  if (packet.layerProtocol[packet.layerCount - 1] !== Protocol.Tcp) return false;
  const protocol = protocolOfPorts(ipProtocol, sourcePort, destinationPort);
  return applicationProtocol(protocol)?.takesAnything === true;
}

function tryProtocols(
  packet: Packet,
  tree: Tree,
  conversation: Conversation,
  canWait: boolean,
): Outcome {
  const settled = conversation.protocol || conversation.announced;
  /* A protocol without a reader accepts anything, so content has the first word there. */
  const isRead = applicationProtocol(settled) !== undefined;
  if (isRead) {
    const outcome = trySettled(settled, packet, tree, conversation, canWait);
    if (outcome !== "refused") return outcome;
  }
  const found = identify(packet);
  const isNothing = found === packet.layerProtocol[packet.layerCount - 1];
  if (isNothing || packet.protocolByPort || found === settled) {
    if (isRead) return "refused";
    if (settled !== Protocol.Unknown) {
      return trySettled(settled, packet, tree, conversation, canWait);
    }
    return isNothing ? "refused" : tryProtocol(found, packet, tree, conversation, canWait);
  }
  const before = conversation.protocol;
  const outcome = tryProtocol(found, packet, tree, conversation, canWait);
  const isSettled = outcome !== "refused" && !isRead && conversation.protocol === before;
  if (isSettled) conversation.protocol = found;
  return outcome;
}

function trySettled(
  settled: Protocol,
  packet: Packet,
  tree: Tree,
  conversation: Conversation,
  canWait: boolean,
): Outcome {
  packet.protocolByPort = false;
  const outcome = tryProtocol(settled, packet, tree, conversation, canWait);
  if (outcome !== "refused" && conversation.protocol === Protocol.Unknown) {
    conversation.protocol = settled;
  }
  return outcome;
}

function tryProtocol(
  protocol: Protocol,
  packet: Packet,
  tree: Tree,
  conversation: Conversation,
  canWait: boolean,
): Outcome {
  packet.protocol = protocol;
  const reader = applicationProtocol(protocol);
  if (reader !== undefined) return readMessages(reader, packet, tree, conversation, canWait);
  addNamedLayer(packet, protocol, tree);
  return "read";
}

/** Has the messages of the payload read one after another, by another reader from where one hands over. */
function readMessages(
  opening: ApplicationProtocol,
  packet: Packet,
  tree: Tree,
  conversation: Conversation,
  canWait: boolean,
): Outcome {
  const { payloadStart, payloadEnd, payloadLength } = packet;
  const wireEnd = payloadStart + payloadLength;
  let reader = opening;
  let off = payloadStart;
  let outcome: Outcome = "refused";
  const first = tree.protocols.length;
  for (let count = 0; off < payloadEnd; count += 1) {
    const added = tree.protocols.length;
    let length = count < MAX_MESSAGES ? lengthAt(reader, packet, off, conversation) : wireEnd - off;
    if (length === 0 || off + length > wireEnd) {
      if (canWait) {
        const isKnown = length > 0 && length !== Number.POSITIVE_INFINITY;
        packet.payloadStart = off;
        const info = reader.begin?.(packet, tree, conversation);
        nameOnce(tree.protocols, first, added);
        outcome = { from: off, missing: isKnown ? off + length - wireEnd : length, info };
        break;
      }
      length = wireEnd - off;
    }
    const before = tree.layers.length;
    const { protocol } = conversation;
    packet.payloadStart = off;
    packet.payloadLength = length;
    packet.payloadEnd = Math.min(off + length, payloadEnd);
    reader.dissect(packet, tree, conversation);
    packet.payloadEnd = payloadEnd;
    if (tree.layers.length === before) break;
    nameOnce(tree.protocols, first, added);
    outcome = "read";
    off += length;
    if (conversation.protocol === protocol) continue;
    packet.protocol = conversation.protocol;
    const next = applicationProtocol(conversation.protocol);
    if (next === undefined) break;
    reader = next;
  }
  packet.payloadStart = payloadStart;
  packet.payloadLength = payloadLength;
  return outcome;
}

function lengthAt(
  reader: ApplicationProtocol,
  packet: Packet,
  off: number,
  conversation: Conversation,
): number {
  const { view, payloadStart, payloadEnd, payloadLength } = packet;
  const all = payloadStart + payloadLength - off;
  const isStream = packet.layerProtocol[packet.layerCount - 1] === Protocol.Tcp;
  if (!isStream || reader.messageLength === undefined) return all;
  const length = reader.messageLength(view, off, payloadEnd, conversation, packet);
  return length >= 0 ? length : all;
}

function addNamedLayer(packet: Packet, protocol: Protocol, tree: Tree): void {
  const { title, filterName, name } = protocolInfo(protocol);
  const octets = packet.payloadEnd - packet.payloadStart;
  tree.layer(filterName || name.toLowerCase(), title, packet.payloadStart, packet.payloadEnd);
  tree.summarize(packet.protocolByPort ? `${octets} bytes, named by its port` : `${octets} bytes`);
  if (tree.shown !== undefined) tree.show(name, tree.shown.info);
}

/** `frame.protocols` names a protocol once, however many messages of it one payload holds. */
function nameOnce(protocols: string[], first: number, added: number): void {
  if (added > first && protocols[added] === protocols[first]) protocols.splice(added, 1);
}
