import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type CaptureDevice, defaultInterface } from "./device.ts";
import { linuxInterfaces } from "./device-linux.ts";

function device(name: string, properties: Partial<CaptureDevice>): CaptureDevice {
  return {
    name,
    description: undefined,
    kind: "ethernet",
    addresses: [],
    hardwareAddress: undefined,
    up: true,
    loopback: false,
    defaultRoute: false,
    ...properties,
  };
}

const LO = device("lo", { kind: "loopback", loopback: true, addresses: ["127.0.0.1"] });

describe("defaultInterface", () => {
  test.for([
    [
      "the default route's",
      [LO, device("eth0", {}), device("wlan0", { defaultRoute: true })],
      "wlan0",
    ],
    ["one with an address", [LO, device("a", {}), device("b", { addresses: ["10.0.0.1"] })], "b"],
    ["hardware before virtual", [device("veth0", { kind: "virtual" }), device("eth0", {})], "eth0"],
    ["loopback when nothing else is up", [LO, device("eth0", { up: false })], "lo"],
    ["none when none is up", [device("eth0", { up: false })], undefined],
  ] as const)("%s", ([, devices, expected]) => {
    expect(defaultInterface(devices)?.name).toBe(expected);
  });
});

describe("linuxInterfaces", () => {
  const roots: string[] = [];

  afterEach(() => {
    for (const root of roots.splice(0)) rmSync(root, { recursive: true });
  });

  /** A tree with the files of one interface below /sys/class/net. */
  function machine(name: string, files: Readonly<Record<string, string>>): string {
    const root = `${mkdtempSync(join(tmpdir(), "wirescope-"))}/`;
    roots.push(root);
    const directory = join(root, "sys/class/net", name);
    mkdirSync(join(root, "proc/net"), { recursive: true });
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(root, "proc/net/dev"), `Inter-|\n face |\n${name}: 0 0\n`);
    for (const [path, text] of Object.entries(files)) {
      if (text === "") mkdirSync(join(directory, path));
      else writeFileSync(join(directory, path), text);
    }
    return root;
  }

  test.for([
    ["hardware", "eth9", { type: "1\n", flags: "0x1003\n", device: "" }, "ethernet"],
    ["Wi-Fi", "wlan9", { type: "1\n", flags: "0x1003\n", wireless: "", device: "" }, "wifi"],
    ["a bridge", "docker9", { type: "1\n", flags: "0x1003\n", bridge: "" }, "bridge"],
    ["a tunnel", "tun9", { type: "65534\n", flags: "0x10d1\n", tun_flags: "0x1\n" }, "tunnel"],
    ["a veth", "veth9", { type: "1\n", flags: "0x1003\n" }, "virtual"],
    ["loopback", "lo", { type: "772\n", flags: "0x9\n" }, "loopback"],
  ] as const)("knows %s", ([, name, files, kind]) => {
    expect(linuxInterfaces(machine(name, files))).toMatchObject([{ name, kind, up: true }]);
  });

  test("is down without the flag, and has no hardware address of zeros", () => {
    const root = machine("x9", { type: "1\n", flags: "0x1002\n", address: "00:00:00:00:00:00\n" });
    expect(linuxInterfaces(root)).toMatchObject([{ up: false, hardwareAddress: undefined }]);
  });
});
