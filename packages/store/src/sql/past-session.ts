/** Answers from history, whichever engine keeps it. */
import type { Catalog } from "@wirescope/catalog";
import {
  type Extent,
  FLOW_SORTS,
  type FlowsPage,
  type FlowsQuestion,
  type HostsPage,
  type HostsQuestion,
  METRICS,
  type PastSession,
  QueryError,
  ROW_LIMIT,
  requireInteger,
  requireOneOf,
  type Scope,
  type Summary,
  type Timeline,
  type TimelineQuestion,
  TOP_DIMENSIONS,
  type Top,
  type TopQuestion,
  USAGE_PERIODS,
  type Usage,
  type UsageQuestion,
} from "@wirescope/query";
import type { HistoryEngine } from "./history-engine.ts";
import { pastExtent } from "./past-extent.ts";
import { pastFlows } from "./past-flows.ts";
import { pastHosts } from "./past-hosts.ts";
import { openScope, type PastScope } from "./past-scope.ts";
import { pastSummary } from "./past-summary.ts";
import { pastTimeline } from "./past-timeline.ts";
import { pastTop } from "./past-top.ts";
import { pastUsage } from "./past-usage.ts";

export interface HistorySessionOptions {
  /** Tells categories, makers and places; without it answers lack that. */
  readonly catalog: Catalog | undefined;
  /** Seconds since 1970. */
  readonly now: () => number;
  /**
   * Slices beyond which unfiltered lists rest on rollups for whole hours; as many as one core of DuckDB counts in some
   * 150 ms if left out.
   */
  readonly sliceLimit?: number;
}

const SLICE_LIMIT = 600_000;

export class HistorySession implements PastSession {
  readonly #engine: HistoryEngine;
  readonly #options: HistorySessionOptions;
  #isClosed = false;

  constructor(engine: HistoryEngine, options: HistorySessionOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  async summary(question: Scope): Promise<Summary> {
    return pastSummary(await this.#openHourly(question));
  }

  async timeline(question: TimelineQuestion): Promise<Timeline> {
    const { by, step } = question;
    requireOneOf("by", by, ["protocol", "total"]);
    if (step !== undefined && !(step > 0 && Number.isFinite(step))) {
      throw new QueryError("QUERY_BAD_LIMIT", `step is ${step}; it has to be seconds above 0.`);
    }
    return pastTimeline(await this.#openHourly(question), { by, step });
  }

  async top(question: TopQuestion): Promise<Top> {
    const { by, metric, limit } = question;
    requireOneOf("by", by, TOP_DIMENSIONS);
    requireOneOf("metric", metric, METRICS);
    requireInteger("limit", limit, 1, ROW_LIMIT);
    return pastTop(await this.#openHourly(question), { by, metric, limit });
  }

  async flows(question: FlowsQuestion): Promise<FlowsPage> {
    const { sort, cursor, limit } = question;
    requireOneOf("sort", sort, FLOW_SORTS);
    requireInteger("limit", limit, 1, ROW_LIMIT);
    return pastFlows(await this.#open(question, false), { sort, cursor, limit });
  }

  async hosts(question: HostsQuestion): Promise<HostsPage> {
    const { cursor, limit } = question;
    requireInteger("limit", limit, 1, ROW_LIMIT);
    return pastHosts(await this.#openHourly(question), { cursor, limit });
  }

  async extent(): Promise<Extent> {
    this.#requireOpen();
    return pastExtent(this.#engine);
  }

  async usage(question: UsageQuestion): Promise<Usage> {
    this.#requireOpen();
    requireOneOf("period", question.period, USAGE_PERIODS);
    return pastUsage(question, { engine: this.#engine, ...this.#options });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  /** For questions that rollups can answer as well. */
  #openHourly(question: Scope): Promise<PastScope> {
    return this.#open(question, true);
  }

  async #open(question: Scope, isHourly: boolean): Promise<PastScope> {
    this.#requireOpen();
    const { catalog, now, sliceLimit = SLICE_LIMIT } = this.#options;
    return openScope(question, { engine: this.#engine, catalog, now, sliceLimit, isHourly });
  }

  #requireOpen(): void {
    if (this.#isClosed) throw new QueryError("QUERY_CLOSED", "The session is closed.");
  }
}
