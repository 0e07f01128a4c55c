/**
 * The timeline of a whole file: a live window ends at the newest packet and would show only a file's
 * last stretch. Asked for again each second while the file is still being read.
 */
import type { LiveTimeline, Session } from "@wirescope/query";
import { columns } from "./answers.ts";
import { Store } from "./store.ts";

const REFRESH_MS = 1000;

export class WholeTimeline {
  readonly timeline: Store<LiveTimeline | undefined> = new Store<LiveTimeline | undefined>(
    undefined,
  );
  readonly #now: () => number;
  #question: { session: Session; filter: string } | undefined;
  #packets = -1;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking = false;

  /** @param now milliseconds of a steady clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Starts over; `undefined` when the live window is shown instead. */
  ask(session: Session | undefined, filter: string): void {
    const sameSession = session !== undefined && session === this.#question?.session;
    this.#question = session === undefined ? undefined : { session, filter };
    this.#packets = -1;
    this.#askedAt = Number.NEGATIVE_INFINITY;
    if (!sameSession) this.timeline.set(undefined);
  }

  /** Called with every frame; asks when there is more to see. @param finished the file is read. */
  async refresh(packets: number, finished: boolean): Promise<void> {
    const question = this.#question;
    const early = !finished && this.#now() - this.#askedAt < REFRESH_MS;
    if (question === undefined || this.#asking || packets === this.#packets || early) return;
    this.#packets = packets;
    this.#askedAt = this.#now();
    this.#asking = true;
    const answer = await question.session
      .timeline({
        range: { from: undefined, to: undefined },
        filter: question.filter,
        by: "protocol",
        step: undefined,
      })
      .catch(() => undefined);
    this.#asking = false;
    if (question === this.#question && answer !== undefined) this.timeline.set(columns(answer));
  }
}
