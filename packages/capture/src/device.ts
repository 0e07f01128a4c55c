/** The network interfaces of this machine, and which of them to capture when nobody says. */

import { libpcapInterfaces } from "./device-libpcap.ts";
import { linuxInterfaces } from "./device-linux.ts";

export type DeviceKind =
  | "ethernet"
  | "wifi"
  | "loopback"
  | "tunnel"
  | "bridge"
  | "virtual"
  | "other";

export interface CaptureDevice {
  /** What `openCapture` takes. */
  readonly name: string;
  /** What it is in words: "Wi-Fi", "Docker bridge", or the vendor's name of the adapter on Windows. */
  readonly description: string | undefined;
  readonly kind: DeviceKind;
  /** IPv4 first, without prefix length or zone. */
  readonly addresses: readonly string[];
  /** "02:42:ac:11:00:02"; undefined where the interface has none. */
  readonly hardwareAddress: string | undefined;
  /** Administratively up. */
  readonly up: boolean;
  readonly loopback: boolean;
  /** Traffic to the Internet leaves here. */
  readonly defaultRoute: boolean;
}

/**
 * All interfaces, those that are down included, the default route's first, then the busiest kinds.
 * Needs no privilege. Throws `CAPTURE_NO_LIBPCAP` where the list is libpcap's (not on Linux).
 */
export async function listInterfaces(): Promise<CaptureDevice[]> {
  const devices = process.platform === "linux" ? linuxInterfaces() : await libpcapInterfaces();
  return devices.sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name, "en"));
}

/**
 * The interface of the default route; without one the first that is up and has an address, loopback
 * last. Undefined where none is up.
 */
export function defaultInterface(devices: readonly CaptureDevice[]): CaptureDevice | undefined {
  return devices
    .filter((device) => device.up)
    .reduce<CaptureDevice | undefined>(
      (best, device) => (best === undefined || rank(device) > rank(best) ? device : best),
      undefined,
    );
}

function rank(device: CaptureDevice): number {
  return (
    (device.defaultRoute ? 16 : 0) +
    (device.up ? 8 : 0) +
    (device.loopback ? 0 : 4) +
    (device.addresses.length > 0 ? 2 : 0) +
    (device.kind === "ethernet" || device.kind === "wifi" ? 1 : 0)
  );
}
