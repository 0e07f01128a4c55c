import { expect, test } from "vitest";
import { arpFrame, decodeFrame, type FrameSpec, packetOf } from "../test/frames.ts";
import { HostTable } from "./host-table.ts";
import { learnArpSender, learnSourceMac } from "./link-address.ts";

function macs(hosts: HostTable): (string | undefined)[] {
  const rows = Array.from({ length: hosts.size }, (_, row) => hosts.record(row));
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
  learnSourceMac(hosts, packetOf({ from, to, sourceMac: 0x0a0b_0c0d }));
  expect(macs(hosts)).toEqual(isKnown ? ["02:00:0a:0b:0c:0d"] : []);
});

test("ARP names its sender, with its time", () => {
  const hosts = new HostTable(16, 1);
  learnArpSender(hosts, decodeFrame(arpFrame("8.8.8.8", "8.8.8.9", 5), 12.5));
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
  learnArpSender(hosts, decodeFrame(arpFrame("0.0.0.0", "8.8.8.9", 5)));
  expect(hosts.size).toBe(0);
});

test("an ARP packet that is cut short names nobody", () => {
  const hosts = new HostTable(16, 1);
  const whole = arpFrame("10.0.0.1", "10.0.0.2", 5);
  for (let length = 14; length < 42; length++) {
    learnArpSender(hosts, decodeFrame(whole.slice(0, length)));
  }
  expect(hosts.size).toBe(0);
});

test("the last MAC address seen stays", () => {
  const hosts = new HostTable(16, 1);
  const spec: FrameSpec = { from: "10.0.0.1", to: "10.0.0.2" };
  learnSourceMac(hosts, packetOf({ ...spec, sourceMac: 1 }));
  learnSourceMac(hosts, packetOf({ ...spec, sourceMac: 2 }));
  expect(macs(hosts)).toEqual(["02:00:00:00:00:02"]);
});
