/** When the messages of an exchange were first seen, so that an answer finds its question. */

import type { Packet } from "../packet.ts";
import { type CaptureTime, spanText } from "../stream/capture-time.ts";

/** Messages of one conversation that are remembered; the oldest go first. */
const MAX_MESSAGES = 1024;

export class PacketTime implements CaptureTime {
  /** Number of the frame. */
  readonly number: number;
  readonly seconds: number;
  readonly nanoseconds: number;

  constructor(packet: Packet) {
    this.number = packet.number;
    this.seconds = packet.seconds;
    this.nanoseconds = packet.nanoseconds;
  }

  /** Seconds from this packet to `packet`, with nine decimals. */
  since(packet: Packet): string {
    return spanText(this, packet);
  }
}

export class PacketTimes {
  readonly #times = new Map<string, PacketTime>();

  /** When `key` was first seen: now, if it was not seen before. */
  first(key: string, packet: Packet): PacketTime {
    return this.#times.get(key) ?? this.note(key, packet);
  }

  /** Takes `packet` as the one that `key` was seen in, whatever was there before. */
  note(key: string, packet: Packet): PacketTime {
    const time = new PacketTime(packet);
    this.#times.delete(key);
    this.#times.set(key, time);
    if (this.#times.size > MAX_MESSAGES) this.#times.delete(this.#times.keys().next().value!);
    return time;
  }

  forget(key: string): void {
    this.#times.delete(key);
  }

  /** When `key` was seen, undefined if it was not. */
  known(key: string): PacketTime | undefined {
    return this.#times.get(key);
  }
}
