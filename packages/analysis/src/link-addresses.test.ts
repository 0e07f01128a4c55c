import { type Packet, parseIpv6 } from "@wirescope/decode";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arpFrame, decodeFrame, type FrameSpec, packetOf } from "../test/frames.ts";
import { HostTable } from "./host-table.ts";
import { LinkAddresses } from "./link-addresses.ts";

function macs(hosts: HostTable): (string | undefined)[] {
  const rows = Array.from({ length: hosts.table.size }, (_, row) => hosts.record(row));
  return rows.map(({ mac }) => mac);
}

test.for<[string, string, string, boolean]>([
  ["private", "192.168.1.7", "1.1.1.1", true],
  ["private", "172.31.0.1", "1.1.1.1", true],
  ["private", "10.9.8.7", "1.1.1.1", true],
  ["link-local", "169.254.0.9", "1.1.1.1", true],
  ["public", "1.1.1.1", "192.168.1.7", false],
  ["nearly private", "172.32.0.1", "1.1.1.1", false],
  ["link-local", "fe80::1", "fd00::1", true],
  ["unique local", "fd00::1", "fe80::1", true],
  ["public", "2001:db8::1", "fe80::1", false],
])("a %s source %s", ([, from, to, isKnown]) => {
  const hosts = new HostTable(16, 1);
  new LinkAddresses(hosts).learnSource(packetOf({ from, to, sourceMac: 0x0a0b_0c0d }));
  expect(macs(hosts)).toEqual(isKnown ? ["02:00:0a:0b:0c:0d"] : []);
});

test("ARP names its sender, with its time", () => {
  const hosts = new HostTable(16, 1);
  new LinkAddresses(hosts).learnArp(decodeFrame(arpFrame("8.8.8.8", "8.8.8.9", 5), 12.5));
  expect(hosts.record(0)).toMatchObject({
    address: "8.8.8.8",
    mac: "02:00:00:00:00:05",
    firstSeconds: 12,
    lastNanoseconds: 500_000_000,
    packetsOut: 0,
  });
});

test("a probe for a free address names nobody", () => {
  const hosts = new HostTable(16, 1);
  new LinkAddresses(hosts).learnArp(decodeFrame(arpFrame("0.0.0.0", "8.8.8.9", 5)));
  expect(hosts.table.size).toBe(0);
});

test("an ARP packet that is cut short names nobody", () => {
  const hosts = new HostTable(16, 1);
  const whole = arpFrame("10.0.0.1", "10.0.0.2", 5);
  for (let length = 14; length < 42; length++) {
    new LinkAddresses(hosts).learnArp(decodeFrame(whole.slice(0, length)));
  }
  expect(hosts.table.size).toBe(0);
});

test("the last MAC address seen stays", () => {
  const hosts = new HostTable(16, 1);
  const spec: FrameSpec = { from: "10.0.0.1", to: "10.0.0.2" };
  new LinkAddresses(hosts).learnSource(packetOf({ ...spec, sourceMac: 1 }));
  new LinkAddresses(hosts).learnSource(packetOf({ ...spec, sourceMac: 2 }));
  expect(macs(hosts)).toEqual(["02:00:00:00:00:02"]);
});

describe("Neighbor Discovery", () => {
  const ICMPV6 = 58;
  const OWN_MAC = "02:00:00:00:00:05";
  const address = (text: string): number[] => {
    const view = new DataView(new ArrayBuffer(16));
    for (const [i, word] of parseIpv6(text)!.entries()) view.setUint32(4 * i, word);
    return [...new Uint8Array(view.buffer)];
  };
  const linkAddress = (option: number, mac: number): number[] => [option, 1, 2, 0, 0, 0, 0, mac];
  const solicitation = (target: string): number[] => [
    ...[135, 0, 0, 0, 0, 0, 0, 0],
    ...address(target),
    ...linkAddress(1, 5),
  ];
  const advertisement = (target: string, mac: number): number[] => [
    ...[136, 0, 0, 0, 0x60, 0, 0, 0],
    ...address(target),
    ...linkAddress(2, mac),
  ];
  const routerAdvertisement = (prefix: string, bits: number, flags: number): number[] => [
    ...[134, 0, 0, 0, 64, 0, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0],
    ...linkAddress(1, 5),
    ...[3, 4, bits, flags, 0, 1, 0x51, 0x80, 0, 0, 0x38, 0x40, 0, 0, 0, 0],
    ...address(prefix),
  ];
  const message = (from: string, body: readonly number[], more: Partial<FrameSpec> = {}): Packet =>
    packetOf({
      from,
      to: "ff02::1",
      transport: ICMPV6,
      payload: Uint8Array.from(body),
      sourceMac: 5,
      hopLimit: 255,
      ...more,
    });
  const known = (hosts: HostTable): Record<string, string | undefined> =>
    Object.fromEntries(
      Array.from({ length: hosts.table.size }, (_, row) => {
        const record = hosts.record(row);
        return [record.address, record.mac];
      }),
    );

  test("tells the MAC address of who asks, whatever its address", () => {
    const hosts = new HostTable(16, 1);
    new LinkAddresses(hosts).learnDiscovery(message("2001:db8::7", solicitation("2001:db8::1")));
    expect(known(hosts)).toEqual({ "2001:db8::7": OWN_MAC });
  });

  test("tells the MAC address of whom an advertisement speaks of", () => {
    const hosts = new HostTable(16, 1);
    new LinkAddresses(hosts).learnDiscovery(message("fe80::5", advertisement("2001:db8::7", 9)));
    expect(known(hosts)).toEqual({ "fe80::5": OWN_MAC, "2001:db8::7": "02:00:00:00:00:09" });
  });

  test.for<[string, string, Partial<FrameSpec>]>([
    ["that was forwarded", "2001:db8::7", { hopLimit: 254 }],
    ["of a host that has no address yet", "::", {}],
  ])("tells nothing in a packet %s", ([, from, more]) => {
    const hosts = new HostTable(16, 1);
    new LinkAddresses(hosts).learnDiscovery(message(from, solicitation("2001:db8::7"), more));
    expect(known(hosts)).toEqual({});
  });

  test.for<[string, number, number, string, boolean]>([
    ["on the link", 64, 0xc0, "2001:db8:0:1::7", true],
    ["of another prefix", 64, 0xc0, "2001:db8:0:2::7", false],
    ["of a shorter prefix", 48, 0xc0, "2001:db8:0:ffff::7", true],
    ["of a prefix that is not on the link", 64, 0x40, "2001:db8:0:1::7", false],
    ["of no prefix", 0, 0xc0, "2001:db8:0:1::7", false],
  ])("tells which sources have their own MAC address: one %s", ([, bits, flags, from, isOwn]) => {
    const hosts = new HostTable(16, 1);
    const addresses = new LinkAddresses(hosts);
    addresses.learnDiscovery(
      message("fe80::1", routerAdvertisement("2001:db8:0:1::", bits, flags)),
    );
    addresses.learnSource(packetOf({ from, to: "2606:4700::1", sourceMac: 9 }));
    expect(known(hosts)[from]).toBe(isOwn ? "02:00:00:00:00:09" : undefined);
  });

  test("is read within the octets that were captured, whatever they are", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 133, max: 137 }),
        fc.uint8Array({ maxLength: 96 }),
        (type, body) => {
          const hosts = new HostTable(16, 1);
          const addresses = new LinkAddresses(hosts);
          addresses.learnDiscovery(message("fe80::5", [type, 0, ...body]));
          addresses.learnSource(packetOf({ from: "2001:db8::7", to: "fe80::1" }));
          expect(hosts.table.size).toBeLessThanOrEqual(3);
        },
      ),
      { seed: 20261122, numRuns: 2000 },
    );
  });
});
