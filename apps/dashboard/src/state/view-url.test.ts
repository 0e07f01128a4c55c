import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_VIEW, type ViewState, WINDOWS } from "./view-state.ts";
import { formatView, parseView } from "./view-url.ts";

const view: fc.Arbitrary<ViewState> = fc.record({
  filter: fc.string({ maxLength: 200 }).map((text) => text.trim()),
  window: fc.constantFrom(...WINDOWS),
  unit: fc.constantFrom("bits" as const, "packets" as const),
  packet: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
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
});

test("Keys of another version are kept", () => {
  const parsed = parseView("?v=1&f=dns&sel=a..b&sel=c");
  expect(formatView(parsed.view, parsed.unknown)).toBe("?v=1&f=dns&sel=a..b&sel=c");
});

describe("Links that once worked", () => {
  test.for([
    ["?v=1&f=dns", { ...DEFAULT_VIEW, filter: "dns" }],
    ["?v=1&t=live-1h&u=pps", { ...DEFAULT_VIEW, window: 3600, unit: "packets" }],
    ["?f=tcp.port==443&p=88209", { ...DEFAULT_VIEW, filter: "tcp.port==443", packet: 88_209 }],
  ] as const)("%s", ([text, expected]) => {
    expect(parseView(text).view).toEqual(expected);
  });
});

test.for(["?t=live-2y", "?u=furlongs", "?p=-1", "?p=1e99", "?v=9", `?f=${"a".repeat(5000)}`])(
  "%s falls back and says so",
  (text) => {
    const parsed = parseView(text);
    expect(parsed.view).toEqual(DEFAULT_VIEW);
    expect(parsed.notices).toHaveLength(1);
  },
);
