import { expect, test } from "vitest";
import type { KeptTexts } from "./browser-storage.ts";
import { MOST_RECENT, RecentFilters } from "./recent-filters.ts";

function makeStorage(text?: string): KeptTexts & { readonly texts: Map<string, string> } {
  const texts = new Map(text === undefined ? [] : [["wirescope.filters", text]]);
  return {
    texts,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, value) => void texts.set(key, value),
    removeItem: (key) => void texts.delete(key),
  };
}

test("The newest stands first, each once, and they are there the next time", () => {
  const storage = makeStorage();
  const recent = new RecentFilters(storage);
  for (const filter of ["dns", "tcp", "dns", ""]) recent.add(filter);
  expect(recent.filters.getSnapshot()).toEqual(["dns", "tcp"]);
  expect(new RecentFilters(storage).filters.getSnapshot()).toEqual(["dns", "tcp"]);
});

test("Only so many are kept, and none that is too long to pick from a list", () => {
  const recent = new RecentFilters(makeStorage());
  for (let port = 1; port <= 30; port += 1) recent.add(`tcp.port == ${port}`);
  recent.add("x".repeat(501));
  const filters = recent.filters.getSnapshot();
  expect(filters).toHaveLength(MOST_RECENT);
  expect(filters[0]).toBe("tcp.port == 30");
});

test("One is forgotten, or all of them, and nothing stays behind in the browser", () => {
  const storage = makeStorage('["dns","tcp"]');
  const recent = new RecentFilters(storage);
  recent.remove("dns");
  expect(recent.filters.getSnapshot()).toEqual(["tcp"]);
  recent.forget();
  expect(recent.filters.getSnapshot()).toEqual([]);
  expect(storage.texts.size).toBe(0);
});

test.for(["{", "7", '{"a":1}', '[1,null,""]'])("Nothing comes of %s in the storage", (text) => {
  expect(new RecentFilters(makeStorage(text)).filters.getSnapshot()).toEqual([]);
});
