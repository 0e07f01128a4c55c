/** The conversations of the transport layers, and what TCP and UDP carry in them. */

import { dissectPayload } from "../application/dissect.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { TcpFlag } from "../transport/tcp.ts";
import { markInfo } from "../transport/tcp-analysis-tree.ts";
import { tcpInfo } from "../transport/tcp-tree.ts";
import type { TransportFacts, Tree } from "../tree.ts";
import { Conversation } from "./conversation.ts";
import { ConversationTable, type Ends } from "./conversation-table.ts";
import { endsOf } from "./ends.ts";
import { MessageStore } from "./message-store.ts";
import { dissectUserMessages } from "./sctp-payload.ts";
import { TcpConnection } from "./tcp-connection.ts";
import type { TcpFacts } from "./tcp-facts.ts";
import { TcpPayload } from "./tcp-payload.ts";

export class TransportStreams {
  readonly #store = new MessageStore();
  readonly #conversations = new ConversationTable(this.#store);
  readonly #payload = new TcpPayload(this.#store);
  readonly #isNumbered: boolean;
  #current: Conversation | undefined;
  #facts: TcpFacts | undefined;

  /** @param isNumbered whether streams are counted from the capture's beginning */
  constructor(isNumbered: boolean) {
    this.#isNumbered = isNumbered;
  }

  /** The conversation of the innermost transport layer entered so far. */
  get current(): Conversation | undefined {
    return this.#current;
  }

  /** Forgets the packet before. */
  leave(): void {
    this.#current = undefined;
    this.#facts = undefined;
  }

  /** Finds the conversation of layer `index`; undefined for layers that have none. */
  enter(packet: Packet, index: number): TransportFacts | undefined {
    const ends = endsOf(packet, index);
    if (ends === undefined) return undefined;
    const isOwn = packet.layerStart[index] === packet.transportStart;
    const isTcp = isOwn && packet.layerProtocol[index] === Protocol.Tcp;
    const found = this.#conversations.find(ends, packet);
    const conversation = isTcp ? this.#connect(found, ends, packet) : found;
    const isQuoted = packet.quotedFrom >= 0 && index >= packet.quotedFrom;
    if (!isQuoted) this.#current = conversation;
    if (isTcp) {
      const isFromOriginator = conversation.isFromOriginator(packet);
      this.#facts = conversation.connection?.follow(packet, isFromOriginator);
    }
    const stream = this.#isNumbered ? conversation.number : undefined;
    return { stream, tcp: isTcp ? this.#facts : undefined };
  }

  /** The conversation with its connection; a new one where the packet opens another between the same ends. */
  #connect(found: Conversation, ends: Ends, packet: Packet): Conversation {
    const time = { seconds: packet.seconds, nanoseconds: packet.nanoseconds };
    const { connection } = found;
    if (connection === undefined) {
      found.connection = new TcpConnection(time, false);
      return found;
    }
    if (!connection.isReopenedBy(packet, found.isFromOriginator(packet))) return found;
    const next = this.#conversations.reopen(ends, packet);
    next.connection = new TcpConnection(time, true);
    return next;
  }

  /**
   * Appends what the innermost transport layer carries, and says what the packet list shows.
   *
   * @returns false where the packet's innermost layer is no transport
   */
  dissect(packet: Packet, tree: Tree): boolean {
    if (packet.quotedFrom >= 0 || !isTransport(packet)) return false;
    const conversation = this.#current ?? new Conversation(-1, packet);
    const facts = this.#facts;
    const transport = packet.layerProtocol[packet.layerCount - 1];
    if (transport === Protocol.Sctp) dissectUserMessages(packet, tree, conversation);
    else if (facts === undefined) dissectPayload(packet, tree, conversation, false);
    else this.#dissectSegment(packet, tree, conversation, facts);
    this.#conversations.announcements.collect(conversation.announcements, packet);
    return true;
  }

  #dissectSegment(packet: Packet, tree: Tree, conversation: Conversation, facts: TcpFacts): void {
    tree.show("TCP", tcpInfo(packet, facts));
    const flow = conversation.connection!.flowOf(conversation.isFromOriginator(packet));
    if (packet.payloadEnd > packet.payloadStart) {
      this.#payload.read(packet, tree, conversation, flow, facts);
    }
    if ((packet.tcpFlags & TcpFlag.Fin) !== 0) {
      this.#payload.close(packet, tree, conversation, flow);
    }
    if (facts.marks !== 0) tree.prefixInfo(markInfo(facts));
  }
}

/** True where the payload is a transport's and not the rest of something that was not read. */
function isTransport(packet: Packet): boolean {
  switch (packet.layerProtocol[packet.layerCount - 1]) {
    case Protocol.Tcp:
    case Protocol.Udp:
    case Protocol.Sctp:
      return true;
    default:
      return false;
  }
}
