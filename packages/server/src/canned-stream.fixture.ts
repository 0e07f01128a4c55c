/** A live stream with fixed frames. */
import {
  encodeLiveFrame,
  type LiveFrame,
  type LiveRanking,
  type LiveStream,
  QueryError,
  type Session,
  type Subscription,
} from "@wirescope/query";

const NO_RANKING: LiveRanking = {
  labels: [],
  names: [],
  filters: [],
  packets: new Float64Array(0),
  bytes: new Float64Array(0),
  bytesIn: new Float64Array(0),
  members: 0,
};

/** An empty frame of a subscription. */
function cannedFrame(epoch: number): LiveFrame {
  return {
    epoch,
    watermark: 1_795_341_600_000_000,
    state: "running",
    progress: 1,
    totals: {
      packets: 12,
      bytes: 1200,
      allPackets: 12,
      allBytes: 1200,
      activeFlows: 1,
      flows: 1,
      hosts: 2,
      malformed: 0,
      kernelDrops: 3,
      interfaceDrops: 1,
      rowsSkipped: 2,
      packetsForgotten: 5,
      firstHeld: 6,
      lastHeld: 12,
    },
    timeline: { start: 0, step: 1, names: [], packets: [], bytes: [] },
    protocols: NO_RANKING,
    sources: NO_RANKING,
    destinations: NO_RANKING,
    hosts: NO_RANKING,
    services: NO_RANKING,
    applications: NO_RANKING,
    rows: {
      number: new Float64Array(0),
      time: new Float64Array(0),
      length: new Uint32Array(0),
      protocolByPort: new Uint8Array(0),
      protocol: [],
      source: [],
      destination: [],
      info: [],
      skipped: 0,
    },
  };
}

/** Sends a frame for every grant at once. */
export class CannedStream implements LiveStream {
  readonly #onFrame: (frame: ArrayBuffer) => void;
  readonly #onProblem: ((problem: QueryError, epoch: number) => void) | undefined;
  subscription: Subscription | undefined;
  grants = 0;
  closed = false;
  /** False keeps granted frames back. */
  prompt = true;
  #epoch = 0;

  constructor(...[onFrame, onProblem]: Parameters<Session["live"]>) {
    this.#onFrame = onFrame;
    this.#onProblem = onProblem;
  }

  subscribe(subscription: Subscription, epoch: number): void {
    this.subscription = subscription;
    this.#epoch = epoch;
    if (subscription.filter === "tcp.prt == 1") this.#onProblem?.(badFilter(), epoch);
  }

  grant(): void {
    this.grants += 1;
    if (this.prompt) this.#onFrame(encodeLiveFrame(cannedFrame(this.#epoch)));
  }

  close(): void {
    this.closed = true;
  }
}

/** What any question is told whose filter is `tcp.prt == 1`. */
export function badFilter(): QueryError {
  return new QueryError("QUERY_BAD_FILTER", "There is no field tcp.prt.", 1, {
    length: 7,
    suggestion: "tcp.port",
  });
}
