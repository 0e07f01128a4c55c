import { Protocol } from "@wirescope/decode";
import { expect, test } from "vitest";
import { ProtocolCounters } from "./protocol-counters.ts";

test("a flow takes all it has counted along when it moves", () => {
  const counters = new ProtocolCounters();
  counters.addFlow(Protocol.Tcp);
  counters.addPacket(Protocol.Tcp, 60, false);
  counters.addPacket(Protocol.Tcp, 60, false);
  counters.moveFlow(Protocol.Tcp, false, Protocol.Tls, true, 2, 120);
  expect(counters.seen()).toEqual([Protocol.Tls]);
  expect(counters.packetsByPort[Protocol.Tls]).toBe(2);
  counters.moveFlow(Protocol.Tls, true, Protocol.Tls, false, 2, 120);
  expect(counters.packetsByPort[Protocol.Tls]).toBe(0);
  expect(counters.packets[Protocol.Tls]).toBe(2);
  expect(counters.bytes[Protocol.Tls]).toBe(120);
  expect(counters.flows[Protocol.Tls]).toBe(1);
});

test("a ranking is by the metric asked for and leaves nothing out", () => {
  const counters = new ProtocolCounters();
  counters.addPacket(Protocol.Udp, 1000, false);
  for (let i = 0; i < 3; i++) counters.addPacket(Protocol.Arp, 42, false);
  const total = { packets: 4, bytes: 1126, flows: 0 };
  expect([...counters.top("bytes", 1, total).rows]).toEqual([Protocol.Udp]);
  const byPackets = counters.top("packets", 1, total);
  expect([...byPackets.rows]).toEqual([Protocol.Arp]);
  expect(byPackets.other).toEqual({ packets: 1, bytes: 1000, flows: 0, members: 1 });
});
