/** Since when nothing has arrived, whatever the filter. */
import type { LiveFrame } from "@wirescope/query";
import { Store } from "./store.ts";

export interface QuietState {
  /** Milliseconds since 1970 on this computer's clock at which the last packets were noticed. */
  readonly since: number;
  /** The newest row that the page was sent. */
  readonly last:
    | { readonly time: number; readonly protocol: string; readonly source: string }
    | undefined;
}

export class Quiet {
  readonly state: Store<QuietState>;
  readonly #clock: () => number;
  #packets = -1;

  /** @param clock milliseconds since 1970. */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.state = new Store<QuietState>({ since: clock(), last: undefined });
  }

  reset(): void {
    this.#packets = -1;
    this.state.set({ since: this.#clock(), last: undefined });
  }

  receive(frame: LiveFrame): void {
    if (frame.totals.allPackets === this.#packets) return;
    this.#packets = frame.totals.allPackets;
    const { rows } = frame;
    const newest = rows.number.length - 1;
    const last =
      newest < 0
        ? this.state.getSnapshot().last
        : {
            time: rows.time[newest]!,
            protocol: rows.protocol[newest]!,
            source: rows.source[newest]!,
          };
    this.state.set({ since: this.#clock(), last });
  }
}
