/** Interfaces where libpcap keeps the list: macOS, the BSDs and Windows. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import type { CaptureDevice, DeviceKind } from "./device.ts";
import { captureDevices, type LibpcapDevice } from "./libpcap/devices.ts";

/** An address of documentation, RFC 5737: asking for the way there sends nothing. */
const SOMEWHERE = "192.0.2.1";
const DISCARD_PORT = 9;
const NO_ADDRESS = /^(00:)*00$/;

/** Throws `CAPTURE_NO_LIBPCAP`. */
export async function libpcapInterfaces(): Promise<CaptureDevice[]> {
  const departure = await departureAddress();
  const known = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return captureDevices().map((device) => ({
    name: device.name,
    description: device.description,
    kind: kindOf(device),
    addresses: device.addresses,
    hardwareAddress: known.find(
      (entry) => device.addresses.includes(entry.address) && !NO_ADDRESS.test(entry.mac),
    )?.mac,
    up: device.up,
    loopback: device.loopback,
    defaultRoute: departure !== undefined && device.addresses.includes(departure),
  }));
}

/**
 * The address from which packets to the Internet leave; undefined without a way there. Connecting a
 * datagram socket makes the system choose the route and sends nothing.
 */
async function departureAddress(): Promise<string | undefined> {
  const socket = createSocket("udp4");
  try {
    socket.connect(DISCARD_PORT, SOMEWHERE);
    await once(socket, "connect");
    return socket.address().address;
  } catch {
    return undefined;
  } finally {
    socket.close();
  }
}

/** By the names that macOS and the BSDs give. */
function kindOf(device: LibpcapDevice): DeviceKind {
  if (device.loopback) return "loopback";
  if (device.wireless) return "wifi";
  if (/^(utun|tun|tap|wg|ppp|ipsec|gif|stf)\d/.test(device.name)) return "tunnel";
  if (/^bridge\d/.test(device.name)) return "bridge";
  if (/^(awdl|llw|anpi|ap|vmnet|vnet|epair)\d/.test(device.name)) return "virtual";
  return /^(en|em|igb|re|ix|bge)\d/.test(device.name) || process.platform === "win32"
    ? "ethernet"
    : "other";
}
