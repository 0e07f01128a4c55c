import { expect, test } from "vitest";
import { EMPTY_STACK, findPeak, stackTraffic } from "./traffic-stack.ts";

const timeline = {
  start: 100,
  step: 2,
  names: ["DNS", "TLS", "MDNS", "HTTPS", "quaint"],
  packets: [2, 4, 6, 8, 10].map((value) => Float64Array.of(value, 0)),
  bytes: [20, 40, 60, 80, 100].map((value) => Float64Array.of(value, 0)),
};

test("Protocols of one family share a slot and are stacked in the fixed order", () => {
  const stack = stackTraffic(timeline, "bits", new Set());
  expect(stack.slots).toEqual(["HTTPS", "Local", "DNS", "Other"]);
  expect(stack.rates.map((column) => column[0])).toEqual([480, 240, 80, 400]);
  expect(stack.tops.map((column) => column[0])).toEqual([480, 720, 800, 1200]);
  expect(stack.members[0]).toEqual(["TLS", "HTTPS"]);
  expect([...stack.times]).toEqual([100, 102]);
});

test("The top of the stack is the total", () => {
  const stack = stackTraffic(timeline, "packets", new Set());
  expect(stack.tops.at(-1)![0]).toBe((2 + 4 + 6 + 8 + 10) / 2);
});

test("A hidden slot takes no room", () => {
  const stack = stackTraffic(timeline, "packets", new Set(["HTTPS"] as const));
  expect(stack.tops.map((column) => column[0])).toEqual([0, 3, 4, 9]);
  expect(stack.rates[0]![0]).toBe(6);
});

test("The peak is where the stack is highest", () => {
  expect(findPeak(stackTraffic(timeline, "packets", new Set()))).toEqual({
    time: 100,
    rate: 15,
    mean: 7.5,
  });
  expect(findPeak(EMPTY_STACK)).toBeUndefined();
});
