/**
 * The generated sample, replayed as if it were live: times are moved so that the first minute has
 * passed already and the rest comes when it is due, over and over with another seed each time.
 */
import type { CaptureInterface, PacketBatch } from "@wirescope/pcap";
import { type SamplePacket, samplePackets } from "@wirescope/sample";
import type { PacketSource } from "./packet-source.ts";

/** Seconds of the sample that have passed when it starts, so that the first chart has a shape. */
const HEAD_START = 60;

/** Octets of packets in one batch; the sample's largest frames are far smaller. */
const BLOCK_LENGTH = 1 << 20;

/** LINKTYPE_ETHERNET. */
const ETHERNET = 1;

const FIRST_SEED = 1;

export interface SampleSourceOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so many milliseconds, or earlier. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

export class SampleSource implements PacketSource {
  /** The one interface that every packet is from. */
  readonly interfaces: readonly CaptureInterface[] = [
    {
      name: "sample",
      description: "Generated sample",
      linkType: ETHERNET,
      snapLength: 0,
      section: 0,
    },
  ];
  readonly #options: SampleSourceOptions;
  readonly #bytes = new Uint8Array(BLOCK_LENGTH);
  readonly #view = new DataView(this.#bytes.buffer);
  #seed = FIRST_SEED;
  #packets: Iterator<SamplePacket>;
  #pending: SamplePacket;
  /** Seconds to add to the sample's own times. */
  #shift: number;

  constructor(options: SampleSourceOptions) {
    this.#options = options;
    [this.#packets, this.#pending] = startRound(this.#seed);
    this.#shift = Math.floor(options.now() / 1000) - HEAD_START - this.#pending.seconds;
  }

  async next(batch: PacketBatch, timeout: number): Promise<boolean> {
    batch.reset(this.#bytes, this.#view);
    const wait = this.#dueAt() - this.#options.now();
    if (wait > 0) await this.#options.wait(Math.min(wait, timeout));
    this.#fill(batch, this.#options.now());
    return true;
  }

  /** Milliseconds since 1970 at which the next packet comes. */
  #dueAt(): number {
    return (this.#pending.seconds + this.#shift) * 1000 + this.#pending.nanoseconds / 1e6;
  }

  #fill(batch: PacketBatch, now: number): void {
    let offset = 0;
    while (batch.count < batch.capacity && this.#dueAt() <= now) {
      const { bytes, originalLength, seconds, nanoseconds } = this.#pending;
      if (offset + bytes.length > BLOCK_LENGTH) return;
      this.#bytes.set(bytes, offset);
      const row = batch.count;
      batch.start[row] = offset;
      batch.capturedLength[row] = bytes.length;
      batch.originalLength[row] = originalLength;
      batch.seconds[row] = seconds + this.#shift;
      batch.nanoseconds[row] = nanoseconds;
      batch.interfaceId[row] = 0;
      batch.linkType[row] = ETHERNET;
      batch.position[row] = 0;
      batch.count = row + 1;
      offset += bytes.length;
      this.#advance();
    }
  }

  #advance(): void {
    const next = this.#packets.next();
    if (next.done !== true) {
      this.#pending = next.value;
      return;
    }
    const resumeAt = this.#pending.seconds + this.#shift + 1;
    this.#seed += 1;
    [this.#packets, this.#pending] = startRound(this.#seed);
    this.#shift = resumeAt - this.#pending.seconds;
  }
}

function startRound(seed: number): [Iterator<SamplePacket>, SamplePacket] {
  const packets = samplePackets({ seed })[Symbol.iterator]();
  const first = packets.next();
  if (first.done === true) throw new Error("The sample has no packets.");
  return [packets, first.value];
}
