/** Since when nothing has arrived, whatever the filter. */
import type { LiveFrame } from "@wirescope/query";
import { Store } from "./store.ts";

export interface QuietState {
  /** Milliseconds since 1970 on this computer's clock at which the last packets were noticed. */
  readonly since: number;
  /** And at which the server said so last; a server that says nothing is not quiet. */
  readonly until: number;
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
    this.state = new Store<QuietState>(this.#nothing());
  }

  reset(): void {
    this.#packets = -1;
    this.state.set(this.#nothing());
  }

  receive(frame: LiveFrame): void {
    const until = this.#clock();
    if (frame.totals.allPackets === this.#packets) {
      this.state.update((before) => ({ ...before, until }));
      return;
    }
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
    this.state.set({ since: until, until, last });
  }

  #nothing(): QuietState {
    const now = this.#clock();
    return { since: now, until: now, last: undefined };
  }
}
