/**
 * The views that questions and live pages asked for, kept so that the next question of the same
 * scope is answered at once and live pages stay current.
 */
import { QueryError } from "./errors.ts";
import type { CompiledScope } from "./scope.ts";
import type { View } from "./view.ts";

/** Views kept when nobody uses them, and different scopes of live streams at once. */
export const VIEW_LIMIT = 4;
/** Views that may exist at all, while many questions are being answered. */
const HARD_LIMIT = 16;

export class ViewPool {
  /** Least recently used first. */
  readonly #views: View[] = [];
  readonly #create: (scope: CompiledScope) => View;

  constructor(create: (scope: CompiledScope) => View) {
    this.#create = create;
  }

  get views(): readonly View[] {
    return this.#views;
  }

  /**
   * The view of a scope, made where there is none. It stays until {@link release}.
   *
   * @throws QueryError `QUERY_BUSY` beyond the bounds.
   */
  acquire(scope: CompiledScope, forStream: boolean): View {
    const index = this.#views.findIndex((candidate) => candidate.scope.key === scope.key);
    const known = this.#views[index];
    if (forStream && (known === undefined || known.streamCount === 0)) this.#admitStream();
    if (known === undefined && this.#views.length >= HARD_LIMIT && !this.#evict()) {
      throw new QueryError(
        "QUERY_BUSY",
        "Too many different filters and ranges are being worked on; ask again in a moment.",
      );
    }
    const view = known ?? this.#create(scope);
    view.userCount++;
    if (forStream) view.streamCount++;
    if (known !== undefined) this.#views.splice(index, 1);
    this.#views.push(view);
    this.#trim();
    return view;
  }

  release(view: View, forStream: boolean): void {
    view.userCount--;
    if (forStream) view.streamCount--;
    if (view.failure !== undefined) this.#remove(view);
    this.#trim();
  }

  #admitStream(): void {
    if (this.#views.filter((view) => view.streamCount > 0).length < VIEW_LIMIT) return;
    throw new QueryError(
      "QUERY_BUSY",
      `Pages are watching ${VIEW_LIMIT} different filters already; close one or share its filter.`,
    );
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
