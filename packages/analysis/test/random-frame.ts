/** Frames of every kind that is counted in a way of its own, between few enough ends to meet again. */
import fc from "fast-check";
import { arpFrame, clientHello, dnsMessage, frame } from "./frames.ts";

const payload = fc.constantFrom(
  undefined,
  new Uint8Array(200),
  clientHello("www.example.org"),
  clientHello("api.example.net"),
  dnsMessage("example.com", ["10.0.0.3"]),
);

/** A frame of Ethernet: one of nine is ARP, the others go between `hosts` addresses of IPv4 and as many of IPv6. */
export function randomFrame(hosts: number): fc.Arbitrary<Uint8Array> {
  const host = fc.nat({ max: hosts - 1 });
  const address = fc.oneof(
    host.map((number) => `10.0.0.${number}`),
    host.map((number) => `fd00::${number.toString(16)}`),
  );
  const arp = host.map((number) => arpFrame(`10.0.0.${number}`, "10.0.0.99", number));
  const ip = fc
    .record({
      from: address,
      to: address,
      transport: fc.constantFrom<("tcp" | "udp" | 47)[]>("tcp", "udp", 47),
      fromPort: fc.constantFrom(53, 443, 40_000, 40_001),
      toPort: fc.constantFrom(53, 443, 50_000, 50_001),
      flags: fc.constantFrom(0x02, 0x12, 0x10, 0x18, 0x11, 0x04),
      sequence: fc.nat({ max: 3 }).map((step) => step * 200),
      payload,
    })
    .filter(({ from, to }) => from.includes(":") === to.includes(":"))
    .map(frame);
  return fc.oneof({ weight: 1, arbitrary: arp }, { weight: 8, arbitrary: ip });
}
