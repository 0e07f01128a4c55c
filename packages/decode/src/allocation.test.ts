/** Apart from the other tests, whose calls would keep the engine from optimising these. */

import process from "node:process";
import { expect, test } from "vitest";
import { decode } from "./decoder.ts";
import { Packet } from "./packet.ts";

const MACS = "020000000002020000000001";
const TCP = "c95801bb00000007fffffff9501801f600000000";
const IPV4_TCP = `450000280001000040060000c0000201c6336402${TCP}`;
const ADDRESS = "20010db8ffffffffffffffff00000001";
const IPV6_TCP = `6000000000140640${ADDRESS}${ADDRESS}${TCP}`;

/** Addresses and numbers above 2^31 are in them: those are what an engine would box. */
const FRAMES = [
  `${MACS}0800${IPV4_TCP}`,
  `${MACS}86dd${IPV6_TCP}`,
  `${MACS}810000070800${IPV4_TCP}`,
].map((hex) => {
  const octets = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return { view: new DataView(octets.buffer), length: octets.length };
});

const ROUNDS = 10_000;
/** A packet that allocated anything at all would take at least 16 octets. */
const LESS_THAN_ONE_OBJECT = 4;

function heapGrowthPerPacket(packet: Packet): number {
  const before = process.memoryUsage().heapUsed;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { view, length } of FRAMES) decode(packet, view, 0, length);
  }
  return Math.abs(process.memoryUsage().heapUsed - before) / (ROUNDS * FRAMES.length);
}

test("decoding a packet allocates nothing once the engine has compiled it", () => {
  const packet = new Packet();
  packet.linkType = 1;
  packet.originalLength = 78;
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 100 && best >= LESS_THAN_ONE_OBJECT; attempt += 1) {
    best = Math.min(best, heapGrowthPerPacket(packet));
  }
  expect(packet.destinationPort).toBe(443);
  expect(best).toBeLessThan(LESS_THAN_ONE_OBJECT);
});
