/**
 * Packets into layers, with what the packets before them have told.
 *
 * One dissector serves one capture, in its order. Memory is bounded: the conversations that were idle
 * longest are forgotten first, and so are unfinished messages and datagrams.
 */

import { dissectAs } from "../application/dissect.ts";
import { identify } from "../application/identify.ts";
import { dissectData } from "../data-tree.ts";
import { decodeFrom } from "../decoder.ts";
import { rememberColumns } from "../field-texts.ts";
import { type FrameNotes, type FrameTimes, frameLayer } from "../frame-tree.ts";
import type { Layer } from "../layer.ts";
import { dissectLayer } from "../layer-tree.ts";
import { showAnswer } from "../network/echo-tree.ts";
import { addFragments, showFragment } from "../network/ip-fragment-tree.ts";
import { Packet } from "../packet.ts";
import { copySummary } from "../packet-copy.ts";
import { Protocol } from "../protocol.ts";
import { summaryOf } from "../summary.ts";
import { Tree } from "../tree.ts";
import type { CaptureTime } from "./capture-time.ts";
import { Conversation } from "./conversation.ts";
import { EchoRequests } from "./echo-requests.ts";
import { fragmentHeaderLength, fragmentLayer, wholeDatagram } from "./ip-fragment.ts";
import { IpFragments } from "./ip-fragments.ts";
import { beginsPacket, dissectNested, nestedPacket } from "./nested-packet.ts";
import { dissectQuotedPayload } from "./quoted-payload.ts";
import { TransportStreams } from "./transport-streams.ts";
import { hasUnreadPayload } from "./unread-payload.ts";

/** Datagrams in fragments inside of datagrams in fragments that are put together. */
const MAX_DEPTH = 4;

export interface DissectorOptions {
  /**
   * False for packets that are looked at each by itself: nothing is put together, numbered or judged by
   * what came before. True where it is left out.
   */
  readonly remembers?: boolean;
  /**
   * True where the packets are a part of the capture: what counts from its beginning, as stream numbers
   * and the time since the first packet do, is then left out.
   */
  readonly isPart?: boolean;
}

export class Dissector {
  readonly #remembers: boolean;
  readonly #isPart: boolean;
  readonly #streams: TransportStreams;
  readonly #fragments = new IpFragments();
  readonly #echoes = new EchoRequests();
  #first: CaptureTime | undefined;
  #previous: CaptureTime | undefined;
  #previousShown: CaptureTime | undefined;

  constructor(options: DissectorOptions = {}) {
    this.#remembers = options.remembers ?? true;
    this.#isPart = options.isPart ?? false;
    this.#streams = new TransportStreams(!this.#isPart);
  }

  /**
   * The layers of a packet that `decode` has read, the frame itself first.
   *
   * Never throws: what is cut or malformed ends the layer it is in. Leaves the packet as it was.
   *
   * @param notes what the capture says of the packet beside its octets
   */
  dissect(packet: Packet, notes: FrameNotes = {}): Layer[] {
    const { protocol, protocolByPort } = packet;
    let conversation: Conversation | undefined;
    const tree = new Tree(packet, (inner, wanted) => {
      if (beginsPacket(wanted)) {
        const outer = conversation;
        const nested = nestedPacket(inner.packet, wanted);
        conversation = new Conversation(-1, nested);
        dissectNested(nested, inner, conversation);
        conversation = outer;
        return;
      }
      conversation ??= this.#streams.current ?? new Conversation(-1, packet);
      dissectAs(wanted, inner.packet, inner, conversation);
    });
    const innermost = this.#walk(packet, tree, 0, 0);
    const identified = isUnread(innermost, tree) ? transportOf(innermost) : identify(innermost);
    packet.protocol = protocol;
    packet.protocolByPort = protocolByPort;
    tree.layers.unshift(frameLayer(tree, notes, this.#takeTime(packet)));
    rememberColumns(tree.layers, summaryOf(innermost, identified, tree.shown));
    return tree.layers;
  }

  /** Says that the packet dissected last is one of those that a filter has selected. */
  show(): void {
    this.#previousShown = this.#previous;
  }

  #takeTime(packet: Packet): FrameTimes | undefined {
    if (!this.#remembers || this.#isPart) return undefined;
    const now = { seconds: packet.seconds, nanoseconds: packet.nanoseconds };
    const first = this.#first ?? now;
    const previous = this.#previous ?? now;
    this.#first = first;
    this.#previous = now;
    return { first, previous, previousShown: this.#previousShown ?? now };
  }

  /**
   * Appends the layers of the packet's stack from layer `from` on, and what they carry.
   *
   * @returns the packet that the packet list's row describes: this one, or the datagram that it completes
   */
  #walk(packet: Packet, tree: Tree, from: number, depth: number): Packet {
    const fragment = this.#remembers && depth < MAX_DEPTH ? fragmentLayer(packet) : -1;
    const last = fragment < 0 ? packet.layerCount - 1 : fragment;
    this.#streams.leave();
    for (let index = from; index <= last; index += 1) {
      if (this.#remembers) tree.transport = this.#streams.enter(packet, index);
      dissectLayer(tree, index);
      tree.transport = undefined;
    }
    if (fragment >= 0) return this.#dissectFragment(packet, tree, fragment, depth);
    const isUnread = hasUnreadPayload(packet);
    const isRead = this.#streams.dissect(packet, tree);
    if (this.#remembers) showAnswer(tree, this.#echoes.follow(packet));
    dissectQuotedPayload(packet, tree);
    if (!isRead && isUnread) dissectData(tree, packet.payloadStart, packet.payloadEnd);
    return packet;
  }

  #dissectFragment(packet: Packet, tree: Tree, index: number, depth: number): Packet {
    const datagram = this.#fragments.add(packet, index);
    if (datagram === undefined) {
      const start = packet.layerStart[index]! + fragmentHeaderLength(packet, index);
      const end = packet.layerEnd[index]!;
      if (start < end) dissectData(tree, start, end);
      showFragment(tree, packet, index);
      return packet;
    }
    addFragments(tree, packet, index, datagram);
    const { bytes, protocol, header } = wholeDatagram(packet, index, datagram.payload);
    const whole = new Packet();
    copySummary(packet, whole);
    whole.originalLength = bytes.length;
    decodeFrom(whole, new DataView(bytes.buffer), 0, bytes.length, protocol);
    /* The header is there for the decoder alone; layers count from the payload. */
    whole.start = header;
    let innermost = whole;
    const title = protocol === Protocol.Ipv4 ? "Reassembled IPv4" : "Reassembled IPv6";
    tree.over(whole, title, () => {
      innermost = this.#walk(whole, tree, 1, depth + 1);
    });
    return innermost;
  }
}

/** True where nobody knew what a transport carries, whatever its ports stand for. */
function isUnread(packet: Packet, tree: Tree): boolean {
  const hasPorts = packet.quotedFrom < 0 && packet.sourcePort >= 0 && packet.transportStart >= 0;
  return hasPorts && tree.layers.at(-1)?.protocol === "data";
}

function transportOf(packet: Packet): Protocol {
  return packet.layerProtocol[packet.layerCount - 1] as Protocol;
}
