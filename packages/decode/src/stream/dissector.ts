/**
 * Packets into layers, with what the packets before them have told.
 *
 * One dissector serves one capture, in its order. Memory is bounded: the conversations that were idle
 * longest are forgotten first, and so are unfinished messages.
 */

import { dissectAs, dissectPayload } from "../application/dissect.ts";
import { identify } from "../application/identify.ts";
import { dissectData } from "../data-tree.ts";
import { rememberColumns } from "../field-texts.ts";
import { frameLayer } from "../frame-tree.ts";
import type { Layer } from "../layer.ts";
import { dissectLayer } from "../layer-tree.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { summaryOf } from "../summary.ts";
import { TcpFlag } from "../transport/tcp.ts";
import { markInfo } from "../transport/tcp-analysis-tree.ts";
import { tcpInfo } from "../transport/tcp-tree.ts";
import { Tree } from "../tree.ts";
import { Conversation } from "./conversation.ts";
import { ConversationTable } from "./conversation-table.ts";
import { endsOf } from "./ends.ts";
import { MessageStore } from "./message-store.ts";
import { TcpConnection } from "./tcp-connection.ts";
import type { TcpFacts } from "./tcp-facts.ts";
import { TcpPayload } from "./tcp-payload.ts";

export interface DissectorOptions {
  /**
   * False for packets that are looked at each by itself: nothing is put together, numbered or judged by
   * what came before. True where it is left out.
   */
  readonly remembers?: boolean;
}

export class Dissector {
  readonly #remembers: boolean;
  readonly #store = new MessageStore();
  readonly #conversations = new ConversationTable(this.#store);
  readonly #payload = new TcpPayload(this.#store);

  constructor(options: DissectorOptions = {}) {
    this.#remembers = options.remembers ?? true;
  }

  /**
   * The layers of a packet that `decode` has read, the frame itself first.
   *
   * Never throws: what is cut or malformed ends the layer it is in. Leaves the packet as it was.
   */
  dissect(packet: Packet): Layer[] {
    const { protocol, protocolByPort } = packet;
    let conversation: Conversation | undefined;
    const tree = new Tree(packet, (inner, wanted) => {
      conversation ??= new Conversation(-1, packet);
      dissectAs(wanted, inner.packet, inner, conversation);
    });
    let facts: TcpFacts | undefined;
    for (let index = 0; index < packet.layerCount; index += 1) {
      const followed = this.#follow(packet, index);
      const isQuoted = packet.quotedFrom >= 0 && index >= packet.quotedFrom;
      if (followed !== undefined) {
        if (!isQuoted) conversation = followed;
        facts = this.#judge(packet, index, followed);
        tree.transport = { stream: followed.number, tcp: facts };
      }
      dissectLayer(tree, index);
      tree.transport = undefined;
    }
    if (facts !== undefined) tree.show("TCP", tcpInfo(packet, facts));
    if (packet.quotedFrom < 0 && packet.payloadEnd > packet.payloadStart) {
      this.#dissectPayload(packet, tree, conversation, facts);
    }
    this.#close(packet, tree, conversation, facts);
    if (conversation !== undefined && conversation.announcements.length > 0) {
      this.#conversations.announcements.collect(conversation.announcements, packet);
    }
    if (facts !== undefined && facts.marks !== 0) tree.prefixInfo(markInfo(facts));
    const isUnread = carriesApplication(packet) && tree.layers.at(-1)?.protocol === "data";
    const transport = packet.layerProtocol[packet.layerCount - 1] as Protocol;
    const identified = isUnread ? transport : identify(packet);
    packet.protocol = protocol;
    packet.protocolByPort = protocolByPort;
    tree.layers.unshift(frameLayer(tree));
    rememberColumns(tree.layers, summaryOf(packet, identified, tree.shown));
    return tree.layers;
  }

  /** The conversation of layer `index`, if it is a transport's. */
  #follow(packet: Packet, index: number): Conversation | undefined {
    const ends = this.#remembers ? endsOf(packet, index) : undefined;
    if (ends === undefined) return undefined;
    const conversation = this.#conversations.find(ends, packet);
    if (packet.layerStart[index] !== packet.transportStart) return conversation;
    if (packet.layerProtocol[index] !== Protocol.Tcp) return conversation;
    const time = { seconds: packet.seconds, nanoseconds: packet.nanoseconds };
    const { connection } = conversation;
    if (connection === undefined) {
      conversation.connection = new TcpConnection(time, false);
      return conversation;
    }
    if (!connection.isReopenedBy(packet, conversation.isFromOriginator(packet)))
      return conversation;
    const next = this.#conversations.reopen(ends, packet);
    next.connection = new TcpConnection(time, true);
    return next;
  }

  /** What the conversation tells of the packet's own TCP header. */
  #judge(packet: Packet, index: number, conversation: Conversation): TcpFacts | undefined {
    if (packet.layerStart[index] !== packet.transportStart) return undefined;
    if (packet.layerProtocol[index] !== Protocol.Tcp) return undefined;
    const isFromOriginator = conversation.isFromOriginator(packet);
    return conversation.connection?.follow(packet, conversation.number, isFromOriginator);
  }

  #dissectPayload(
    packet: Packet,
    tree: Tree,
    conversation: Conversation | undefined,
    facts: TcpFacts | undefined,
  ): void {
    const before = tree.layers.length;
    if (conversation?.connection !== undefined && facts !== undefined) {
      const flow = conversation.connection.flowOf(conversation.isFromOriginator(packet));
      this.#payload.read(packet, tree, conversation, flow, facts);
      return;
    }
    if (carriesApplication(packet)) {
      dissectPayload(packet, tree, conversation ?? new Conversation(-1, packet), false);
      return;
    }
    const explained = tree.layers.length > before || lastLayerStart(packet) === packet.payloadStart;
    if (!explained && !isControlMessage(packet)) {
      dissectData(tree, packet.payloadStart, packet.payloadEnd);
    }
  }

  /** Reads what the connection's end completes. */
  #close(
    packet: Packet,
    tree: Tree,
    conversation: Conversation | undefined,
    facts: TcpFacts | undefined,
  ): void {
    if (facts === undefined || (packet.tcpFlags & TcpFlag.Fin) === 0) return;
    const connection = conversation?.connection;
    if (conversation === undefined || connection === undefined) return;
    const flow = connection.flowOf(conversation.isFromOriginator(packet));
    this.#payload.close(packet, tree, conversation, flow);
  }
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
