/** What the file of history answers, the running minute included. */
import type { Catalog } from "@wirescope/catalog";
import {
  type Extent,
  type FlowsPage,
  type FlowsQuestion,
  fromUnixNanos,
  type HostsPage,
  type HostsQuestion,
  type PastSession,
  type Scope,
  type Summary,
  type Timeline,
  type TimelineQuestion,
  type TimeRange,
  type Top,
  type TopQuestion,
  type Usage,
  type UsageQuestion,
} from "@wirescope/query";
import { HistorySession } from "../sql/past-session.ts";
import { DUCKDB } from "../sql/sql-dialect.ts";
import type { DuckdbHistory } from "./duckdb-history.ts";

/** Seconds before the present that the running minute may reach back. */
const RUNNING_REACH = 120;

export interface DuckdbSessionOptions {
  readonly catalog: Catalog | undefined;
  /** Seconds since 1970. */
  readonly now?: () => number;
}

export class DuckdbSession implements PastSession {
  readonly #history: DuckdbHistory;
  readonly #session: HistorySession;
  readonly #now: () => number;

  constructor(history: DuckdbHistory, { catalog, now = presentSeconds }: DuckdbSessionOptions) {
    this.#history = history;
    this.#now = now;
    this.#session = new HistorySession(
      {
        dialect: DUCKDB,
        query: ({ text, parameters }) => history.rows(text, parameters),
        running: async () => history.runningTables,
        get problem() {
          return history.problem;
        },
      },
      { catalog, now },
    );
  }

  summary(question: Scope): Promise<Summary> {
    return this.#answer(question.range, () => this.#session.summary(question));
  }

  timeline(question: TimelineQuestion): Promise<Timeline> {
    return this.#answer(question.range, () => this.#session.timeline(question));
  }

  top(question: TopQuestion): Promise<Top> {
    return this.#answer(question.range, () => this.#session.top(question));
  }

  flows(question: FlowsQuestion): Promise<FlowsPage> {
    return this.#answer(question.range, () => this.#session.flows(question));
  }

  hosts(question: HostsQuestion): Promise<HostsPage> {
    return this.#answer(question.range, () => this.#session.hosts(question));
  }

  usage(question: UsageQuestion): Promise<Usage> {
    return this.#answer(question.range, () => this.#session.usage(question));
  }

  async extent(): Promise<Extent> {
    const { problem, isAway } = this.#history;
    if (isAway) {
      return { packets: undefined, flows: undefined, hours: undefined, gaps: [], problem };
    }
    return this.#history.question(() => this.#session.extent());
  }

  /** Ends the answers; the history itself is closed by who opened it. */
  close(): Promise<void> {
    return this.#session.close();
  }

  async #answer<T>({ to }: TimeRange, work: () => Promise<T>): Promise<T> {
    const reachesPresent =
      to === undefined || fromUnixNanos(to).seconds > this.#now() - RUNNING_REACH;
    if (reachesPresent) await this.#history.refreshRunning();
    return this.#history.question(work);
  }
}

function presentSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
