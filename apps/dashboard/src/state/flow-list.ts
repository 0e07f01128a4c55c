/**
 * The flows of a scope: asked when the list is looked at, page by page as it is scrolled, and again
 * from its first page when the scope moves and nobody holds the list.
 */
import type { Coverage, Flow, FlowSort, FlowsPage, Session, TimeRange } from "@wirescope/query";
import { OpenedFlow } from "./opened-flow.ts";
import { Store } from "./store.ts";

const PAGE_ROWS = 200;
/** Rows of one list at most; all of them are in the export. */
export const MOST_FLOWS = 10_000;

export interface FlowListQuestion {
  readonly session: Session;
  readonly filter: string;
  readonly range: TimeRange;
}

export interface FlowListState {
  /** No flow is there twice, however often it moved between pages. */
  readonly flows: readonly Flow[];
  /** Flows of the scope in all. */
  readonly total: number;
  readonly sort: FlowSort;
  readonly coverage: Coverage | undefined;
  readonly hasMore: boolean;
  /** The first page is asked for. */
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
  readonly opened: OpenedFlow = new OpenedFlow();
  #question: FlowListQuestion | undefined;
  /** What the rows answer, and where its next page begins. */
  #answered:
    | { readonly question: FlowListQuestion; readonly cursor: string | undefined }
    | undefined;
  #turn = 0;
  #isLoadingMore = false;
  #shown = false;
  #held = false;

  /** Another question: the list starts at its first page. */
  ask(question: FlowListQuestion): void {
    if (question.session !== this.#question?.session) {
      this.state.set({ ...EMPTY, sort: this.state.getSnapshot().sort });
      this.opened.close();
    }
    this.#question = question;
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
    void this.#load();
  }

  /** The next page of what the rows answer; once at a time. */
  async more(): Promise<void> {
    const { pending, hasMore, sort } = this.state.getSnapshot();
    const answered = this.#answered;
    if (answered === undefined || !hasMore || pending || this.#isLoadingMore) return;
    const turn = this.#turn;
    this.#isLoadingMore = true;
    try {
      const page = await ask(answered.question, sort, answered.cursor);
      if (turn === this.#turn) {
        this.#show(answered.question, page, this.state.getSnapshot().flows);
      }
    } catch (error) {
      if (turn === this.#turn) {
        this.state.update((state) => ({ ...state, failure: messageOf(error) }));
      }
    } finally {
      if (turn === this.#turn) this.#isLoadingMore = false;
    }
  }

  async #load(): Promise<void> {
    const question = this.#question;
    if (question === undefined || !this.#shown) return;
    this.#turn += 1;
    const turn = this.#turn;
    this.#isLoadingMore = false;
    const { sort } = this.state.getSnapshot();
    this.state.update((state) => ({ ...state, pending: true }));
    try {
      const page = await ask(question, sort, undefined);
      if (turn !== this.#turn) return;
      this.#show(question, page, []);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#answered = undefined;
      this.state.set({ ...EMPTY, sort, failure: messageOf(error) });
    }
  }

  /** A page behind those that were there before. */
  #show(question: FlowListQuestion, page: FlowsPage, before: readonly Flow[]): void {
    const { sort } = this.state.getSnapshot();
    const there = new Set(before.map(flowKey));
    const flows = [...before, ...page.flows.filter((flow) => !there.has(flowKey(flow)))];
    this.#answered = { question, cursor: page.cursor };
    this.state.set({
      flows: flows.slice(0, MOST_FLOWS),
      total: page.total,
      sort,
      coverage: page.coverage,
      hasMore: page.cursor !== undefined && flows.length < MOST_FLOWS,
      pending: false,
      failure: undefined,
    });
    this.opened.renew(page.flows);
  }
}

/** Tells flows apart, also those that several sensors numbered. */
export function flowKey({ id, communityId }: Flow): string {
  return `${id} ${communityId}`;
}

function ask(
  { session, ...scope }: FlowListQuestion,
  sort: FlowSort,
  cursor: string | undefined,
): Promise<FlowsPage> {
  return session.flows({ ...scope, sort, cursor, limit: PAGE_ROWS });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
