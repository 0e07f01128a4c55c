/** The sample as batches, for whoever wants it as from a live source. */
import { type CaptureInterface, PacketBatch } from "@wirescope/pcap";
import { type SampleOptions, type SamplePacket, samplePackets } from "./sample-packets.ts";

/** Octets of a batch's block; a full-size frame is 1514. */
const BLOCK_LENGTH = 262_144;
const LINKTYPE_ETHERNET = 1;
const NANOSECONDS = 1_000_000_000;

/** What the batches' `interfaceId` 0 stands for. */
export const SAMPLE_INTERFACE: CaptureInterface = {
  name: "sample",
  description: "Generated traffic of a home network",
  linkType: LINKTYPE_ETHERNET,
  snapLength: 0,
  section: 0,
};

export class SampleReplay {
  readonly #packets: Generator<SamplePacket, void, undefined>;
  readonly #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(BLOCK_LENGTH);
  readonly #view: DataView<ArrayBuffer> = new DataView(this.#bytes.buffer);
  #next: SamplePacket | undefined;

  constructor(options: SampleOptions = {}) {
    this.#packets = samplePackets(options);
    this.#next = this.#take();
  }

  /** Seconds since 1970 of the next packet, its fraction included; undefined when all were handed out. */
  get nextTime(): number | undefined {
    const next = this.#next;
    return next === undefined ? undefined : next.seconds + next.nanoseconds / NANOSECONDS;
  }

  /**
   * Fills `batch` with packets due before `until`, in seconds since 1970 with fraction; with all that
   * fit unless given. The batch may stay empty. False once the sample is over.
   */
  fill(batch: PacketBatch, until: number = Number.POSITIVE_INFINITY): boolean {
    batch.reset(this.#bytes, this.#view);
    let offset = 0;
    for (;;) {
      const next = this.#next;
      const time = this.nextTime;
      if (next === undefined || time === undefined) return batch.count > 0;
      const fits = offset + next.bytes.length <= BLOCK_LENGTH && batch.count < batch.capacity;
      if (time >= until || !fits) return true;
      const row = batch.count;
      this.#bytes.set(next.bytes, offset);
      batch.start[row] = offset;
      batch.capturedLength[row] = next.bytes.length;
      batch.originalLength[row] = next.originalLength;
      batch.seconds[row] = next.seconds;
      batch.nanoseconds[row] = next.nanoseconds;
      batch.interfaceId[row] = 0;
      batch.linkType[row] = LINKTYPE_ETHERNET;
      batch.position[row] = 0;
      batch.count = row + 1;
      offset += next.bytes.length;
      this.#next = this.#take();
    }
  }

  #take(): SamplePacket | undefined {
    const { done, value } = this.#packets.next();
    return done === true ? undefined : value;
  }
}

/** The whole sample; `batch` is filled anew each time and valid until the next. */
export function* sampleBatches(
  options: SampleOptions = {},
  batch: PacketBatch = new PacketBatch(),
): Generator<PacketBatch, void, undefined> {
  const replay = new SampleReplay(options);
  while (replay.fill(batch)) yield batch;
}
