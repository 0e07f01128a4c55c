/** The traffic of everything that is held, in outline; asked for once a minute while it is looked at. */
import type { Session } from "@wirescope/query";
import { parseIso, type Span } from "../format/time.ts";
import { rangeOf } from "./scope.ts";
import { Store } from "./store.ts";
import { SECOND } from "./time-window.ts";

const REFRESH_MS = 60_000;
const BUCKETS = 300;
/** Widths of a bucket, so that its edges are those of minutes and hours. */
const STEPS = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600, 86_400];

export interface OverviewColumns {
  /** Seconds since 1970 at which the first bucket starts. */
  readonly start: number;
  readonly step: number;
  readonly bytes: readonly number[];
}

export class ExtentOverview {
  readonly columns: Store<OverviewColumns | undefined> = new Store<OverviewColumns | undefined>(
    undefined,
  );
  readonly #now: () => number;
  #session: Session | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asked = 0;
  #turn = 0;
  #watchers = 0;

  /** @param now milliseconds of a steady clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  follow(session: Session): void {
    this.#session = session;
    this.#askedAt = Number.NEGATIVE_INFINITY;
    this.#asked = 0;
    this.columns.set(undefined);
  }

  /** Keeps the outline up to date until the returned function is called. */
  watch(): () => void {
    this.#watchers += 1;
    return () => {
      this.#watchers -= 1;
    };
  }

  /** Called when the extent is known or has changed; asks sooner while it grows fast. */
  async refresh(reach: Span): Promise<void> {
    const session = this.#session;
    const length = reach.to - reach.from;
    const grown = length > this.#asked * 1.2;
    const due = this.#now() - this.#askedAt >= REFRESH_MS;
    if (session === undefined || this.#watchers === 0 || (!grown && !due)) return;
    this.#askedAt = this.#now();
    this.#asked = length;
    this.#turn += 1;
    const turn = this.#turn;
    const wanted = length / SECOND / BUCKETS;
    const answer = await session
      .timeline({
        range: rangeOf({ span: reach, follows: true, live: false }, 60),
        filter: "",
        by: "total",
        step: wanted < 1 ? undefined : (STEPS.find((step) => step >= wanted) ?? Math.ceil(wanted)),
      })
      .catch(() => undefined);
    if (session !== this.#session || turn !== this.#turn) return;
    if (answer === undefined || answer.start === null) return;
    const { start, step, bytes } = answer;
    this.columns.set({ start: parseIso(start) / 1e6, step, bytes });
  }
}
