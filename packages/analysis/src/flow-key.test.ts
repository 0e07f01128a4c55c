import fc from "fast-check";
import { expect, test } from "vitest";
import { type FrameSpec, packetOf } from "../test/frames.ts";
import {
  FlowKey,
  PORTS,
  TAG,
  tagHasPorts,
  tagIpProtocol,
  tagIpVersion,
  tagVlan,
} from "./flow-key.ts";

function keyOf(spec: FrameSpec): { words: number[]; forward: boolean } {
  const key = new FlowKey();
  key.fill(packetOf(spec));
  return { words: [...key.words.subarray(0, key.count)], forward: key.forward };
}

function turned(spec: FrameSpec): FrameSpec {
  const { from, to, fromPort = 0, toPort = 0 } = spec;
  return { ...spec, from: to, to: from, fromPort: toPort, toPort: fromPort };
}

const address4 = fc.ipV4();
const address6 = fc
  .array(fc.nat({ max: 0xffff }), { minLength: 8, maxLength: 8 })
  .map((groups) => groups.map((group) => group.toString(16)).join(":"));
const spec = fc.oneof(address4, address6).chain((from) =>
  fc.record({
    from: fc.constant(from),
    to: fc.oneof(fc.constant(from), from.includes(":") ? address6 : address4),
    transport: fc.constantFrom<("tcp" | "udp" | number)[]>("tcp", "udp", 47),
    fromPort: fc.nat({ max: 0xffff }),
    toPort: fc.nat({ max: 0xffff }),
  }),
);

test("both directions have one key, and know which they are", () => {
  fc.assert(
    fc.property(spec, (there) => {
      const a = keyOf(there);
      const b = keyOf(turned(there));
      expect(b.words).toEqual(a.words);
      const isDifferent =
        there.from !== there.to || (there.fromPort !== there.toPort && there.transport !== 47);
      expect(a.forward !== b.forward).toBe(isDifferent);
    }),
    { seed: 5, numRuns: 300 },
  );
});

test.for<[string, Partial<FrameSpec>]>([
  ["address", { to: "10.0.0.3" }],
  ["port", { toPort: 54 }],
  ["swapped ports", { fromPort: 53, toPort: 4000 }],
  ["transport", { transport: "tcp" }],
  ["VLAN", { vlan: 0 }],
])("another %s is another key", ([, change]) => {
  const base = { from: "10.0.0.1", to: "10.0.0.2", fromPort: 4000, toPort: 53 };
  expect(keyOf({ ...base, ...change }).words).not.toEqual(keyOf(base).words);
});

test("the tag gives back what it was made of", () => {
  const there = { from: "fd00::1", to: "fd00::2", transport: "tcp", vlan: 4095 } as const;
  const tag = keyOf(there).words[TAG]!;
  expect(tagVlan(tag)).toBe(4095);
  expect(tagIpProtocol(tag)).toBe(6);
  expect(tagIpVersion(tag)).toBe(6);
  expect(tagHasPorts(tag)).toBe(true);
  expect(tagVlan(keyOf({ from: "10.0.0.1", to: "10.0.0.2" }).words[TAG]!)).toBe(-1);
});

test("a fragment after the first has no ports", () => {
  const { words } = keyOf({
    from: "10.0.0.1",
    to: "10.0.0.2",
    fragmentOffset: 100,
    payload: new Uint8Array(64).fill(9),
  });
  expect(tagHasPorts(words[TAG]!)).toBe(false);
  expect(words[PORTS]).toBe(0);
});
