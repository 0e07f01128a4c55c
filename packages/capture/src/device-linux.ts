/** Interfaces of Linux: names of /proc/net/dev, properties of sysfs, addresses of getifaddrs. */
import { existsSync, readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import type { CaptureDevice, DeviceKind } from "./device.ts";
import { parseNames } from "./interface-names.ts";
import { ARPHRD_LOOPBACK } from "./link-layer.ts";
import { defaultRouteInterface } from "./route-table.ts";

const IFF_UP = 1;
const ARPHRD_ETHER = 1;
const NO_ADDRESS = /^(00:)*00$/;

/** `root` is where /proc and /sys are found. */
export function linuxInterfaces(root: string = "/"): CaptureDevice[] {
  const defaultRoute = defaultRouteInterface(
    read(`${root}proc/net/route`),
    read(`${root}proc/net/ipv6_route`),
  );
  return parseNames(read(`${root}proc/net/dev`)).map((name) => {
    const directory = `${root}sys/class/net/${name}`;
    const type = Number(read(`${directory}/type`));
    const kind = kindOf(directory, type);
    const address = read(`${directory}/address`).trim();
    return {
      name,
      description: describe(name, kind),
      kind,
      addresses: addressesOf(name),
      hardwareAddress: address === "" || NO_ADDRESS.test(address) ? undefined : address,
      up: (Number(read(`${directory}/flags`)) & IFF_UP) !== 0,
      loopback: type === ARPHRD_LOOPBACK,
      defaultRoute: name === defaultRoute,
    };
  });
}

/** IPv4 first; the system lists interfaces that are up. */
function addressesOf(name: string): string[] {
  const entries = networkInterfaces()[name] ?? [];
  return [
    ...entries.filter((entry) => entry.family === "IPv4"),
    ...entries.filter((entry) => entry.family === "IPv6"),
  ].map((entry) => entry.address);
}

/** Physical Ethernet has a device behind it; bridges, tunnels and veth pairs have none. */
function kindOf(directory: string, type: number): DeviceKind {
  if (type === ARPHRD_LOOPBACK) return "loopback";
  if (existsSync(`${directory}/wireless`) || existsSync(`${directory}/phy80211`)) return "wifi";
  if (existsSync(`${directory}/bridge`)) return "bridge";
  if (existsSync(`${directory}/tun_flags`)) return "tunnel";
  if (type !== ARPHRD_ETHER) return type >= 0 ? "tunnel" : "other";
  return existsSync(`${directory}/device`) ? "ethernet" : "virtual";
}

function describe(name: string, kind: DeviceKind): string | undefined {
  switch (kind) {
    case "loopback":
      return "Loopback";
    case "wifi":
      return "Wi-Fi";
    case "ethernet":
      return "Ethernet";
    case "bridge":
      return /^(docker|br-)/.test(name) ? "Docker bridge" : "Bridge";
    case "tunnel":
      return /^wg/.test(name) ? "WireGuard tunnel" : "Tunnel";
    case "virtual":
      return "Virtual Ethernet";
    case "other":
      return undefined;
  }
}

/** Empty where the file does not exist: not every interface has every property. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
