import { expect, test } from "vitest";
import type { Completion } from "./filter-language.ts";
import { offersFor } from "./filter-offers.ts";

const completions = Array.from(
  { length: 12 },
  (_, i): Completion => ({
    kind: "field",
    text: `tcp.field${i}`,
    description: "",
    replace: { start: 0, end: 3 },
  }),
);
const texts = (typed: string, recent: readonly string[]) =>
  offersFor(typed, completions, recent).map(({ text }) => text);

test("An empty box offers what was typed before, and to forget it", () => {
  expect(texts("", ["dns", "tcp"])).toEqual(["dns", "tcp", "Forget recent filters"]);
});

test("Without anything typed before, completions are all there is", () => {
  expect(texts("", [])).toEqual(completions.slice(0, 9).map(({ text }) => text));
});

test("While somebody types, recent filters that fit stand behind the completions", () => {
  const recent = ["dns", "ip.addr == 1.2.3.4 && TCP.port == 1", "tcp", "tcp.port == 2"];
  const offered = texts("tcp", [...recent, "tcp.port == 3", "tcp.port == 4"]);
  expect(offered).toHaveLength(9);
  expect(offered.slice(6)).toEqual([recent[1], recent[3], "tcp.port == 3"]);
});
