/**
 * One TCP connection (RFC 9293) as a mirror port sees it: handshake, segments of the agreed size,
 * acknowledgments every other segment, losses that are sent again, and the end.
 *
 * The conversation keeps the clock: `time` is when the next thing happens, in microseconds, and each
 * generator moves it on.
 */
import type { Host } from "../network.ts";
import { buildTcp, synOptions, TcpFlag, timestampOption } from "../packet/tcp.ts";
import type { Random } from "../random.ts";
import { type Frames, MILLISECOND, type SampleFrame } from "../sample-frame.ts";
import { addressOf, type IpVersion, ipFrame } from "./path.ts";

const TCP = 6;
/** Ethernet's 1500 octets without IP and TCP headers. */
const MAX_SEGMENT_SIZE = { 4: 1460, 6: 1440 } as const;
/** Octets of the time stamp option in every segment after the first two. */
const OPTION_LENGTH = 12;
const SEGMENTS_PER_ACK = 2;
const DUPLICATE_ACKS = 3;
/** Shortest retransmission timeout of Linux. */
const MIN_TIMEOUT = 200 * MILLISECOND;

export type Side = "client" | "server";

export interface TcpOptions {
  readonly client: Host;
  readonly server: Host;
  readonly version: IpVersion;
  readonly clientPort: number;
  readonly serverPort: number;
  /** Microseconds since the start of the sample. */
  readonly start: number;
  readonly random: Random;
  /** Octets per second of the narrowest link; 12.5 million unless given. */
  readonly rate?: number;
  /** Share of full segments that are lost behind the mirror port; 0 unless given. */
  readonly loss?: number;
}

interface End {
  readonly host: Host;
  readonly port: number;
  /** Next sequence number. */
  next: number;
  identification: number;
  readonly clock: number;
}

export class TcpConversation {
  /** When the next thing happens, in microseconds. */
  time: number;
  readonly #options: Required<TcpOptions>;
  readonly #ends: Readonly<Record<Side, End>>;
  readonly #roundTrip: number;

  constructor(options: TcpOptions) {
    this.#options = { rate: 12_500_000, loss: 0, ...options };
    this.time = options.start;
    const { random, client, server } = options;
    this.#roundTrip = Math.max(client.roundTrip, server.roundTrip);
    const end = (host: Host, port: number): End => ({
      host,
      port,
      next: random.uint32(),
      identification: random.integer(0, 0xffff),
      clock: random.uint32(),
    });
    this.#ends = {
      client: end(client, options.clientPort),
      server: end(server, options.serverPort),
    };
  }

  /** The three-way handshake. */
  *open(): Frames {
    yield this.#segment("client", TcpFlag.Syn);
    this.time += this.#jitter(this.#roundTrip);
    yield this.#segment("server", TcpFlag.Syn | TcpFlag.Ack);
    this.time += this.#jitter(200);
    yield this.#segment("client", TcpFlag.Ack);
  }

  /** `attempts` SYNs, each after twice the time of the one before, that nobody answers. */
  *openInVain(attempts: number): Frames {
    const first = this.#ends.client.next;
    let wait = 1000 * MILLISECOND;
    for (let attempt = 0; attempt < attempts; attempt++) {
      this.#ends.client.next = first;
      yield this.#segment("client", TcpFlag.Syn);
      this.time += wait;
      wait *= 2;
    }
  }

  /** A SYN that is refused. */
  *openRefused(): Frames {
    yield this.#segment("client", TcpFlag.Syn);
    this.time += this.#jitter(this.#roundTrip);
    yield this.#segment("server", TcpFlag.Rst | TcpFlag.Ack);
  }

  /** Sends `bytes` in segments; the other side acknowledges. */
  *send(side: Side, bytes: Uint8Array): Frames {
    const { version, rate, loss, random } = this.#options;
    const other = opposite(side);
    const size = MAX_SEGMENT_SIZE[version] - OPTION_LENGTH;
    const gap = (size / rate) * 1_000_000;
    this.time += this.#jitter(side === "server" ? this.#roundTrip : 300);
    let unacknowledged = 0;
    for (let offset = 0; offset < bytes.length; offset += size) {
      const payload = bytes.subarray(offset, offset + size);
      const last = offset + size >= bytes.length;
      const flags = TcpFlag.Ack | (last ? TcpFlag.Psh : 0);
      const sequence = this.#ends[side].next;
      yield this.#segment(side, flags, payload);
      if (loss > 0 && random.fraction() < loss) {
        yield* this.#resend(side, { sequence, payload, flags });
        unacknowledged = SEGMENTS_PER_ACK;
      }
      unacknowledged++;
      if (unacknowledged >= SEGMENTS_PER_ACK || last) {
        this.time += this.#jitter(80);
        yield this.#segment(other, TcpFlag.Ack);
        unacknowledged = 0;
      }
      this.time += Math.max(1, this.#jitter(gap));
    }
  }

  /** Both sides finish, `side` first. */
  *close(side: Side = "client"): Frames {
    const other = opposite(side);
    yield this.#segment(side, TcpFlag.Fin | TcpFlag.Ack);
    this.time += this.#jitter(this.#roundTrip);
    yield this.#segment(other, TcpFlag.Fin | TcpFlag.Ack);
    this.time += this.#jitter(200);
    yield this.#segment(side, TcpFlag.Ack);
  }

  /** A segment that was lost: the other side repeats its acknowledgment, then it is sent again. */
  *#resend(side: Side, lost: { sequence: number; payload: Uint8Array; flags: number }): Frames {
    const sender = this.#ends[side];
    const after = sender.next;
    sender.next = lost.sequence;
    for (let count = 0; count < DUPLICATE_ACKS; count++) {
      this.time += this.#jitter(400);
      yield this.#segment(opposite(side), TcpFlag.Ack);
    }
    this.time += Math.max(this.#jitter(this.#roundTrip), MIN_TIMEOUT);
    yield this.#segment(side, lost.flags, lost.payload);
    sender.next = after;
  }

  #segment(side: Side, flags: number, payload: Uint8Array = new Uint8Array(0)): SampleFrame {
    const { version } = this.#options;
    const from = this.#ends[side];
    const to = this.#ends[opposite(side)];
    const first = (flags & TcpFlag.Syn) !== 0;
    const acknowledges = (flags & TcpFlag.Ack) !== 0;
    const ticks = Math.floor(this.time / MILLISECOND);
    const value = (from.clock + ticks) >>> 0;
    const echo = acknowledges ? (to.clock + ticks) >>> 0 : 0;
    const segment = buildTcp({
      source: addressOf(from.host, version),
      destination: addressOf(to.host, version),
      sourcePort: from.port,
      destinationPort: to.port,
      sequence: (flags & TcpFlag.Rst) !== 0 ? 0 : from.next,
      acknowledgment: acknowledges ? to.next : 0,
      flags,
      window: (flags & TcpFlag.Rst) !== 0 ? 0 : 64_240,
      options:
        (flags & TcpFlag.Rst) !== 0
          ? new Uint8Array(0)
          : first
            ? synOptions(MAX_SEGMENT_SIZE[version], value, echo)
            : timestampOption(value, echo),
      payload,
    });
    const counted = (flags & (TcpFlag.Syn | TcpFlag.Fin)) !== 0 ? 1 : 0;
    from.next = (from.next + payload.length + counted) >>> 0;
    from.identification = (from.identification + 1) & 0xffff;
    return {
      time: this.time,
      bytes: ipFrame(from.host, to.host, {
        version,
        protocol: TCP,
        payload: segment,
        identification: from.identification,
      }),
    };
  }

  #jitter(mean: number): number {
    return Math.round(mean * (0.9 + 0.2 * this.#options.random.fraction()));
  }
}

function opposite(side: Side): Side {
  return side === "client" ? "server" : "client";
}
