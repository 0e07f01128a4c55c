/** Feeds packets to an analysis with a ledger and closes minutes as the capture's time goes by. */
import type { Packet } from "@wirescope/decode";
import { Analysis } from "../src/analysis.ts";
import type { AnalysisOptions } from "../src/options.ts";
import type { SliceBatch } from "../src/slice-batch.ts";
import type { SliceLedger } from "../src/slice-ledger.ts";

const MINUTE = 60;

export class Minutes {
  readonly analysis: Analysis;
  readonly ledger: SliceLedger;
  /** Of the minutes that are over. */
  readonly batches: SliceBatch[] = [];
  minute = 0;
  #end = Number.NEGATIVE_INFINITY;

  constructor(options: Partial<AnalysisOptions> = {}) {
    this.analysis = new Analysis({ sliceCapacity: 1000, ...options });
    this.ledger = this.analysis.ledger!;
  }

  /** A packet that comes late counts in the running minute; the clock goes back for more than a minute. */
  add(packet: Packet): void {
    const { seconds } = packet;
    if (seconds >= this.#end || seconds < this.#end - 2 * MINUTE) {
      if (this.#end > Number.NEGATIVE_INFINITY) this.close();
      this.minute = seconds - (seconds % MINUTE);
      this.#end = this.minute + MINUTE;
      this.ledger.start(this.minute);
    }
    this.analysis.add(packet);
  }

  close(): SliceBatch {
    const batch = this.ledger.close();
    this.batches.push(batch);
    return batch;
  }
}

/** One row of a batch. */
export interface SliceRow {
  readonly flow: number;
  readonly previous: number;
  readonly protocol: number;
  readonly byPort: boolean;
  readonly packets: number;
  readonly bytes: number;
  readonly payload: number;
  /** Nanoseconds since 1970. */
  readonly first: bigint;
  readonly last: bigint;
}

export function rowsOf(batch: SliceBatch): SliceRow[] {
  return Array.from({ length: batch.count }, (_, i) => ({
    flow: batch.flow[i]!,
    previous: batch.previous[i]!,
    protocol: batch.protocol[i]!,
    byPort: batch.protocolByPort[i] === 1,
    packets: batch.packetsOut[i]! + batch.packetsIn[i]!,
    bytes: batch.bytesOut[i]! + batch.bytesIn[i]!,
    payload: batch.payloadOut[i]! + batch.payloadIn[i]!,
    first: nanoseconds(batch.firstSeconds[i]!, batch.firstNanoseconds[i]!),
    last: nanoseconds(batch.lastSeconds[i]!, batch.lastNanoseconds[i]!),
  }));
}

export function nanoseconds(seconds: number, rest: number): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(rest);
}
