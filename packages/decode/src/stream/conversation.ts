/**
 * What is remembered between the packets of one conversation, for protocols that need it.
 *
 * A conversation is what Wireshark numbers as a stream: the packets between two addresses and ports of one
 * transport. Memory is small and bounded by the {@link Dissector} that owns it.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { TcpFlag } from "../transport/tcp.ts";
import { MessageStore, type Unfinished } from "./message-store.ts";
import type { TcpConnection } from "./tcp-connection.ts";

/** A payload that another conversation has said will come: FTP's data, RTP behind SIP. */
export interface Announcement {
  /** 6 TCP, 17 UDP. */
  readonly ipProtocol: number;
  readonly port: number;
  readonly protocol: Protocol;
}

/** Announcements that one packet may make; a packet with more is no honest one. */
const MAX_ANNOUNCEMENTS = 16;

export class Conversation {
  /** Index among the conversations of its transport, from 0: `tcp.stream`, `udp.stream`; -1 without a transport. */
  readonly number: number;
  /** What content has settled; `Unknown` until it has. A protocol may switch it: STARTTLS, WebSocket. */
  protocol: Protocol = Protocol.Unknown;
  /** What another conversation has announced for this one; `Unknown` where none has. */
  announced: Protocol = Protocol.Unknown;
  /** Port of the end that sent the first packet, or the SYN; -1 where there are no ports. */
  originatorPort: number;
  /** Announcements that have not been collected yet. */
  readonly announcements: Announcement[] = [];
  /** Sequence numbers, unfinished messages and times, of TCP. */
  connection: TcpConnection | undefined = undefined;
  readonly #originator: readonly [number, number, number, number];
  readonly #memory = new Map<Protocol, object>();

  readonly #store: MessageStore;

  /** @param store of the capture; one of its own for a packet by itself */
  constructor(number: number, packet: Packet, store: MessageStore = new MessageStore()) {
    this.number = number;
    this.#store = store;
    const isAnswer = (packet.tcpFlags & ANSWER) === ANSWER;
    const { source0, source1, source2, source3 } = packet;
    const { destination0, destination1, destination2, destination3 } = packet;
    this.originatorPort = isAnswer ? packet.destinationPort : packet.sourcePort;
    this.#originator = isAnswer
      ? [destination0, destination1, destination2, destination3]
      : [source0, source1, source2, source3];
  }

  /** True for packets of the end that opened the conversation. */
  isFromOriginator(packet: Packet): boolean {
    const [word0, word1, word2, word3] = this.#originator;
    return (
      packet.sourcePort === this.originatorPort &&
      packet.source3 === word3 &&
      packet.source0 === word0 &&
      packet.source1 === word1 &&
      packet.source2 === word2
    );
  }

  /** The memory of `protocol` in this conversation, made by `create` the first time. */
  recall<Memory extends object>(protocol: Protocol, create: () => Memory): Memory {
    const known = this.#memory.get(protocol) as Memory | undefined;
    if (known !== undefined) return known;
    const created = create();
    this.#memory.set(protocol, created);
    return created;
  }

  /**
   * Counts what is held of unfinished messages in the memory of a protocol, whenever that changes.
   *
   * Where a capture holds too much altogether, what has not changed for longest is told to forget.
   */
  count(unfinished: Unfinished): void {
    this.#store.count(unfinished);
  }

  /** Says that a payload from or to `port` will be `protocol`, whatever its content looks like. */
  announce(ipProtocol: number, port: number, protocol: Protocol): void {
    if (this.announcements.length >= MAX_ANNOUNCEMENTS) return;
    this.announcements.push({ ipProtocol, port, protocol });
  }
}

/** Both flags of the segment that answers a SYN. */
const ANSWER = TcpFlag.Syn | TcpFlag.Ack;
