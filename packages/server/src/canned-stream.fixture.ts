/** A live stream with fixed frames. */
import {
  encodeLiveFrame,
  type LiveFrame,
  type LiveStream,
  QueryError,
  type Session,
  type Subscription,
} from "@wirescope/query";
import { EMPTY_FRAME } from "../../query/src/live-frame.contract.ts";

/** A frame of a subscription, without rankings and rows. */
function cannedFrame(epoch: number): LiveFrame {
  return {
    ...EMPTY_FRAME,
    epoch,
    watermark: 1_795_341_600_000_000,
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
