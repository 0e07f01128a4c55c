/**
 * The payload of TCP segments as messages: what a segment completes is read, what it begins waits.
 *
 * Segments are taken as they come, and messages are put together by sequence number, as Wireshark does it
 * by default: a message whose length is known may arrive in any order, what begins behind a gap is read
 * where it stands, and what comes late fills gaps in messages but begins none.
 */

import { dissectPayload, type Rest } from "../application/dissect.ts";
import { dissectData } from "../data-tree.ts";
import type { Packet } from "../packet.ts";
import { copyOver } from "../packet-copy.ts";
import * as tcp from "../transport/tcp.ts";
import { addSegments } from "../transport/tcp-tree.ts";
import type { Tree } from "../tree.ts";
import type { Conversation } from "./conversation.ts";
import type { MessageStore } from "./message-store.ts";
import { PendingMessage } from "./pending-message.ts";
import { advance, distance, isAfter, isBefore } from "./sequence.ts";
import type { TcpFacts } from "./tcp-facts.ts";
import type { TcpFlow } from "./tcp-flow.ts";
import { TcpMark } from "./tcp-mark.ts";

/** What the Info column says of a segment of which nothing can be read yet. */
const SEGMENT = "[TCP segment of a reassembled PDU]";

const REPEATED = TcpMark.Retransmission | TcpMark.SpuriousRetransmission;
/** What has been read before, or may have been: of a cut segment nothing tells how much of it. */
const REPEATED_OR_LATE = TcpMark.Retransmission | TcpMark.OutOfOrder;

/** Messages that one segment may complete by its pieces; more would need several per octet. */
const MAX_TURNS = 32;

export class TcpPayload {
  readonly #store: MessageStore;

  constructor(store: MessageStore) {
    this.#store = store;
  }

  /**
   * Reads the payload of a segment that has one.
   *
   * Where it only adds to a message that is not complete, the Info column says so.
   */
  read(
    packet: Packet,
    tree: Tree,
    conversation: Conversation,
    flow: TcpFlow,
    facts: TcpFacts,
  ): void {
    if ((packet.tcpFlags & tcp.TcpFlag.Rst) !== 0) return;
    const isWhole = packet.payloadLength === packet.payloadEnd - packet.payloadStart;
    if (!isWhole) {
      if ((facts.marks & REPEATED_OR_LATE) === 0) dissectPayload(packet, tree, conversation, false);
      return;
    }
    const sent = tcp.sequence(packet.view, packet.transportStart);
    const sequence = (packet.tcpFlags & tcp.TcpFlag.Syn) === 0 ? sent : advance(sent, 1);
    if ((facts.marks & TcpMark.KeepAlive) !== 0) {
      /* Its octet may begin a message that waits for more: then it is sent again. */
      if (flow.messages.startingAt(sequence) === undefined) {
        dissectData(tree, packet.payloadStart, packet.payloadEnd);
      }
      return;
    }
    if (isRepeated(packet, flow, facts, sequence)) return;
    const isLate = (facts.marks & TcpMark.OutOfOrder) !== 0;
    if (isLate && flow.messages.covering(sequence) === undefined) return;
    const { shown } = tree;
    const before = tree.layers.length;
    const info = this.#take(packet, tree, conversation, flow, sequence);
    if (info === undefined || (tree.layers.length > before && tree.shown !== shown)) return;
    tree.shown = { protocol: "TCP", info: info === "" ? SEGMENT : `${info} ${SEGMENT}` };
  }

  /** Reads the message that the connection's end completes, if there is one. */
  close(packet: Packet, tree: Tree, conversation: Conversation, flow: TcpFlow): void {
    const message = flow.messages.untilClose();
    if (message === undefined) return;
    if (message.frames.at(-1) !== packet.number) message.frames.push(packet.number);
    this.#deliver(message, message.arrived, packet, tree, conversation, false);
    this.#store.release(message);
  }

  /** @returns what the Info column says of a segment that waits; undefined where nothing of it does */
  #take(
    packet: Packet,
    tree: Tree,
    conversation: Conversation,
    flow: TcpFlow,
    segmentStart: number,
  ): string | undefined {
    const { view, payloadStart, payloadEnd } = packet;
    const next = advance(segmentStart, payloadEnd - payloadStart);
    let off = payloadStart;
    for (let turn = 0; turn < MAX_TURNS && off < payloadEnd; turn += 1) {
      const sequence = advance(segmentStart, off - payloadStart);
      const message = flow.messages.covering(sequence);
      if (message === undefined) {
        return this.#start(packet, tree, conversation, flow, off, sequence);
      }
      const wanted = message.takesSegment ? payloadEnd - off : distance(sequence, message.end);
      const end = Math.min(payloadEnd, off + wanted);
      if (message.takesSegment) {
        message.takesSegment = false;
        if (isBefore(message.end, next)) message.end = next;
      }
      if (!message.isDone) {
        message.add(sequence, view, off, end, packet.number);
        this.#store.count(message);
        if (message.isComplete) this.#finish(message, packet, tree, conversation, flow);
      }
      off = end;
    }
    return tree.shown?.info ?? "";
  }

  /** Reads what begins in this segment; what is unfinished at its end waits. */
  #start(
    packet: Packet,
    tree: Tree,
    conversation: Conversation,
    flow: TcpFlow,
    off: number,
    sequence: number,
  ): string | undefined {
    const { view, payloadStart, payloadLength, payloadEnd } = packet;
    packet.payloadStart = off;
    packet.payloadLength = payloadEnd - off;
    const rest = dissectPayload(packet, tree, conversation, true);
    packet.payloadStart = payloadStart;
    packet.payloadLength = payloadLength;
    if (rest === undefined) return undefined;
    const start = advance(sequence, rest.from - off);
    const next = advance(sequence, payloadEnd - off);
    const message = this.#open(start, next, rest, flow);
    message.add(start, view, rest.from, payloadEnd, packet.number);
    this.#store.count(message);
    return rest.info ?? tree.shown?.info ?? "";
  }

  /** Reads a message of which everything has come; it may turn out to be longer than was thought. */
  #finish(
    message: PendingMessage,
    packet: Packet,
    tree: Tree,
    conversation: Conversation,
    flow: TcpFlow,
  ): void {
    const rest = this.#deliver(message, message.arrived, packet, tree, conversation, true);
    if (rest === undefined) {
      this.#store.release(message);
      return;
    }
    const known = advance(message.start, message.arrived);
    if (rest.from === 0) {
      message.extend(known, rest.missing);
      return;
    }
    const start = advance(message.start, rest.from);
    const { view } = message;
    const tail = this.#open(start, known, rest, flow);
    tail.add(start, view, rest.from, view.byteLength, packet.number);
    this.#store.release(message);
    this.#store.count(tail);
  }

  #open(start: number, known: number, rest: Rest, flow: TcpFlow): PendingMessage {
    const message = new PendingMessage(start);
    message.extend(known, rest.missing);
    flow.messages.add(message);
    return message;
  }

  #deliver(
    message: PendingMessage,
    length: number,
    packet: Packet,
    tree: Tree,
    conversation: Conversation,
    canWait: boolean,
  ): Rest | undefined {
    const { view } = message;
    const whole = copyOver(packet, view, length);
    let rest: Rest | undefined;
    const before = tree.layers.length;
    tree.over(whole, "Reassembled TCP", () => {
      rest = dissectPayload(whole, tree, conversation, canWait && view.byteLength === length);
    });
    if (tree.layers.length > before) addSegments(tree, message.frames, length);
    return rest;
  }
}

/** Whether all of the segment was there before, so that it is not read again. */
function isRepeated(packet: Packet, flow: TcpFlow, facts: TcpFacts, sequence: number): boolean {
  if ((facts.marks & REPEATED) !== 0) return true;
  const same = flow.messages.startingAt(sequence);
  if (same === undefined || same.frames[0] === packet.number) return false;
  const next = advance(sequence, packet.payloadLength);
  return !isAfter(next, same.end);
}
