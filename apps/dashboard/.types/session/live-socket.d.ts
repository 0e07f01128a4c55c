/**
 * The live stream over a WebSocket that comes back by itself.
 *
 * Frames hold absolute values, so after a break the subscription is sent again and the first frame
 * fills the gap. Grants that were not used when the connection broke are given again.
 */
import type { LiveStream, Subscription } from "@wirescope/query";
import type { Timer } from "../state/hold.ts";
import { Store } from "../state/store.ts";
import type { Connection } from "./connection.ts";
/** The part of `WebSocket` that is needed; tests pass their own. */
export interface Socket {
  binaryType: BinaryType;
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  send(text: string): void;
  close(): void;
}
export interface LiveSocketOptions {
  readonly open: () => Socket;
  readonly timer: Timer;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly onFrame: (frame: ArrayBuffer) => void;
  readonly onProblem: (epoch: number, problem: unknown) => void;
}
export declare class LiveSocket implements LiveStream {
  #private;
  readonly connection: Store<Connection>;
  constructor(options: LiveSocketOptions);
  subscribe(subscription: Subscription, epoch: number): void;
  grant(): void;
  /** Tries again at once instead of after the waiting time. */
  retryNow(): void;
  close(): void;
}
//# sourceMappingURL=live-socket.d.ts.map
