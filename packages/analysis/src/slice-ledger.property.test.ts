import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeFrame } from "../test/frames.ts";
import { Minutes, nanoseconds, rowsOf } from "../test/minutes.ts";
import { randomFrame } from "../test/random-frame.ts";
import type { AnalysisOptions } from "./options.ts";
import type { SliceBatch } from "./slice-batch.ts";
import { HEALTH_COUNTERS } from "./slice-health.ts";

const START = 1_700_000_040;

const bytes = randomFrame(13);

/** Packets come 0 to 20 seconds after one another, and some out of order. */
const traffic = fc.array(
  fc.record({ bytes, wait: fc.nat({ max: 20_000 }), late: fc.nat({ max: 900 }) }),
  { minLength: 1, maxLength: 150 },
);

type Traffic = typeof traffic extends fc.Arbitrary<infer T> ? T : never;

function* packetsOf(list: Traffic) {
  let milliseconds = 0;
  for (const one of list) {
    milliseconds += one.wait;
    yield decodeFrame(one.bytes, START + (milliseconds - Math.min(one.late, milliseconds)) / 1000);
  }
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** What a flow exchanged in one minute, counted packet by packet. */
interface Expected {
  packets: number;
  bytes: number;
  first: bigint;
  last: bigint;
}

function byFlow(batch: SliceBatch) {
  return new Map(rowsOf(batch).flatMap((row) => (row.flow === 0 ? [] : [[row.flow, row]])));
}

const TIGHT: Partial<AnalysisOptions> = { flowCapacity: 8, sliceCapacity: 12, nameCapacity: 4 };

test("each flow's slice has exactly its packets of the minute", () => {
  fc.assert(
    fc.property(traffic, (list) => {
      const minutes = new Minutes();
      const { analysis } = minutes;
      const expected: Map<number, Expected>[] = [];
      const latest = new Map<number, bigint>();
      for (const packet of packetsOf(list)) {
        minutes.add(packet);
        expected[minutes.batches.length] ??= new Map();
        const row = analysis.flowOf(packet);
        if (row < 0) continue;
        const { id } = analysis.flowRecord(row);
        const time = nanoseconds(packet.seconds, packet.nanoseconds);
        const last = latest.get(id) ?? time;
        latest.set(id, time > last ? time : last);
        const own = expected[minutes.batches.length]!;
        const so = own.get(id) ?? { packets: 0, bytes: 0, first: time, last: time };
        so.packets++;
        so.bytes += packet.originalLength;
        if (time < so.first) so.first = time;
        so.last = latest.get(id)!;
        own.set(id, so);
      }
      minutes.close();
      const seen = new Map<number, number>();
      minutes.batches.forEach((batch, i) => {
        const slices = byFlow(batch);
        expect([...slices.keys()].sort()).toEqual([...expected[i]!.keys()].sort());
        for (const [id, so] of expected[i]!) {
          expect(slices.get(id)).toMatchObject({ ...so, previous: seen.get(id) ?? 0 });
          seen.set(id, batch.minute);
        }
      });
    }),
    { seed: 41, numRuns: 150 },
  );
});

test("slices of one minute add up to the protocols' counters, names and health", () => {
  fc.assert(
    fc.property(traffic, (list) => {
      const minutes = new Minutes({ flowIdleSeconds: 0 });
      for (const packet of packetsOf(list)) {
        packet.seconds = START + (packet.seconds % 60);
        minutes.add(packet);
      }
      const { analysis } = minutes;
      const batch = minutes.close();
      const { protocols } = analysis;
      const packets = new Float64Array(protocols.packets.length);
      const octets = new Float64Array(protocols.packets.length);
      const byPort = new Float64Array(protocols.packets.length);
      for (const row of rowsOf(batch)) {
        packets[row.protocol]! += row.packets;
        octets[row.protocol]! += row.bytes;
        if (row.byPort) byPort[row.protocol]! += row.packets;
      }
      expect(packets).toEqual(protocols.packets);
      expect(octets).toEqual(protocols.bytes);
      expect(byPort).toEqual(protocols.packetsByPort);
      const places = new Map(Array.from(batch.flow, (flow, at) => [flow, at]));
      for (let row = 0; row < analysis.flows.size; row++) {
        const record = analysis.flowRecord(row);
        const at = places.get(record.id)!;
        expect(batch.texts[batch.name[at]!]).toBe(record.name ?? "");
        expect(batch.firstSeconds[at]).toBe(record.firstSeconds);
        expect(batch.lastNanoseconds[at]).toBe(record.lastNanoseconds);
        if (record.health?.kind !== "tcp") continue;
        for (const counter of HEALTH_COUNTERS) {
          expect(batch.health[counter][at]).toBe(record.health[counter]);
        }
        expect(batch.rttOut[at]).toBe(Math.round((record.health.rttOut ?? 0) * 1e6));
      }
    }),
    { seed: 42, numRuns: 100 },
  );
});

test.for<[string, Partial<AnalysisOptions>]>([
  ["with room for everything", {}],
  ["with tables far too small", TIGHT],
  ["with a table of one flow", { flowCapacity: 1, sliceCapacity: 2 }],
])("slices of all minutes add up to the totals, %s", ([, options]) => {
  fc.assert(
    fc.property(traffic, fc.nat({ max: 40 }), (list, every) => {
      const minutes = new Minutes(options);
      const perMinute: number[] = [];
      let count = 0;
      for (const packet of packetsOf(list)) {
        minutes.add(packet);
        const i = minutes.batches.length;
        perMinute[i] = (perMinute[i] ?? 0) + 1;
        // Looking in between must not change what is counted.
        if (++count % (every + 1) === 0) minutes.ledger.peek();
      }
      const last = minutes.ledger.peek();
      expect(minutes.close()).toEqual(last);
      const { totals, options: bounds } = minutes.analysis;
      let packets = 0;
      let octets = 0;
      let flows = 0;
      minutes.batches.forEach((batch, i) => {
        const rows = rowsOf(batch);
        expect(rows).toHaveLength(batch.count);
        expect(sum(rows.map((row) => row.packets))).toBe(perMinute[i]);
        packets += sum(rows.map((row) => row.packets));
        octets += sum(rows.map((row) => row.bytes));
        flows += rows.filter(({ flow, previous }) => flow > 0 && previous === 0).length;
        const own = rows.filter(({ flow }) => flow > 0);
        expect(own.length).toBeLessThanOrEqual(bounds.sliceCapacity);
        expect(new Set(own.map(({ flow }) => flow)).size).toBe(own.length);
        expect(batch.flowsMerged === 0 || own.length > 0).toBe(true);
      });
      expect(packets).toBe(totals.packets);
      expect(octets).toBe(totals.wireBytes);
      expect(flows).toBeLessThanOrEqual(totals.flowsSeen);
      if (sum(minutes.batches.map(({ flowsMerged }) => flowsMerged)) === 0) {
        expect(flows).toBe(totals.flowsSeen);
      }
    }),
    { seed: 43, numRuns: 100 },
  );
});
