/** The traffic of everything that is held, in outline; asked for once a minute while it is looked at. */
import type { Session } from "@wirescope/query";
import { parseIso, type Span } from "../format/time.ts";
import { rangeOf } from "./scope.ts";
import { Store } from "./store.ts";
import { overlaps, SECOND } from "./time-window.ts";

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
  #asked: Span | undefined;
  #turn = 0;
  #watchers = 0;

  /** @param now milliseconds of a steady clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  follow(session: Session): void {
    this.#session = session;
    this.#askedAt = Number.NEGATIVE_INFINITY;
    this.#asked = undefined;
    this.columns.set(undefined);
  }

  /** Keeps the outline up to date until the returned function is called. */
  watch(): () => void {
    this.#watchers += 1;
    return () => {
      this.#watchers -= 1;
    };
  }

  /** Called when the extent is known or has changed; asks sooner while it changes much. */
  async refresh(reach: Span): Promise<void> {
    const session = this.#session;
    const length = reach.to - reach.from;
    const isOther = this.#asked === undefined || !isLike(reach, this.#asked);
    const due = this.#now() - this.#askedAt >= REFRESH_MS;
    if (session === undefined || this.#watchers === 0 || (!isOther && !due)) return;
    this.#askedAt = this.#now();
    this.#asked = reach;
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

/** Whether an outline of `asked` does for `reach` a while longer. */
function isLike(reach: Span, asked: Span): boolean {
  const growth = (reach.to - reach.from) / (asked.to - asked.from);
  return growth <= 1.2 && growth >= 0.5 && overlaps(reach, asked);
}
