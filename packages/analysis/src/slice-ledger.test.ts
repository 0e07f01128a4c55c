import { Protocol } from "@wirescope/decode";
import { describe, expect, test } from "vitest";
import {
  arpFrame,
  clientHello,
  decodeFrame,
  type FrameSpec,
  packetOf,
  TCP,
} from "../test/frames.ts";
import { Minutes, rowsOf, type SliceRow } from "../test/minutes.ts";
import { FLOW_STATE_NAMES } from "./flow-state-name.ts";
import type { SliceBatch } from "./slice-batch.ts";
import { sliceBuffers } from "./slice-rows.ts";

const START = 1_700_000_040;
const CLIENT = "192.168.1.7";
const SERVER = "93.184.216.34";
const OUT: FrameSpec = {
  from: CLIENT,
  to: SERVER,
  transport: "tcp",
  fromPort: 50_000,
  toPort: 443,
};
const IN: FrameSpec = { ...OUT, from: SERVER, to: CLIENT, fromPort: 443, toPort: 50_000 };
const HELLO = clientHello("www.example.org");

function text(batch: SliceBatch, row: number): string {
  return batch.texts[batch.name[row]!]!;
}

function state(batch: SliceBatch, row: number): string {
  return FLOW_STATE_NAMES[batch.state[row]!]!;
}

function sumOf(rows: readonly SliceRow[], what: "packets" | "bytes" | "payload"): number {
  return rows.reduce((sum, row) => sum + row[what], 0);
}

/** One packet of a UDP flow of its own. */
function lone(serial: number, seconds: number, payload = 0) {
  return packetOf(
    {
      from: `10.1.${serial >> 8}.${serial & 255}`,
      to: "10.0.0.2",
      fromPort: 40_000,
      toPort: 40_001,
      payload: new Uint8Array(payload),
    },
    seconds,
  );
}

test("a connection over three minutes is three slices, each with what it exchanged then", () => {
  const minutes = new Minutes({ applicationOf: () => 5 });
  const at = (spec: FrameSpec, seconds: number) => minutes.add(packetOf(spec, START + seconds));
  at({ ...OUT, flags: TCP.syn, sequence: 0 }, 1);
  at({ ...IN, flags: TCP.syn | TCP.ack, sequence: 0, acknowledgment: 1 }, 1.25);
  at({ ...OUT, flags: TCP.ack, sequence: 1, acknowledgment: 1 }, 1.5);
  at({ ...OUT, payload: HELLO, sequence: 1, acknowledgment: 1 }, 60.5);
  // The same again: a retransmission.
  at({ ...OUT, payload: HELLO, sequence: 1, acknowledgment: 1 }, 62);
  at({ ...IN, flags: TCP.rst, sequence: 1, acknowledgment: 1 }, 130);
  minutes.close();
  const [first, second, third] = minutes.batches as [SliceBatch, SliceBatch, SliceBatch];
  expect(minutes.batches.map(({ minute, count }) => [minute, count])).toEqual([
    [START, 1],
    [START + 60, 1],
    [START + 120, 1],
  ]);
  const flow = 1;
  const none = { protocol: Protocol.Tcp, byPort: false };
  expect(rowsOf(first)).toEqual([
    {
      ...{ flow, previous: 0, ...none, packets: 3, bytes: 3 * 54, payload: 0 },
      first: BigInt(START + 1) * 1_000_000_000n,
      last: BigInt(START + 1) * 1_000_000_000n + 500_000_000n,
    },
  ]);
  expect(rowsOf(second)[0]).toMatchObject({
    ...{ flow, previous: START, protocol: Protocol.Tls, byPort: false },
    ...{ packets: 2, bytes: 2 * (54 + HELLO.length), payload: 2 * HELLO.length },
    first: BigInt(START + 60) * 1_000_000_000n + 500_000_000n,
    last: BigInt(START + 62) * 1_000_000_000n,
  });
  expect(rowsOf(third)[0]).toMatchObject({ flow, previous: START + 60, packets: 1, bytes: 54 });
  expect([first, second, third].map((batch) => state(batch, 0))).toEqual([
    ...["established", "established", "reset"],
  ]);
  expect([first, second, third].map((batch) => text(batch, 0))).toEqual([
    ...["", "www.example.org", "www.example.org"],
  ]);
  expect([first, second, third].map((batch) => batch.application[0])).toEqual([-1, 5, 5]);
  const counts = (batch: SliceBatch) => [
    batch.health.retransmissionsOut[0],
    batch.health.resetsIn[0],
  ];
  expect([first, second, third].map(counts)).toEqual([
    [0, 0],
    [1, 0],
    [0, 1],
  ]);
  expect([first.initialRtt[0], third.initialRtt[0]]).toEqual([500_000, 500_000]);
  expect(second).toMatchObject({
    ...{ ipVersion: Uint8Array.of(4), ipProtocol: Uint8Array.of(6), vlan: Int16Array.of(-1) },
    ...{ originatorPort: Int32Array.of(50_000), responderPort: Int32Array.of(443) },
    ...{ servicePort: Int32Array.of(443), icmpType: Int32Array.of(-1) },
    originator: Uint32Array.of(0xc0a8_0107, 0, 0, 0),
    responder: Uint32Array.of(0x5db8_d822, 0, 0, 0),
    packetsOut: Float64Array.of(2),
    packetsIn: Float64Array.of(0),
  });
});

test("the ends of an IPv6 flow and the exchange of an ICMP one are told", () => {
  const minutes = new Minutes();
  minutes.add(packetOf({ ...OUT, from: "fd00::2", to: "2001:db8::1", vlan: 7 }, START));
  const request = Uint8Array.of(8, 0, 0, 0, 0x12, 0x34, 0, 1);
  minutes.add(
    packetOf({ from: SERVER, to: CLIENT, transport: "icmp", payload: request }, START + 1),
  );
  const batch = minutes.close();
  expect([...batch.originator]).toEqual([0xfd00_0000, 0, 0, 2, 0x5db8_d822, 0, 0, 0]);
  expect([...batch.responder]).toEqual([0x2001_0db8, 0, 0, 1, 0xc0a8_0107, 0, 0, 0]);
  expect(batch).toMatchObject({
    ...{ ipVersion: Uint8Array.of(6, 4), vlan: Int16Array.of(7, -1) },
    ...{ originatorPort: Int32Array.of(50_000, -1), servicePort: Int32Array.of(443, -1) },
    ...{ icmpType: Int32Array.of(-1, 8), icmpIdentifier: Int32Array.of(-1, 0x1234) },
  });
});

test("packets without a flow are put together by protocol", () => {
  const minutes = new Minutes();
  const arp = arpFrame("10.0.0.1", "10.0.0.2", 1);
  for (const seconds of [3, 1, 2]) minutes.add(decodeFrame(arp, START + seconds));
  expect(rowsOf(minutes.close())).toEqual([
    {
      ...{ flow: 0, previous: 0, protocol: Protocol.Arp, byPort: false },
      ...{ packets: 3, bytes: 3 * arp.length, payload: 0 },
      first: BigInt(START + 1) * 1_000_000_000n,
      last: BigInt(START + 3) * 1_000_000_000n,
    },
  ]);
});

test("a flow that is silent for a minute has no slice of it, and remembers its last one", () => {
  const minutes = new Minutes();
  for (const seconds of [0, 60, 180]) minutes.add(lone(seconds === 60 ? 2 : 1, START + seconds));
  minutes.close();
  expect(minutes.batches.map((batch) => rowsOf(batch).map(({ flow }) => flow))).toEqual([
    ...[[1], [2], [1]],
  ]);
  expect(minutes.batches[2]?.previous[0]).toBe(START);
});

test("a packet that comes late is counted in the running minute, from its own time on", () => {
  const minutes = new Minutes();
  for (const seconds of [10, 61, 59.5, 70]) minutes.add(lone(1, START + seconds));
  const [row] = rowsOf(minutes.close());
  expect(row).toMatchObject({
    ...{ previous: START, packets: 3 },
    first: BigInt(START + 59) * 1_000_000_000n + 500_000_000n,
    last: BigInt(START + 70) * 1_000_000_000n,
  });
});

test("a look at the running minute changes nothing", () => {
  const minutes = new Minutes({ sliceCapacity: 4, flowCapacity: 8 });
  for (let i = 0; i < 20; i++) minutes.add(lone(i, START + i));
  const seen = minutes.ledger.peek();
  expect(seen.flowsMerged).toBeGreaterThan(0);
  expect(minutes.ledger.peek()).toEqual(seen);
  expect(minutes.close()).toEqual(seen);
});

test("nothing is told twice", () => {
  const minutes = new Minutes();
  minutes.add(lone(1, START));
  minutes.close();
  minutes.ledger.start(START + 60);
  expect(minutes.close()).toMatchObject({ minute: START + 60, count: 0, flowsMerged: 0 });
});

test("when the clock is put back, the minutes begin anew and count each packet once", () => {
  const minutes = new Minutes();
  for (const seconds of [600, 610, 0, 1, 61, 600, 605]) minutes.add(lone(1, START + seconds));
  minutes.close();
  expect(minutes.batches.map(({ minute }) => minute - START)).toEqual([600, 0, 60, 600]);
  const rows = minutes.batches.flatMap(rowsOf);
  expect(rows.map(({ packets }) => packets)).toEqual([2, 2, 1, 2]);
  // No slice is from before the clock went back, as far as anybody can tell.
  expect(rows.map(({ previous }) => previous)).toEqual([0, 0, START, START + 60]);
  for (const [i, batch] of minutes.batches.entries()) {
    expect(batch.lastSeconds[0]).toBeLessThan(batch.minute + 60);
    expect(rows[i]!.first <= rows[i]!.last).toBe(true);
  }
});

describe("a flow that leaves its table", () => {
  test("in the middle of a minute has its slice all the same", () => {
    const minutes = new Minutes({ flowCapacity: 1, applicationOf: () => 3 });
    minutes.add(packetOf({ ...OUT, flags: TCP.syn }, START + 1));
    minutes.add(packetOf({ ...OUT, payload: HELLO, sequence: 1 }, START + 61));
    minutes.add(packetOf({ ...OUT, payload: HELLO, sequence: 1 }, START + 61.5));
    minutes.add(lone(1, START + 62));
    minutes.add(lone(2, START + 63));
    const batch = minutes.close();
    const rows = rowsOf(batch);
    expect(rows.map(({ flow, packets }) => [flow, packets])).toEqual([
      [1, 2],
      [2, 1],
      [3, 1],
    ]);
    expect(rows[0]).toMatchObject({ previous: START, protocol: Protocol.Tls });
    expect(text(batch, 0)).toBe("www.example.org");
    expect(batch.application[0]).toBe(3);
    expect(batch.health.retransmissionsOut[0]).toBe(1);
    expect(batch.previous[1]).toBe(0);
  });

  test("has none of a minute in which it was silent", () => {
    const minutes = new Minutes({ flowCapacity: 1 });
    minutes.add(lone(1, START));
    minutes.add(lone(2, START + 60));
    expect(rowsOf(minutes.close()).map(({ flow }) => flow)).toEqual([2]);
  });
});

describe("of more flows than a minute has slices for", () => {
  test("those with the most octets have their own, the others are summed", () => {
    const minutes = new Minutes({ sliceCapacity: 10 });
    for (let i = 0; i < 100; i++) minutes.add(lone(i, START + i / 10, i % 10 === 3 ? 900 : 10));
    const batch = minutes.close();
    const rows = rowsOf(batch);
    const sums = rows.filter(({ flow }) => flow === 0);
    expect(rows.filter(({ flow }) => flow > 0).map(({ flow }) => flow)).toEqual([
      ...[4, 14, 24, 34, 44, 54, 64, 74, 84, 94],
    ]);
    expect(sums).toHaveLength(1);
    expect(sums[0]).toMatchObject({ protocol: Protocol.Udp, packets: 90, payload: 900 });
    expect(batch.flowsMerged).toBe(90);
    expect(sumOf(rows, "bytes")).toBe(minutes.analysis.totals.wireBytes);
  });

  test("a flood of flows that leave displaces none that matter", () => {
    const minutes = new Minutes({ sliceCapacity: 64, flowCapacity: 16 });
    for (let i = 0; i < 5000; i++) {
      minutes.add(lone(i, START + i / 100));
      // Leaves as the others do, since it is silent from then on.
      if (i === 100 || i === 2000) minutes.add(lone(10_000 + i, START + i / 100, 1200));
    }
    const batch = minutes.close();
    const rows = rowsOf(batch);
    expect(rows.filter(({ payload }) => payload === 1200)).toHaveLength(2);
    expect(rows.length).toBeLessThanOrEqual(65);
    expect(sumOf(rows, "packets")).toBe(5002);
    expect(batch.flowsMerged + rows.filter(({ flow }) => flow > 0).length).toBe(5002);
  });
});

test("a batch crosses to another thread whole and without a copy", () => {
  const minutes = new Minutes();
  minutes.add(packetOf({ ...OUT, payload: HELLO }, START));
  const batch = minutes.close();
  const expected = structuredClone(batch);
  const buffers = sliceBuffers(batch);
  expect(new Set(buffers).size).toBe(buffers.length);
  expect(structuredClone(batch, { transfer: buffers })).toEqual(expected);
  expect(batch.bytesOut).toHaveLength(0);
  expect(batch.health.gapsIn).toHaveLength(0);
});
