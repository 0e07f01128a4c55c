import { expect, test } from "vitest";
import { countedSeconds, currentRates, lossShare, ownTraffic } from "./figures.ts";

function timeline(bytes: number[], step = 1) {
  const column = Float64Array.from(bytes);
  return { start: 1000, step, names: ["TLS"], packets: [column], bytes: [column] };
}

test("A rate is the mean of the last three complete seconds", () => {
  const rates = currentRates(timeline([9, 10, 20, 30, 99, 99]), 1005.2e6);
  expect(rates).toEqual({ bits: 160, packets: 20, seconds: 3 });
});

test("A wide bucket is a mean of itself", () => {
  expect(currentRates(timeline([100, 200, 5], 10), 1021.5e6)).toEqual({
    bits: 160,
    packets: 20,
    seconds: 10,
  });
});

test("No complete second gives no rate", () => {
  expect(currentRates(timeline([5]), 1001.5e6).bits).toBeNaN();
});

test("Without any traffic the rate is zero", () => {
  const quiet = { start: 0, step: 1, names: [], packets: [], bytes: [] };
  expect(currentRates(quiet, 0)).toMatchObject({ bits: 0, packets: 0 });
});

test("Directions are those of this computer's addresses", () => {
  const hosts = {
    labels: ["10.0.0.1", "192.0.2.9"],
    names: ["", ""],
    filters: ["", ""],
    packets: Float64Array.of(1, 1),
    bytes: Float64Array.of(100, 100),
    bytesIn: Float64Array.of(70, 30),
    members: 2,
  };
  expect(ownTraffic(hosts, new Set(["10.0.0.1"]), 100)).toEqual({ received: 70, sent: 30 });
  expect(ownTraffic(hosts, new Set(["10.0.0.2"]), 100)).toBeUndefined();
});

test("Directions are not shown where much of the traffic is between others", () => {
  const hosts = {
    labels: ["10.0.0.1"],
    names: [""],
    filters: [""],
    packets: Float64Array.of(1),
    bytes: Float64Array.of(100),
    bytesIn: Float64Array.of(70),
    members: 1,
  };
  expect(ownTraffic(hosts, new Set(["10.0.0.1"]), 110)).toBeDefined();
  expect(ownTraffic(hosts, new Set(["10.0.0.1"]), 200)).toBeUndefined();
});

test("Loss is a share of what was on the wire", () => {
  expect(lossShare(0, 0)).toBe(0);
  expect(lossShare(1, 99)).toBe(0.01);
});

const PLAIN = { from: undefined, to: undefined, gaps: [] };

test("Minutes that a stretch touches count whole, and hours where an answer rests on them", () => {
  const span = { from: 59_000_000, to: 121_000_000 };
  expect(countedSeconds({ ...PLAIN, resolution: "packet" }, span)).toBe(62);
  expect(countedSeconds({ ...PLAIN, resolution: "minute" }, span)).toBe(180);
  expect(countedSeconds({ ...PLAIN, resolution: "hour" }, span)).toBe(180);
  const hour = { from: "1970-01-01T00:00:00Z", to: "1970-01-01T01:00:00Z" };
  expect(countedSeconds({ ...PLAIN, ...hour, resolution: "hour" }, span)).toBe(3600);
  const joined = { from: hour.from, to: "1970-01-01T00:02:00.5Z" };
  expect(countedSeconds({ ...PLAIN, ...joined, resolution: "hour" }, span)).toBe(180);
});

test("What was not recorded does not count", () => {
  const gaps = [
    { from: "1970-01-01T00:01:00Z", to: "1970-01-01T00:02:00Z" },
    { from: "1970-01-01T00:03:00Z", to: "1970-01-01T00:09:00Z" },
  ];
  const span = { from: 0, to: 240_000_000 };
  expect(countedSeconds({ ...PLAIN, resolution: "minute", gaps }, span)).toBe(120);
});
