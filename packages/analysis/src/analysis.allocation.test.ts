import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Packet } from "@wirescope/decode";
import { expect, test } from "vitest";
import { packetOf } from "../test/frames.ts";
import { Analysis } from "./analysis.ts";
import {
  type AnalysisOptions,
  DEFAULT_ANALYSIS_OPTIONS,
  FILE_ANALYSIS_OPTIONS,
  SLICE_CAPACITY,
} from "./options.ts";
import { Timeline } from "./timeline.ts";

/** Less than the smallest object that V8 could make per packet, 16 octets. */
const MAX_OCTETS_PER_PACKET = 4;
const PACKETS = 100_000;
const ROUNDS = 12;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

test.for<[string, Partial<AnalysisOptions>]>([
  ["", {}],
  [", by the minute as well", { sliceCapacity: SLICE_CAPACITY }],
])("packets of known flows are counted without allocating%s", ([, options]) => {
  const analysis = new Analysis(options);
  let minute = 0;
  const packets: Packet[] = [];
  for (let i = 0; i < 200; i++) {
    const isIpv6 = i % 4 === 0;
    packets.push(
      packetOf({
        from: isIpv6 ? `fd00::${i + 1}` : `10.0.1.${i}`,
        to: isIpv6 ? "2001:db8::1" : "93.184.216.34",
        transport: i % 3 === 0 ? "udp" : "tcp",
        fromPort: 40_000 + i,
        toPort: 443,
        payload: new Uint8Array(100),
      }),
    );
  }
  let serial = 0;
  const feed = (count: number): void => {
    for (let i = 0; i < count; i++) {
      const packet = packets[serial % packets.length]!;
      // Six minutes in all, so that the timeline and the clock move too.
      // Sums pass 2^31, beyond which V8 keeps numbers in another form.
      packet.originalLength = 60_000;
      packet.seconds = 1_700_000_000 + Math.floor(serial / 2000);
      packet.nanoseconds = (serial % 2000) * 500_000;
      serial++;
      if (analysis.ledger !== undefined && packet.seconds >= minute + 60) {
        if (minute > 0) analysis.ledger.close();
        minute = packet.seconds - (packet.seconds % 60);
        analysis.ledger.start(minute);
      }
      analysis.add(packet);
    }
  };
  // The compiler works in the background, and what runs unoptimised allocates: the best round counts.
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS && least >= MAX_OCTETS_PER_PACKET; round++) {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    feed(PACKETS);
    least = Math.min(least, (process.memoryUsage().heapUsed - before) / PACKETS);
  }
  expect(analysis.totals.packets).toBe(serial);
  expect(least).toBeLessThan(MAX_OCTETS_PER_PACKET);
});

test.for([
  ["live captures", DEFAULT_ANALYSIS_OPTIONS, 60e6],
  ["files", FILE_ANALYSIS_OPTIONS, 145e6],
] as const)("full tables of %s take no more than they are said to", ([, bounds, limit]) => {
  // Everything but the timeline is in proportion to the capacities: a sixteenth is enough to know.
  const share = 16;
  const { flowCapacity, hostCapacity, serviceCapacity, conversationCapacity, nameCapacity } =
    bounds;
  const analysis = new Analysis({
    flowCapacity: flowCapacity / share,
    hostCapacity: hostCapacity / share,
    serviceCapacity: serviceCapacity / share,
    conversationCapacity: conversationCapacity / share,
    nameCapacity: nameCapacity / share,
  });
  const packet = packetOf({ from: "10.0.0.1", to: "10.0.0.2", transport: "tcp", flags: 2 });
  const plain = packet.protocol;
  for (let i = 0; i < 20_000; i++) {
    packet.source0 = i;
    packet.destinationPort = i % 2000;
    packet.protocol = plain;
    analysis.add(packet);
  }
  const { flows, hosts, services, conversations, flowNames, names, options } = analysis;
  for (let i = 0; i < 5000; i++) names.add(4, i, 0, 0, 0, `host-${i}.example.internal`, "dns", i);
  expect(flows.size).toBe(options.flowCapacity);
  expect(hosts.size).toBe(options.hostCapacity);
  expect(services.size).toBe(options.serviceCapacity);
  expect(conversations.size).toBe(options.conversationCapacity);
  expect(flowNames.size).toBe(options.nameCapacity);
  const tables = share * (analysis.memoryLength - analysis.timeline.memoryLength);
  // JavaScript's own part of a name: its string's head, its entries in map and list.
  const nameOverhead = 72 * nameCapacity;
  const timeline = new Timeline(bounds.timeline);
  for (let protocol = 0; protocol < 30; protocol++) timeline.add(protocol, 0, 0, 0);
  expect(tables + nameOverhead + timeline.memoryLength).toBeLessThan(limit);
});

test("what is kept by the minute takes no more than 20 MB, and no more in a flood", () => {
  const bounds = { sliceCapacity: SLICE_CAPACITY };
  const analysis = new Analysis(bounds);
  const { ledger } = analysis;
  const before = ledger!.memoryLength;
  expect(before).toBeLessThan(20e6);
  ledger!.start(1_700_000_040);
  const packet = packetOf({ from: "10.0.0.1", to: "10.0.0.2", transport: "tcp", flags: 2 });
  const plain = packet.protocol;
  const count = analysis.flows.capacity + 50_000;
  for (let i = 0; i < count; i++) {
    packet.source0 = i;
    packet.protocol = plain;
    packet.seconds = 1_700_000_040 + Math.floor(i / 10_000);
    analysis.add(packet);
  }
  expect(ledger!.memoryLength).toBe(before);
  const batch = ledger!.close();
  expect(batch.count).toBeLessThanOrEqual(65_536);
  expect(batch.flowsMerged).toBe(count - SLICE_CAPACITY);
});

test("an analysis that has seen little takes little", () => {
  const analysis = new Analysis({ timeline: { kind: "fitting", buckets: 600 } });
  for (let i = 0; i < 100; i++) {
    analysis.add(packetOf({ from: "10.0.0.1", to: `10.0.1.${i}`, toPort: 53 }, i));
  }
  expect(analysis.hosts.size).toBe(101);
  expect(analysis.memoryLength).toBeLessThan(1e6);
});
