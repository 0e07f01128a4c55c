import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Span } from "../format/time.ts";
import type { TimeWindow } from "./time-window.ts";
import { DEFAULT_VIEW, LISTS, PAGES, type ViewState } from "./view-state.ts";
import { formatView, parseView } from "./view-url.ts";

const moment = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }).map((ms) => ms * 1000 + 7);
const span: fc.Arbitrary<Span> = fc
  .tuple(moment, fc.integer({ min: 1, max: 1e13 }))
  .map(([from, length]) => ({ from, to: from + length }));
const window: fc.Arbitrary<TimeWindow> = fc.oneof(
  fc.integer({ min: 1, max: 1e8 }).map((seconds) => ({ kind: "last" as const, seconds })),
  fc.constant({ kind: "all" as const }),
  span.map((between) => ({ kind: "between" as const, ...between })),
);
const view: fc.Arbitrary<ViewState> = fc.record({
  page: fc.constantFrom(...PAGES),
  filter: fc.string({ maxLength: 200 }).map((text) => text.trim()),
  window,
  selection: fc.option(span, { nil: undefined }),
  unit: fc.constantFrom("bits" as const, "packets" as const),
  list: fc.constantFrom(...LISTS),
  packet: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
  flow: fc.option(
    fc.record({
      start: moment,
      filter: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ""),
    }),
    { nil: undefined },
  ),
  zone: fc.constantFrom(undefined, "UTC", "Asia/Kolkata"),
});

test("A view comes back from its address, and the address from the view", () => {
  fc.assert(
    fc.property(view, (state) => {
      const text = formatView(state);
      expect(parseView(text)).toEqual({ view: state, unknown: [], notices: [] });
      expect(formatView(parseView(text).view)).toBe(text);
    }),
    { seed: 22 },
  );
});

test("The default view has no query string", () => {
  expect(formatView(DEFAULT_VIEW)).toBe("");
});

test("An address can be read", () => {
  expect(formatView({ ...DEFAULT_VIEW, filter: "ip.addr == 10.0.0.0/8", packet: 42 })).toBe(
    "?v=1&f=ip.addr+%3D%3D+10.0.0.0/8&p=42",
  );
  const from = Date.UTC(2026, 10, 22, 14, 44) * 1000;
  const past: ViewState = {
    ...DEFAULT_VIEW,
    window: { kind: "between", from, to: from + 900e6 },
    selection: { from: from + 1e6, to: from + 1_500_000 },
    zone: "Asia/Kolkata",
  };
  expect(formatView(past)).toBe(
    "?v=1&t=2026-11-22T14:44:00Z..14:59:00Z&sel=2026-11-22T14:44:01Z..14:44:01.5Z&tz=Asia/Kolkata",
  );
});

test("Another page has a path of its own", () => {
  expect(formatView({ ...DEFAULT_VIEW, page: "usage" })).toBe("/usage");
  expect(parseView("/usage/?v=1&tz=UTC").view).toMatchObject({ page: "usage", zone: "UTC" });
  expect(parseView("/elsewhere").view.page).toBe("overview");
});

test("Keys of another version are kept", () => {
  const parsed = parseView("?v=1&f=dns&pin=a..b&pin=c");
  expect(formatView(parsed.view, parsed.unknown)).toBe("?v=1&f=dns&pin=a..b&pin=c");
});

describe("Links that once worked", () => {
  test.for([
    ["?v=1&f=dns", { ...DEFAULT_VIEW, filter: "dns" }],
    [
      "?v=1&t=live-1h&u=pps",
      { ...DEFAULT_VIEW, window: { kind: "last", seconds: 3600 }, unit: "packets" },
    ],
    ["?f=tcp.port==443&p=88209", { ...DEFAULT_VIEW, filter: "tcp.port==443", packet: 88_209 }],
    ["?v=1&t=all&list=flows", { ...DEFAULT_VIEW, window: { kind: "all" }, list: "flows" }],
  ] as const)("%s", ([text, expected]) => {
    expect(parseView(text).view).toEqual(expected);
  });
});

test.for([
  "?t=live-2y",
  "?t=live-0s",
  "?t=2026-11-22T14:44:00Z..14:40:00Z",
  "?sel=now..later",
  "?u=furlongs",
  "?list=hosts",
  "?p=-1",
  "?p=1e99",
  "?tz=Mars/Olympus",
  "?v=9",
  `?f=${"a".repeat(5000)}`,
])("%s falls back and says so", (text) => {
  const parsed = parseView(text);
  expect(parsed.view).toEqual(DEFAULT_VIEW);
  expect(parsed.notices).toHaveLength(1);
});
