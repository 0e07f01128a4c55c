/** What the page says about packets that are counted but no longer held, and since when they are. */
import type { LiveFrame, Session } from "@wirescope/query";
import { formatClock, parseIso } from "../format/time.ts";
import { Store } from "./store.ts";

const REFRESH_MS = 5000;

export class CoverageNote {
  /** One sentence, or undefined while everything is held. */
  readonly note: Store<string | undefined> = new Store<string | undefined>(undefined);
  /** Seconds since 1970 of the oldest packet that is held; undefined while everything is. */
  readonly heldSince: Store<number | undefined> = new Store<number | undefined>(undefined);
  readonly #now: () => number;
  #askedAt = Number.NEGATIVE_INFINITY;
  #session: Session | undefined;

  /** @param now milliseconds of a steady clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  follow(session: Session): void {
    this.#session = session;
    this.#askedAt = Number.NEGATIVE_INFINITY;
    this.note.set(undefined);
    this.heldSince.set(undefined);
  }

  /** Called with every frame; asks at most every five seconds, and only once packets are missing. */
  async refresh(frame: LiveFrame): Promise<void> {
    const session = this.#session;
    const due = this.#now() - this.#askedAt >= REFRESH_MS;
    if (session === undefined || frame.totals.packetsForgotten === 0 || !due) return;
    this.#askedAt = this.#now();
    const page = await session
      .packets({
        range: { from: undefined, to: undefined },
        filter: "",
        cursor: undefined,
        direction: "forward",
        limit: 1,
      })
      .catch(() => undefined);
    const oldest = page?.packets[0];
    if (session !== this.#session || oldest === undefined) return;
    const micros = parseIso(oldest.timestamp);
    this.heldSince.set(micros / 1e6);
    this.note.set(`Packets since ${formatClock(micros)} are held; earlier ones are counted only.`);
  }
}
