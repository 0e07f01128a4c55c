import { DecodeStatus, Packet } from "@wirescope/decode";
import { expect, test } from "vitest";
import { Totals } from "./totals.ts";

function packet(seconds: number, nanoseconds: number, change: Partial<Packet> = {}): Packet {
  return Object.assign(new Packet(), {
    seconds,
    nanoseconds,
    start: 100,
    end: 160,
    originalLength: 60,
    ...change,
  });
}

test("first and last are the earliest and latest time, in any order", () => {
  const totals = new Totals();
  expect(totals.first).toBeUndefined();
  for (const [seconds, nanoseconds] of [
    [5, 10],
    [5, 9],
    [-3, 999],
    [5, 11],
  ] as const) {
    totals.add(packet(seconds, nanoseconds));
  }
  expect(totals.first).toEqual({ seconds: -3, nanoseconds: 999 });
  expect(totals.last).toEqual({ seconds: 5, nanoseconds: 11 });
});

test("octets on the wire and octets captured are told apart", () => {
  const totals = new Totals();
  totals.add(packet(0, 0, { originalLength: 1500, ipVersion: 4 }));
  totals.add(packet(0, 0));
  expect(totals.wireBytes).toBe(1560);
  expect(totals.capturedBytes).toBe(120);
  expect(totals.ipPackets).toBe(1);
  expect(totals.ipBytes).toBe(1500);
});

test.for([
  ["a sound packet", DecodeStatus.Ok, 60, 0],
  ["a wrong length", DecodeStatus.BadLength, 60, 1],
  ["a header that the packet itself cuts", DecodeStatus.Truncated, 60, 1],
  ["a header that the snap length cuts", DecodeStatus.Truncated, 1500, 0],
] as const)("malformed or not: %s", ([, status, originalLength, malformed]) => {
  const totals = new Totals();
  totals.add(packet(0, 0, { status, originalLength }));
  expect(totals.malformed).toBe(malformed);
});
