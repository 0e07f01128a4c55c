/** What the page's one polite region says: the newest sentence, at most one every ten seconds. */
import type { LiveFrame } from "@wirescope/query";
import type { Timer } from "./hold.ts";
import { Store } from "./store.ts";

export const QUIET_MS = 10_000;

export class Announcer {
  readonly text: Store<string> = new Store("");
  readonly #timer: Timer;
  #waiting: string | undefined;
  #quiet = false;
  #matchesEpoch = 0;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  /** Says once per filter how much it matches, for those who do not see the lists change. */
  sayMatches({ epoch, totals }: Pick<LiveFrame, "epoch" | "totals">, filter: string): void {
    if (epoch === this.#matchesEpoch) return;
    this.#matchesEpoch = epoch;
    if (filter !== "") this.say(`${totals.packets} of ${totals.allPackets} packets match.`);
  }

  say(sentence: string): void {
    if (this.#quiet) {
      this.#waiting = sentence;
      return;
    }
    this.text.set(sentence);
    this.#quiet = true;
    this.#timer.after(QUIET_MS, () => {
      this.#quiet = false;
      const next = this.#waiting;
      this.#waiting = undefined;
      if (next !== undefined) this.say(next);
    });
  }
}
