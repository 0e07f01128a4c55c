import type { Packet } from "@wirescope/decode";
import fc from "fast-check";
import { expect, test } from "vitest";
import { packetOf } from "../test/frames.ts";
import { BYTES, FLOW_DOUBLES, LAST_SECONDS, SERIAL } from "./flow-layout.ts";
import { FlowTable } from "./flow-table.ts";

function flowPacket(host: number, port: number, isIpv6: boolean): Packet {
  const from = isIpv6 ? `fd00::${host.toString(16)}` : `10.0.${host >> 8}.${host & 0xff}`;
  const to = isIpv6 ? "fd00::ffff" : "10.1.0.1";
  return packetOf({ from, to, fromPort: port, toPort: 53 });
}

const operation = fc.record({
  kind: fc.constantFrom("touch", "touch", "touch", "retire"),
  host: fc.nat({ max: 60 }),
  port: fc.nat({ max: 3 }),
  isIpv6: fc.boolean(),
});

test("it does what a map does, whatever is opened and retired", () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 500 }), (operations) => {
      const table = new FlowTable(10_000, 1, () => {
        throw new Error("A table that is not full lets nothing go.");
      });
      const model = new Map<string, number>();
      for (const { kind, host, port, isIpv6 } of operations) {
        const name = `${host}/${port}/${isIpv6}`;
        table.key.fill(flowPacket(host, port, isIpv6));
        const row = table.find();
        expect(row < 0 ? undefined : table.doubles[row * FLOW_DOUBLES + SERIAL]).toBe(
          model.get(name),
        );
        if (kind === "retire") {
          if (row >= 0) table.retire(row);
          model.delete(name);
        } else if (row < 0) {
          table.open(0);
          model.set(name, table.seen);
        }
      }
      expect(table.size).toBe(table.seen);
    }),
    { seed: 17, numRuns: 60 },
  );
});

test("a full table tells of each flow that leaves, and finds exactly those it holds", () => {
  const left = new Set<number>();
  const table: FlowTable = new FlowTable(2500, 1, (row) => {
    left.add(table.doubles[row * FLOW_DOUBLES + SERIAL]!);
  });
  const packets: Packet[] = [];
  for (let i = 0; i < 4000; i++) packets.push(flowPacket(i, i & 0xff, i % 3 === 0));
  packets.forEach((packet, i) => {
    table.key.fill(packet);
    expect(table.find()).toBe(-1);
    const row = table.open(i);
    table.doubles[row * FLOW_DOUBLES + LAST_SECONDS] = i;
    table.doubles[row * FLOW_DOUBLES + BYTES] = 60;
    // A retired flow has no place in a chain that its replacement would have to leave.
    if (i % 5 === 0) table.retire(row);
  });
  expect(table.size).toBe(2500);
  expect(table.evicted).toBe(1500);
  expect(left.size).toBe(1500);
  packets.forEach((packet, i) => {
    table.key.fill(packet);
    const row = table.find();
    const isHeld = i % 5 !== 0 && !left.has(i + 1);
    expect(row >= 0).toBe(isHeld);
    if (row >= 0) expect(table.doubles[row * FLOW_DOUBLES + SERIAL]).toBe(i + 1);
  });
});
