/**
 * What is remembered between the packets of one conversation, for protocols that need it.
 *
 * A conversation is what Wireshark numbers as a stream: the packets between two addresses and ports of one
 * transport. Memory is small and bounded by the {@link Dissector} that owns it.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";

/** A payload that another conversation has said will come: FTP's data, RTP behind SIP. */
export interface Announcement {
  /** 6 TCP, 17 UDP. */
  readonly ipProtocol: number;
  readonly port: number;
  readonly protocol: Protocol;
}

export class Conversation {
  /** Index among the conversations of its transport, from 0: `tcp.stream`, `udp.stream`; -1 without a transport. */
  readonly number: number;
  /** What content has settled; `Unknown` until it has. A protocol may switch it: STARTTLS, WebSocket. */
  protocol: Protocol = Protocol.Unknown;
  /** Port of the end that sent the first packet, or the SYN; -1 where there are no ports. */
  originatorPort: number;
  readonly announcements: Announcement[] = [];
  readonly #memory = new Map<Protocol, object>();

  constructor(number: number, packet: Packet) {
    this.number = number;
    this.originatorPort = packet.sourcePort;
  }

  /** True for packets of the end that opened the conversation. */
  isFromOriginator(packet: Packet): boolean {
    return packet.sourcePort === this.originatorPort;
  }

  /** The memory of `protocol` in this conversation, made by `create` the first time. */
  recall<Memory extends object>(protocol: Protocol, create: () => Memory): Memory {
    const known = this.#memory.get(protocol) as Memory | undefined;
    if (known !== undefined) return known;
    const created = create();
    this.#memory.set(protocol, created);
    return created;
  }

  /** Says that a payload from or to `port` will be `protocol`, whatever its content looks like. */
  announce(ipProtocol: number, port: number, protocol: Protocol): void {
    this.announcements.push({ ipProtocol, port, protocol });
  }
}
