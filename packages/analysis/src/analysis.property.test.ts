import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeFrame, packetOf } from "../test/frames.ts";
import { randomFrame } from "../test/random-frame.ts";
import { Analysis } from "./analysis.ts";
import type { AnalysisOptions } from "./options.ts";
import type { Ranking } from "./ranking.ts";

function sum(values: Float64Array | readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

const bytes = randomFrame(31);

const traffic = fc.array(fc.record({ bytes, seconds: fc.nat({ max: 2000 }) }), { maxLength: 300 });

const TINY: Partial<AnalysisOptions> = {
  flowCapacity: 16,
  hostCapacity: 8,
  serviceCapacity: 3,
  conversationCapacity: 8,
  nameCapacity: 4,
};

test.for<[string, Partial<AnalysisOptions>]>([
  ["with room for everything", {}],
  ["with tables far too small", { ...TINY, timeline: { kind: "fitting", buckets: 20 } }],
])("every list adds up to the totals, %s", ([, options]) => {
  fc.assert(
    fc.property(traffic, fc.nat({ max: 12 }), (list, limit) => {
      const analysis = new Analysis(options);
      let ip = 0;
      let wire = 0;
      list.forEach((one, i) => {
        const packet = decodeFrame(one.bytes, one.seconds);
        ip += packet.ipVersion === 0 ? 0 : 1;
        wire += packet.originalLength;
        analysis.add(packet);
        // Reading in between must not change what is counted.
        if (i % 50 === 0) analysis.topHosts("both", "bytes", 3);
      });
      const { totals, protocols, timeline } = analysis;
      expect(totals.packets).toBe(list.length);
      expect(totals.wireBytes).toBe(wire);
      expect(totals.ipPackets).toBe(ip);
      expect(sum(protocols.packets)).toBe(totals.packets);
      expect(sum(protocols.bytes)).toBe(totals.wireBytes);
      expect(sum(protocols.flows)).toBe(totals.flowsSeen);
      const window = timeline.all();
      expect(sum(window.packets) + timeline.packetsOutside).toBe(totals.packets);
      expect(sum(window.bytes) + timeline.bytesOutside).toBe(totals.wireBytes);

      const expectWhole = (ranking: Ranking, packets: number): void => {
        expect(sum(ranking.packets) + ranking.other.packets).toBe(packets);
        expect(ranking.other.packets).toBeGreaterThanOrEqual(0);
        expect(ranking.other.bytes).toBeGreaterThanOrEqual(0);
        expect(ranking.other.flows).toBeGreaterThanOrEqual(0);
        expect(ranking.other.members).toBeGreaterThanOrEqual(0);
      };
      for (const metric of ["packets", "bytes", "flows"] as const) {
        expectWhole(analysis.topHosts("sent", metric, limit), list.length);
        expectWhole(analysis.topHosts("received", metric, limit), list.length);
        expectWhole(analysis.topHosts("both", metric, limit), list.length + ip);
        expectWhole(analysis.topServices(metric, limit), list.length);
        expectWhole(analysis.topConversations(metric, limit), list.length);
        expectWhole(analysis.topNames(metric, limit), list.length);
        expectWhole(analysis.topProtocols(metric, limit), list.length);
      }
      expect(analysis.flows.size).toBe(totals.flowsSeen - analysis.flows.evicted);
    }),
    { seed: 31, numRuns: 60 },
  );
});

test("tables with room for everything hold exactly what was sent", () => {
  fc.assert(
    fc.property(traffic, (list) => {
      const analysis = new Analysis();
      const sent = new Map<string, number>();
      const pairs = new Map<string, number>();
      for (const one of list) {
        const packet = decodeFrame(one.bytes, one.seconds);
        analysis.add(packet);
        if (packet.ipVersion === 0) continue;
        const from = `${packet.ipVersion} ${packet.source0} ${packet.source3}`;
        const to = `${packet.ipVersion} ${packet.destination0} ${packet.destination3}`;
        const pair = [from, to].sort().join(" ");
        sent.set(from, (sent.get(from) ?? 0) + packet.originalLength);
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
      }
      for (const [key, bytesOut] of sent) {
        const [version, w0, w3] = key.split(" ").map(Number);
        const row = analysis.hosts.find(version!, w0!, 0, 0, w3!);
        expect(analysis.hostRecord(row).bytesOut).toBe(bytesOut);
      }
      const conversations = analysis.topConversations("packets", 1000);
      expect([...conversations.packets].sort()).toEqual([...pairs.values()].sort());
      expect(conversations.other.packets).toBe(list.length - sum([...pairs.values()]));
      const rows = analysis.flowRows("bytes", 1000).rows.map((row) => analysis.flowRecord(row));
      expect(sum(rows.map(({ bytesIn, bytesOut }) => bytesIn + bytesOut))).toBe(
        analysis.totals.ipBytes,
      );
    }),
    { seed: 32, numRuns: 60 },
  );
});

test("a flood of random flows costs no memory, no count and no heavy hitter", () => {
  const analysis = new Analysis({
    flowCapacity: 4096,
    hostCapacity: 2048,
    serviceCapacity: 512,
    conversationCapacity: 2048,
  });
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
  const heavy = packetOf({ from: "10.9.9.9", to: "10.8.8.8", transport: "tcp", toPort: 443 });
  const flood = packetOf({ from: "10.0.0.1", to: "10.0.0.2", transport: "tcp", flags: 2 });
  let memory = 0;
  for (let i = 0; i < 60_000; i++) {
    const protocol = flood.protocol;
    flood.source0 = random();
    flood.destination0 = random();
    flood.sourcePort = random() >>> 16;
    flood.destinationPort = random() >>> 16;
    flood.seconds = Math.floor(i / 1000);
    analysis.add(flood);
    flood.protocol = protocol;
    if (i % 20 === 0) {
      heavy.originalLength = 1500;
      heavy.seconds = flood.seconds;
      analysis.add(heavy);
    }
    if (i === 30_000) memory = analysis.memoryLength;
  }
  expect(analysis.memoryLength).toBe(memory);
  expect(analysis.totals.packets).toBe(63_000);
  expect(sum(analysis.protocols.packets)).toBe(63_000);
  expect(analysis.totals.flowsSeen).toBe(60_001);
  expect(analysis.flows.evicted).toBe(60_001 - 4096);
  const top = analysis.topHosts("sent", "bytes", 1);
  expect(analysis.hostRecord(top.rows[0]!)).toMatchObject({
    address: "10.9.9.9",
    packetsOut: 3000,
    bytesOut: 4_500_000,
  });
  expect(top.other.packets).toBe(60_000);
  expect(analysis.flowRecord(analysis.flowRows("bytes", 1).rows[0]!).packetsOut).toBe(3000);
});
