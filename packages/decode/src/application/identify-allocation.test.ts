/** Apart from the other tests, whose calls would keep the engine from optimising these. */

import process from "node:process";
import { expect, test } from "vitest";
import { protocolInfo } from "../protocol-info.ts";
import { ascii, octets, packetsOf, type Sample } from "./application-protocol.contract.ts";
import { identify } from "./identify.ts";

const DNS = octets("1a2b 0100 0001 0000 0000 0000 076578616d706c65 03636f6d 00 0001 0001");
const QUIC = octets("c3 00000001 08 8394c8f03e515708 00 00 449e 7b9aec34");
const UNKNOWN = octets("fe2a 91c7 03b8 5d5d a0a1 4c77");
const HTTP = ascii("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n");
const MODBUS = octets("0001 0000 0006 11 03 006b 0003");

const SAMPLES: readonly Sample[] = [
  { transport: "udp", from: 40_000, to: 53, payload: DNS },
  { transport: "udp", from: 40_000, to: 443, payload: QUIC },
  { transport: "udp", from: 40_000, to: 50_000, payload: UNKNOWN },
  { transport: "tcp", from: 40_000, to: 50_000, payload: UNKNOWN },
  { transport: "tcp", from: 40_000, to: 80, payload: HTTP },
  { transport: "tcp", from: 40_000, to: 502, payload: MODBUS },
];

const ROUNDS = 20_000;
/** A packet that allocated anything at all would take at least 16 octets. */
const LESS_THAN_ONE_OBJECT = 8;

test("Identification leaves nothing to collect", () => {
  const packets = packetsOf(SAMPLES);
  let known = 0;
  const run = (): void => {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let index = 0; index < packets.length; index += 1) {
        if (protocolInfo(identify(packets[index]!)).name !== "") known += 1;
      }
    }
  };
  run();
  const before = process.memoryUsage().heapUsed;
  run();
  const growth = process.memoryUsage().heapUsed - before;
  expect(known).toBe(2 * ROUNDS * packets.length);
  expect(growth / (ROUNDS * packets.length)).toBeLessThan(LESS_THAN_ONE_OBJECT);
});
