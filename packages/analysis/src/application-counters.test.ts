import { Protocol } from "@wirescope/decode";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ApplicationCounters } from "./application-counters.ts";
import { ProtocolCounters } from "./protocol-counters.ts";

const PROTOCOLS = [Protocol.Tls, Protocol.Http, Protocol.Dns, Protocol.Tcp];

test("applications and the protocols of the rest add up to everything", () => {
  const portion = fc.record({
    application: fc.integer({ min: -1, max: 5 }),
    protocol: fc.constantFrom(...PROTOCOLS),
    sizes: fc.array(fc.integer({ min: 40, max: 1500 }), { minLength: 1, maxLength: 20 }),
  });
  fc.assert(
    fc.property(fc.array(portion, { maxLength: 40 }), (portions) => {
      const protocols = new ProtocolCounters();
      const counters = new ApplicationCounters(protocols);
      const total = { packets: 0, bytes: 0, flows: 0 };
      for (const { application, protocol, sizes } of portions) {
        const bytes = sizes.reduce((sum, size) => sum + size, 0);
        for (const size of sizes) protocols.addPacket(protocol, size, false);
        protocols.addFlow(protocol);
        counters.add(application, protocol, sizes.length, bytes, 1);
        total.packets += sizes.length;
        total.bytes += bytes;
        total.flows += 1;
      }
      const { packets, bytes, flows, other } = counters.top("bytes", 100, total);
      const sum = (column: Float64Array): number => column.reduce((a, b) => a + b, 0);
      expect([sum(packets), sum(bytes), sum(flows)]).toEqual([
        total.packets,
        total.bytes,
        total.flows,
      ]);
      expect(other).toEqual({ packets: 0, bytes: 0, flows: 0, members: 0 });
    }),
    { seed: 20261122, numRuns: 300 },
  );
});

test("flows that ask for a name are not the name's application", () => {
  const protocols = new ProtocolCounters();
  const counters = new ApplicationCounters(protocols);
  protocols.addPacket(Protocol.Dns, 100, false);
  protocols.addFlow(Protocol.Dns);
  counters.add(3, Protocol.Dns, 1, 100, 1);
  const { rows } = counters.top("packets", 10, { packets: 1, bytes: 100, flows: 1 });
  expect([...rows]).toEqual([Protocol.Dns]);
});
