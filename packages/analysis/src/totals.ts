/** What was counted over all packets since the start. */
import { DecodeStatus, type Packet } from "@wirescope/decode";

/** A moment: whole seconds since 1970 (negative before) and nanoseconds 0 … 999,999,999. */
export interface Moment {
  readonly seconds: number;
  readonly nanoseconds: number;
}

export class Totals {
  packets = 0;
  /** Octets on the wire. */
  wireBytes = 0;
  /** Octets captured. */
  capturedBytes = 0;
  /** Packets with an IP header, and their octets on the wire. */
  ipPackets = 0;
  ipBytes = 0;
  /** Packets that contradict their own headers; not those that the capture cut short. */
  malformed = 0;
  /** Flows that began; one that was split by idleness or a new handshake counts as two. */
  flowsSeen = 0;
  #firstSeconds = 0;
  #firstNanoseconds = 0;
  #lastSeconds = 0;
  #lastNanoseconds = 0;

  /** Earliest time stamp, which need not be the first packet's; undefined without packets. */
  get first(): Moment | undefined {
    if (this.packets === 0) return undefined;
    return { seconds: this.#firstSeconds, nanoseconds: this.#firstNanoseconds };
  }

  /** Latest time stamp. */
  get last(): Moment | undefined {
    if (this.packets === 0) return undefined;
    return { seconds: this.#lastSeconds, nanoseconds: this.#lastNanoseconds };
  }

  add(packet: Packet): void {
    const { seconds, nanoseconds, originalLength } = packet;
    if (this.packets === 0) {
      this.#firstSeconds = seconds;
      this.#firstNanoseconds = nanoseconds;
      this.#lastSeconds = seconds;
      this.#lastNanoseconds = nanoseconds;
    } else if (
      seconds > this.#lastSeconds ||
      (seconds === this.#lastSeconds && nanoseconds > this.#lastNanoseconds)
    ) {
      this.#lastSeconds = seconds;
      this.#lastNanoseconds = nanoseconds;
    } else if (
      seconds < this.#firstSeconds ||
      (seconds === this.#firstSeconds && nanoseconds < this.#firstNanoseconds)
    ) {
      this.#firstSeconds = seconds;
      this.#firstNanoseconds = nanoseconds;
    }
    const captured = packet.end - packet.start;
    this.packets++;
    this.wireBytes += originalLength;
    this.capturedBytes += captured;
    if (packet.ipVersion !== 0) {
      this.ipPackets++;
      this.ipBytes += originalLength;
    }
    // Without a branch: V8 would compile all that counts anew when the first such packet comes.
    const isOk = packet.status === DecodeStatus.Ok;
    const isShort = packet.status === DecodeStatus.Truncated;
    const isCut = captured < originalLength;
    this.malformed += isOk || (isShort && isCut) ? 0 : 1;
  }
}
