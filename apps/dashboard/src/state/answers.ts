/**
 * What the page asks about a stretch of time: figures, ranked lists and the timeline. Each is asked
 * when somebody looks at it, again when the scope changes, and every few seconds while the scope's
 * end is the present. What is shown stays until the next answer comes; late answers are dropped.
 */
import type {
  Coverage,
  LiveRanking,
  LiveTimeline,
  Session,
  Summary,
  Timeline,
  TimeRange,
  Top,
  TopDimension,
} from "@wirescope/query";
import { parseIso } from "../format/time.ts";
import type { HostNames } from "./host-names.ts";
import { Store } from "./store.ts";

const ROWS = 30;
/** Rankings whose labels are addresses. */
const OF_HOSTS: ReadonlySet<TopDimension> = new Set(["host", "source", "destination"]);

export interface AnswersQuestion {
  readonly session: Session;
  readonly filter: string;
  /** What figures and lists are about; undefined while live frames tell them. */
  readonly scope: TimeRange | undefined;
  /** What the timeline shows; undefined while live frames tell it. */
  readonly window: TimeRange | undefined;
  /** Seconds per bucket of the timeline. */
  readonly step: number | undefined;
  /** What lists are about that live frames don't have. */
  readonly present: TimeRange;
}

/** One question and what came of it. */
export interface Answer<T> {
  readonly value: T | undefined;
  /** The epoch of the question that the value answers. */
  readonly epoch: number;
  readonly pending: boolean;
  /** One sentence when the last asking failed. */
  readonly problem: string | undefined;
}

export interface AskedTimeline {
  readonly columns: LiveTimeline;
  readonly coverage: Coverage;
}

const NOTHING = { value: undefined, epoch: 0, pending: false, problem: undefined } as const;

class Asked<T> {
  readonly state: Store<Answer<T>> = new Store<Answer<T>>(NOTHING);
  readonly #run: (question: AnswersQuestion) => Promise<T> | undefined;
  #turn = 0;

  /** @param run asks; undefined where there is nothing to ask. */
  constructor(run: (question: AnswersQuestion) => Promise<T> | undefined) {
    this.#run = run;
  }

  /** @param again the same is asked again, which nobody waits for. */
  async ask(question: AnswersQuestion, epoch: number, again = false): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const asking = this.#run(question);
    if (asking === undefined) {
      this.state.set(NOTHING);
      return;
    }
    if (!again) this.state.update((state) => ({ ...state, pending: true }));
    try {
      const value = await asking;
      if (turn === this.#turn) this.state.set({ value, epoch, pending: false, problem: undefined });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (turn === this.#turn) this.state.set({ ...NOTHING, problem });
    }
  }
}

export class Answers {
  readonly #summary = new Asked<Summary>(({ session, scope, filter }) =>
    scope === undefined ? undefined : session.summary({ range: scope, filter }),
  );
  readonly #timeline = new Asked<AskedTimeline>(({ session, window, filter, step }) =>
    window === undefined
      ? undefined
      : session
          .timeline({ range: window, filter, by: "protocol", step })
          .then((answer) => ({ columns: columns(answer), coverage: answer.coverage })),
  );
  readonly #tops = new Map<TopDimension, Asked<Top>>();
  readonly #watched = new Map<TopDimension, number>();
  readonly #names: HostNames;
  #question: AnswersQuestion | undefined;
  /** Grows with every new question, and not when the same is asked again. */
  #epoch = 0;

  /** @param names learns what rankings of hosts tell. */
  constructor(names: HostNames) {
    this.#names = names;
  }

  get summary(): Store<Answer<Summary>> {
    return this.#summary.state;
  }

  get timeline(): Store<Answer<AskedTimeline>> {
    return this.#timeline.state;
  }

  /** Asks another question. */
  ask(question: AnswersQuestion): void {
    const other = question.session !== this.#question?.session;
    this.#question = question;
    this.#epoch += 1;
    if (other) {
      for (const asked of [this.#summary, this.#timeline, ...this.#tops.values()]) {
        asked.state.set(NOTHING);
      }
    }
    void this.#timeline.ask(question, this.#epoch);
    this.#askScope(question, false);
  }

  /** Asks again what is about a range that has moved on. */
  refresh(question: AnswersQuestion): void {
    this.#question = question;
    if (question.window?.to === undefined) void this.#timeline.ask(question, this.#epoch, true);
    if (question.present.to === undefined) this.#askScope(question, true);
  }

  ranking(dimension: TopDimension): Store<Answer<Top>> {
    return this.#top(dimension).state;
  }

  /** Keeps a ranking up to date until the returned function is called. */
  watch(dimension: TopDimension): () => void {
    const watchers = this.#watched.get(dimension) ?? 0;
    this.#watched.set(dimension, watchers + 1);
    if (watchers === 0 && this.#question !== undefined) {
      void this.#top(dimension).ask(this.#question, this.#epoch);
    }
    return () => {
      const left = (this.#watched.get(dimension) ?? 1) - 1;
      if (left > 0) this.#watched.set(dimension, left);
      else this.#watched.delete(dimension);
    };
  }

  #top(dimension: TopDimension): Asked<Top> {
    let asked = this.#tops.get(dimension);
    if (asked === undefined) {
      asked = new Asked<Top>(({ session, scope, present, filter }) => {
        const range = scope ?? (isInFrames(dimension) ? undefined : present);
        if (range === undefined) return undefined;
        const question = { range, filter, by: dimension, metric: "bytes", limit: ROWS } as const;
        return session.top(question).then((top) => {
          if (OF_HOSTS.has(dimension)) this.#names.learn(namesOf(top));
          return top;
        });
      });
      this.#tops.set(dimension, asked);
    }
    return asked;
  }

  #askScope(question: AnswersQuestion, again: boolean): void {
    void this.#summary.ask(question, this.#epoch, again);
    for (const dimension of this.#watched.keys())
      void this.#top(dimension).ask(question, this.#epoch, again);
  }
}

function namesOf({ rows }: Top): Pick<LiveRanking, "labels" | "names"> {
  return { labels: rows.map(({ label }) => label), names: rows.map(({ name }) => name ?? "") };
}

/** Countries and networks are in no live frame. */
function isInFrames(dimension: TopDimension): boolean {
  return dimension !== "country" && dimension !== "asn";
}

/** An answer as the columns of a frame. */
export function columns(answer: Timeline): LiveTimeline {
  return {
    start: answer.start === null ? 0 : parseIso(answer.start) / 1e6,
    step: answer.step,
    names: answer.series.map((series) => series.name),
    packets: answer.series.map((series) => Float64Array.from(series.packets)),
    bytes: answer.series.map((series) => Float64Array.from(series.bytes)),
  };
}
