/** Payloads that conversations have said will come, until they come or are too old. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Announcement } from "./conversation.ts";

/** Announcements remembered at once; the oldest go first. */
const MAX_ANNOUNCEMENTS = 4096;

/** Seconds of capture time after which an announcement is forgotten. */
const MAX_AGE = 3600;

interface Announced {
  readonly protocol: Protocol;
  readonly seconds: number;
}

export class Announcements {
  readonly #announced = new Map<number, Announced>();

  /** Takes in what the conversation of this packet has announced, and empties the list. */
  collect(announcements: Announcement[], packet: Packet): void {
    for (const { ipProtocol, port, protocol } of announcements) {
      const key = keyOf(ipProtocol, port);
      this.#announced.delete(key);
      this.#announced.set(key, { protocol, seconds: packet.seconds });
      if (this.#announced.size > MAX_ANNOUNCEMENTS) {
        this.#announced.delete(this.#announced.keys().next().value!);
      }
    }
    announcements.length = 0;
  }

  /** What was announced for a packet that opens a conversation; `Unknown` where nothing was. */
  find(packet: Packet): Protocol {
    if (this.#announced.size === 0) return Protocol.Unknown;
    const { ipProtocol, sourcePort, destinationPort, seconds } = packet;
    const announced =
      this.#announced.get(keyOf(ipProtocol, destinationPort)) ??
      this.#announced.get(keyOf(ipProtocol, sourcePort));
    if (announced === undefined || seconds - announced.seconds > MAX_AGE) return Protocol.Unknown;
    return announced.protocol;
  }
}

function keyOf(ipProtocol: number, port: number): number {
  return ipProtocol * 65_536 + port;
}
