/** The interfaces that libpcap can open, pcap_findalldevs(3PCAP). */
import { CaptureError } from "../errors.ts";
import { type Koffi, loadKoffi, type Pointer } from "../native-bridge.ts";
import { ERROR_BUFFER_LENGTH, errorText, loadLibpcap } from "./native.ts";

const FLAG_LOOPBACK = 1;
const FLAG_UP = 2;
const FLAG_WIRELESS = 8;

export interface LibpcapDevice {
  /** What `pcap_create` takes: "en0", or "\Device\NPF_{…}" on Windows. */
  readonly name: string;
  readonly description: string | undefined;
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

/** Walks `struct pcap_if`: next, name, description, addresses, flags. */
function readList(koffi: Koffi, first: Pointer): LibpcapDevice[] {
  const layout = koffi.struct({
    next: "void *",
    name: "const char *",
    description: "const char *",
    addresses: "void *",
    flags: "uint32_t",
  });
  const devices: LibpcapDevice[] = [];
  let address: Pointer | null = first;
  while (address) {
    const entry = koffi.decode(address, layout) as {
      next: Pointer | null;
      name: string;
      description: string | null;
      flags: number;
    };
    devices.push({
      name: entry.name,
      description: entry.description ?? undefined,
      loopback: (entry.flags & FLAG_LOOPBACK) !== 0,
      up: (entry.flags & FLAG_UP) !== 0,
      wireless: (entry.flags & FLAG_WIRELESS) !== 0,
    });
    address = entry.next;
  }
  return devices;
}
