/** The interfaces that libpcap can open, pcap_findalldevs(3PCAP). */
import type { TypeObject } from "koffi";
import { LITTLE_ENDIAN } from "../byte-order.ts";
import { CaptureError } from "../errors.ts";
import { type Koffi, loadKoffi, type Pointer } from "../native-bridge.ts";
import { ERROR_BUFFER_LENGTH, errorText, loadLibpcap } from "./native.ts";

const FLAG_LOOPBACK = 1;
const FLAG_UP = 2;
const FLAG_WIRELESS = 8;
const AF_INET = 2;
const IPV4_LENGTH = 4;
const IPV6_LENGTH = 16;
/** Where a `struct sockaddr_in` and a `struct sockaddr_in6` have their address. */
const IPV4_OFFSET = 4;
const IPV6_OFFSET = 8;

export interface LibpcapDevice {
  /** What `pcap_create` takes: "en0", or "\Device\NPF_{…}" on Windows. */
  readonly name: string;
  readonly description: string | undefined;
  /** IPv4 and IPv6, in the system's order. */
  readonly addresses: readonly string[];
  readonly loopback: boolean;
  readonly up: boolean;
  readonly wireless: boolean;
}

/** Empty where libpcap finds none. Throws `CAPTURE_NO_LIBPCAP`, `CAPTURE_FAILED`. */
export function captureDevices(): LibpcapDevice[] {
  const libpcap = loadLibpcap();
  const koffi = loadKoffi();
  const list: Pointer[] = [0n];
  const error = new Uint8Array(ERROR_BUFFER_LENGTH);
  if (libpcap.pcap_findalldevs(list, error) !== 0) {
    throw new CaptureError(
      "CAPTURE_FAILED",
      `libpcap cannot list the interfaces: ${errorText(error)}.`,
    );
  }
  const first = list[0];
  try {
    return first ? readList(koffi, first) : [];
  } finally {
    if (first) libpcap.pcap_freealldevs(first);
  }
}

interface Layouts {
  readonly device: TypeObject;
  readonly address: TypeObject;
}

let known: Layouts | undefined;

/** Made once: koffi keeps every type for the life of the process. */
function layouts(koffi: Koffi): Layouts {
  known ??= {
    device: koffi.struct({
      next: "void *",
      name: "const char *",
      description: "const char *",
      addresses: "void *",
      flags: "uint32_t",
    }),
    address: koffi.struct({ next: "void *", address: "void *" }),
  };
  return known;
}

/** Walks `struct pcap_if`: next, name, description, addresses, flags. */
function readList(koffi: Koffi, first: Pointer): LibpcapDevice[] {
  const layout = layouts(koffi).device;
  const devices: LibpcapDevice[] = [];
  let address: Pointer | null = first;
  while (address) {
    const entry = koffi.decode(address, layout) as {
      next: Pointer | null;
      name: string;
      description: string | null;
      addresses: Pointer | null;
      flags: number;
    };
    devices.push({
      name: entry.name,
      description: entry.description ?? undefined,
      addresses: readAddresses(koffi, entry.addresses),
      loopback: (entry.flags & FLAG_LOOPBACK) !== 0,
      up: (entry.flags & FLAG_UP) !== 0,
      wireless: (entry.flags & FLAG_WIRELESS) !== 0,
    });
    address = entry.next;
  }
  return devices;
}

/** Walks `struct pcap_addr`: next, address, and three more that nobody asks for. */
function readAddresses(koffi: Koffi, first: Pointer | null): string[] {
  const layout = layouts(koffi).address;
  const addresses: string[] = [];
  let entry: Pointer | null = first;
  while (entry) {
    const { next, address } = koffi.decode(entry, layout) as {
      next: Pointer | null;
      address: Pointer | null;
    };
    const text = address ? socketAddress(koffi, address) : undefined;
    if (text !== undefined) addresses.push(text);
    entry = next;
  }
  return addresses;
}

/** Undefined for link-layer addresses. The BSDs put a length octet before the family. */
function socketAddress(koffi: Koffi, pointer: Pointer): string | undefined {
  const head = new DataView(koffi.view(pointer, 2));
  const family =
    process.platform === "linux" || process.platform === "win32"
      ? head.getUint16(0, LITTLE_ENDIAN)
      : head.getUint8(1);
  if (family === AF_INET) {
    return copyOf(koffi, pointer, IPV4_OFFSET, IPV4_LENGTH).join(".");
  }
  if (family !== ipv6Family()) return undefined;
  return ipv6Text(copyOf(koffi, pointer, IPV6_OFFSET, IPV6_LENGTH));
}

function ipv6Family(): number {
  switch (process.platform) {
    case "win32":
      return 23;
    case "darwin":
      return 30;
    case "freebsd":
      return 28;
    case "openbsd":
    case "netbsd":
      return 24;
    default:
      return 10;
  }
}

function copyOf(koffi: Koffi, pointer: Pointer, offset: number, length: number): Uint8Array {
  return new Uint8Array(koffi.view(pointer, offset + length)).slice(offset);
}

/** RFC 5952: the URL parser of every browser writes it. */
function ipv6Text(address: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, group) =>
    ((address[group * 2]! << 8) | address[group * 2 + 1]!).toString(16),
  );
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}
