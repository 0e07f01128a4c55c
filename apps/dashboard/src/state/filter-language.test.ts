import { beforeEach, describe, expect, test, vi } from "vitest";

const NOT_LOADED = /could not be loaded/;

describe("A filter language that can't be loaded", () => {
  beforeEach(() => {
    vi.resetModules();
    vi.doMock("@wirescope/filter", () => {
      throw new Error("Failed to fetch.");
    });
    return () => vi.doUnmock("@wirescope/filter");
  });

  test("completes nothing and refuses with a sentence", async () => {
    const { complete, readFilter } = await import("./filter-language.ts");
    expect(await complete("tcp.", 4)).toEqual([]);
    expect(await readFilter("dns")).toMatchObject({
      kind: "bad",
      problem: { message: expect.stringMatching(NOT_LOADED) },
    });
    expect(await readFilter(" ")).toEqual({ kind: "good", text: "", inferred: false });
  });
});

test("A filter is read as it is typed, with what is inferred", async () => {
  const { readFilter } = await import("./filter-language.ts");
  expect(await readFilter("dns")).toEqual({ kind: "good", text: "dns", inferred: false });
  expect(await readFilter("443")).toMatchObject({ kind: "good", inferred: true });
  const bad = await readFilter("tcp.port == abc");
  expect(bad).toMatchObject({ kind: "bad", problem: { start: 12, length: 3 } });
});
