import { expect, test } from "vitest";
import { type FrameSpec, packetOf } from "../test/frames.ts";
import { icmpExchange, isIcmpReply } from "./icmp-exchange.ts";

function icmp(type: number, code: number, identifier: number, version = 4): FrameSpec {
  const payload = Uint8Array.of(type, code, 0, 0, identifier >> 8, identifier & 0xff, 0, 1);
  return version === 4
    ? { from: "10.0.0.1", to: "10.0.0.2", transport: "icmp", payload }
    : { from: "fd00::1", to: "fd00::2", transport: 58, payload };
}

test.for([
  ["echo request", icmp(8, 0, 77), 8, 77, false],
  ["echo reply", icmp(0, 0, 77), 8, 77, true],
  ["timestamp reply", icmp(14, 0, 5), 13, 5, true],
  ["router advertisement, which has no identifier", icmp(9, 0, 0x0102), 10, 0, true],
  ["destination unreachable, alone", icmp(3, 1, 9), 3, 1, false],
  ["ICMPv6 echo reply", icmp(129, 0, 77, 6), 128, 77, true],
  ["neighbour solicitation", icmp(135, 0, 9, 6), 135, 0, false],
  ["neighbour advertisement", icmp(136, 0, 9, 6), 135, 0, true],
] as const)("%s", ([, spec, type, low, reply]) => {
  const packet = packetOf(spec);
  expect(icmpExchange(packet)).toBe((type << 16) | low);
  expect(isIcmpReply(packet)).toBe(reply);
});

test("what is not ICMP has no exchange", () => {
  const packet = packetOf({ from: "10.0.0.1", to: "10.0.0.2", toPort: 53 });
  expect(icmpExchange(packet)).toBe(0);
  expect(isIcmpReply(packet)).toBe(false);
});
