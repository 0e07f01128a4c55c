/**
 * The views that questions and live pages asked for, kept so that the next question of the same
 * scope is answered at once and live pages stay current.
 */
import { QueryError } from "./errors.ts";
import type { CompiledScope } from "./scope.ts";
import type { View } from "./view.ts";

/** Views kept when nobody uses them, and different scopes of live streams at once. */
export const VIEW_LIMIT = 4;
/** Views that may exist at all, while many questions are being answered; further ones wait. */
const HARD_LIMIT = 8;

export class ViewPool {
  /** Least recently used first. */
  readonly #views: View[] = [];
  /** Questions that wait for room, the one that goes next last: whoever asked before may be gone. */
  readonly #waiting: (() => void)[] = [];
  readonly #create: (scope: CompiledScope) => View;

  constructor(create: (scope: CompiledScope) => View) {
    this.#create = create;
  }

  get views(): readonly View[] {
    return this.#views;
  }

  /** The view of a scope for a question, once there is room for it. It stays until {@link release}. */
  async acquire(scope: CompiledScope): Promise<View> {
    while (this.#find(scope) === undefined && this.#views.length >= HARD_LIMIT && !this.#evict()) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return this.#enter(scope);
  }

  /**
   * The view of a scope for a live stream. It stays until {@link release}.
   *
   * @throws QueryError `QUERY_BUSY` when streams watch {@link VIEW_LIMIT} other scopes already.
   */
  acquireForStream(scope: CompiledScope): View {
    const watched = this.#views.filter((view) => view.streamCount > 0);
    const isWatched = watched.some((view) => view.scope.key === scope.key);
    if (!isWatched && watched.length >= VIEW_LIMIT) {
      throw new QueryError(
        "QUERY_BUSY",
        `Pages are watching ${VIEW_LIMIT} different filters already; close one or share its filter.`,
      );
    }
    const view = this.#enter(scope);
    view.streamCount++;
    return view;
  }

  release(view: View, forStream: boolean): void {
    view.userCount--;
    if (forStream) view.streamCount--;
    if (view.failure !== undefined) this.#remove(view);
    this.#trim();
    this.#waiting.pop()?.();
  }

  /** Finds or makes the view, and puts it last. */
  #enter(scope: CompiledScope): View {
    const known = this.#find(scope);
    if (known !== undefined) this.#remove(known);
    const view = known ?? this.#create(scope);
    view.userCount++;
    this.#views.push(view);
    this.#trim();
    return view;
  }

  #find(scope: CompiledScope): View | undefined {
    return this.#views.find((view) => view.scope.key === scope.key);
  }

  #trim(): void {
    while (this.#views.length > VIEW_LIMIT && this.#evict());
  }

  /** Drops the view that was least recently used among those without users. */
  #evict(): boolean {
    const idle = this.#views.find((view) => view.userCount === 0);
    if (idle !== undefined) this.#remove(idle);
    return idle !== undefined;
  }

  #remove(view: View): void {
    const index = this.#views.indexOf(view);
    if (index >= 0) this.#views.splice(index, 1);
  }
}
