import { expect, test } from "vitest";
import { MOST_FOUND, type PaletteEntry, type PaletteKind, searchPalette } from "./palette.ts";

const entry = (kind: PaletteKind, title: string, detail = ""): PaletteEntry => ({
  kind,
  title,
  detail,
  run: () => {},
});

const ENTRIES = [
  entry("command", "Pause or resume the view"),
  entry("command", "Copy a link to what is shown"),
  entry("host", "nas", "192.168.1.40"),
  entry("host", "anna-laptop", "192.168.1.20"),
  entry("name", "nas.example"),
  entry("port", "https", ":443/tcp"),
];
const found = (typed: string) => searchPalette(typed, ENTRIES).map(({ title }) => title);

test.for([
  ["nas", ["nas", "nas.example"]],
  ["lap", ["anna-laptop"]],
  ["1.40", ["nas"]],
  ["link copy", ["Copy a link to what is shown"]],
  ["the", ["Pause or resume the view"]],
  [">", ["Pause or resume the view", "Copy a link to what is shown"]],
  ["> nas", []],
  ["@an", ["anna-laptop"]],
  [":443", ["https"]],
  ["nowhere", []],
] as const)("%s finds %s", ([typed, titles]) => {
  expect(found(typed)).toEqual(titles);
});

test("Titles that begin with a word stand before those that contain it", () => {
  expect(found("a").slice(0, 2)).toEqual(["anna-laptop", "Copy a link to what is shown"]);
});

test("Only so many are found as are looked at", () => {
  const many = Array.from({ length: 50 }, (_, i) => entry("name", `host${i}`));
  expect(searchPalette("", many)).toHaveLength(MOST_FOUND);
});
