/**
 * Packets into layers, with what the packets before them have told.
 *
 * One dissector serves one capture, in its order. Memory is bounded: the conversations that were idle
 * longest are forgotten first.
 */

import { dissectApplication } from "../application/dissect.ts";
import { identify } from "../application/identify.ts";
import { dissectData } from "../data-tree.ts";
import { rememberColumns } from "../field-texts.ts";
import { frameLayer } from "../frame-tree.ts";
import type { Layer } from "../layer.ts";
import { dissectLayer } from "../layer-tree.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { summaryOf } from "../summary.ts";
import { Tree } from "../tree.ts";
import { Conversation } from "./conversation.ts";

/** Conversations remembered at once. */
const MAX_CONVERSATIONS = 16_384;

export class Dissector {
  readonly #conversations = new Map<string, Conversation>();
  readonly #counts = new Map<number, number>();

  /**
   * The layers of a packet that `decode` has read, the frame itself first.
   *
   * Never throws: what is cut or malformed ends the layer it is in. Leaves the packet as it was.
   */
  dissect(packet: Packet): Layer[] {
    const { protocol, protocolByPort } = packet;
    const tree = new Tree(packet);
    for (let index = 0; index < packet.layerCount; index += 1) dissectLayer(tree, index);
    if (packet.quotedFrom < 0 && packet.payloadEnd > packet.payloadStart) {
      const before = tree.layers.length;
      if (carriesApplication(packet)) {
        const names = tree.protocols.length;
        dissectApplication(packet, identify(packet), tree, this.#conversation(packet));
        mergeRepeats(tree.protocols, names);
      }
      const explained =
        tree.layers.length > before || lastLayerStart(packet) === packet.payloadStart;
      if (!explained && !isControlMessage(packet)) {
        dissectData(tree, packet.payloadStart, packet.payloadEnd);
      }
    }
    const identified = identify(packet);
    packet.protocol = protocol;
    packet.protocolByPort = protocolByPort;
    tree.layers.unshift(frameLayer(tree));
    rememberColumns(tree.layers, summaryOf(packet, identified, tree.shown));
    return tree.layers;
  }

  #conversation(packet: Packet): Conversation {
    const key = conversationKey(packet);
    const conversation = this.#conversations.get(key) ?? this.#open(packet);
    this.#conversations.delete(key);
    this.#conversations.set(key, conversation);
    if (this.#conversations.size > MAX_CONVERSATIONS) {
      this.#conversations.delete(this.#conversations.keys().next().value!);
    }
    return conversation;
  }

  #open(packet: Packet): Conversation {
    const number = this.#counts.get(packet.ipProtocol) ?? 0;
    this.#counts.set(packet.ipProtocol, number + 1);
    return new Conversation(number, packet);
  }
}

/** Both directions have the same key. */
function conversationKey(packet: Packet): string {
  const { source0, source1, source2, source3 } = packet;
  const { destination0, destination1, destination2, destination3 } = packet;
  const source = `${source0},${source1},${source2},${source3},${packet.sourcePort}`;
  const destination = `${destination0},${destination1},${destination2},${destination3},${packet.destinationPort}`;
  const ends = source < destination ? `${source} ${destination}` : `${destination} ${source}`;
  return `${packet.ipVersion} ${packet.ipProtocol} ${ends}`;
}

/** Several records of one protocol in a row, as TLS has them, are one step of `frame.protocols`. */
function mergeRepeats(protocols: string[], from: number): void {
  const merged = protocols.splice(from).filter((name, index, all) => name !== all[index - 1]);
  protocols.push(...merged);
}

/** True for ICMP messages other than echoes: their body is fields, not data. */
function isControlMessage(packet: Packet): boolean {
  const { view, layerCount } = packet;
  const type = (): number => view.getUint8(packet.layerStart[layerCount - 1]!);
  switch (packet.layerProtocol[layerCount - 1]) {
    case Protocol.Icmp:
      return type() !== 0 && type() !== 8;
    case Protocol.Icmpv6:
      return type() !== 128 && type() !== 129;
    default:
      return false;
  }
}

/** True where the payload is a transport's and not the rest of something that was not read. */
function carriesApplication(packet: Packet): boolean {
  switch (packet.layerProtocol[packet.layerCount - 1]) {
    case Protocol.Tcp:
    case Protocol.Udp:
    case Protocol.Sctp:
      return true;
    default:
      return false;
  }
}

/** Start of the last layer; the payload's own where that layer is named and not read. */
function lastLayerStart(packet: Packet): number {
  return packet.layerCount === 0 ? -1 : packet.layerStart[packet.layerCount - 1]!;
}
