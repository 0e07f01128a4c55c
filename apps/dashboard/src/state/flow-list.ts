/** The flows of a scope, page by page: asked when the list is looked at, again when the scope moves. */
import type { Coverage, Flow, FlowSort, FlowsPage, Session, TimeRange } from "@wirescope/query";
import { Store } from "./store.ts";

const PAGE_ROWS = 100;
/** As many rows as an answer may have; more are in the export. */
const MOST_ROWS = 1000;

export interface FlowListQuestion {
  readonly session: Session;
  readonly filter: string;
  readonly range: TimeRange;
}

export interface FlowListState {
  readonly flows: readonly Flow[];
  /** Flows of the scope in all. */
  readonly total: number;
  readonly sort: FlowSort;
  readonly coverage: Coverage | undefined;
  readonly hasMore: boolean;
  readonly pending: boolean;
  /** The last failure, until an answer comes. */
  readonly failure: string | undefined;
}

const EMPTY: FlowListState = {
  flows: [],
  total: 0,
  sort: "bytes",
  coverage: undefined,
  hasMore: false,
  pending: false,
  failure: undefined,
};

export class FlowList {
  readonly state: Store<FlowListState> = new Store(EMPTY);
  #question: FlowListQuestion | undefined;
  #rows = PAGE_ROWS;
  #turn = 0;
  #shown = false;
  #held = false;

  /** Another question: the list starts at its first page. */
  ask(question: FlowListQuestion): void {
    if (question.session !== this.#question?.session) {
      this.state.set({ ...EMPTY, sort: this.state.getSnapshot().sort });
    }
    this.#question = question;
    this.#rows = PAGE_ROWS;
    void this.#load();
  }

  /** The same again, about a range that has moved on; not while the list is held. */
  refresh(question: FlowListQuestion): void {
    this.#question = question;
    if (!this.#held) void this.#load();
  }

  /** A list that nobody sees asks nothing. */
  setShown(shown: boolean): void {
    this.#shown = shown;
    if (shown) void this.#load();
  }

  setHeld(held: boolean): void {
    this.#held = held;
  }

  setSort(sort: FlowSort): void {
    this.state.update((state) => ({ ...state, sort }));
    this.#rows = PAGE_ROWS;
    void this.#load();
  }

  more(): void {
    this.#rows = Math.min(MOST_ROWS, this.#rows + PAGE_ROWS);
    void this.#load();
  }

  async #load(): Promise<void> {
    const question = this.#question;
    if (question === undefined || !this.#shown) return;
    this.#turn += 1;
    const turn = this.#turn;
    const { sort } = this.state.getSnapshot();
    this.state.update((state) => ({ ...state, pending: true }));
    const { session, ...scope } = question;
    try {
      const page = await session.flows({ ...scope, sort, cursor: undefined, limit: this.#rows });
      if (turn === this.#turn) this.state.set(this.#answered(page, sort));
    } catch (error) {
      if (turn !== this.#turn) return;
      const failure = error instanceof Error ? error.message : String(error);
      this.state.set({ ...EMPTY, sort, failure });
    }
  }

  #answered(page: FlowsPage, sort: FlowSort): FlowListState {
    return {
      flows: page.flows,
      total: page.total,
      sort,
      coverage: page.coverage,
      hasMore: page.cursor !== undefined && this.#rows < MOST_ROWS,
      pending: false,
      failure: undefined,
    };
  }
}
