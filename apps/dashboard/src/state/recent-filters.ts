/** The filters that were typed last, newest first, kept in this browser until they are forgotten. */
import type { KeptTexts } from "./browser-storage.ts";
import { Store } from "./store.ts";

const STORAGE_KEY = "wirescope.filters";
/** As many as a person finds again by looking. */
export const MOST_RECENT = 12;
/** Characters; longer filters are bookmarks rather than something to pick from a list. */
const LONGEST = 500;

export class RecentFilters {
  readonly filters: Store<readonly string[]>;
  readonly #storage: KeptTexts;

  constructor(storage: KeptTexts) {
    this.#storage = storage;
    this.filters = new Store(readList(storage.getItem(STORAGE_KEY)));
  }

  /** @param filter canonical text; nothing is remembered of an empty one. */
  add(filter: string): void {
    if (filter === "" || filter.length > LONGEST) return;
    const others = this.filters.getSnapshot().filter((other) => other !== filter);
    this.#keep([filter, ...others].slice(0, MOST_RECENT));
  }

  remove(filter: string): void {
    this.#keep(this.filters.getSnapshot().filter((other) => other !== filter));
  }

  forget(): void {
    this.#keep([]);
  }

  #keep(filters: readonly string[]): void {
    this.filters.set(filters);
    if (filters.length === 0) this.#storage.removeItem(STORAGE_KEY);
    else this.#storage.setItem(STORAGE_KEY, JSON.stringify(filters));
  }
}

/** Whatever else wrote there: only what can be a filter is taken. */
function readList(text: string | null): readonly string[] {
  try {
    const list: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(list)) return [];
    return list
      .filter((entry) => typeof entry === "string" && entry !== "" && entry.length <= LONGEST)
      .slice(0, MOST_RECENT);
  } catch {
    return [];
  }
}
