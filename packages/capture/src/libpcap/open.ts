/** Opens a device with libpcap: the privileged half of the portable back-end. */
import { CaptureError, noSuchInterface, notPermitted } from "../errors.ts";
import type { LibpcapHandle } from "../handle.ts";
import { interfaceNames } from "../interface-names.ts";
import { linkTypeOfDlt } from "../link-layer.ts";
import type { Pointer } from "../native-bridge.ts";
import type { CaptureOptions } from "../source.ts";
import { setFilter } from "./filter-program.ts";
import * as native from "./native.ts";

/** Milliseconds that the kernel may collect packets: the delay of a lone packet. */
const READ_TIMEOUT = 20;
/** Same room as the ring has; libpcap's own default is 2 MiB. */
const DEFAULT_BUFFER_LENGTH: number = 32 * 1024 * 1024;

/**
 * Opens and activates a device; packets flow from here on.
 *
 * Throws `CAPTURE_NO_LIBPCAP`, `CAPTURE_NO_PERMISSION`, `CAPTURE_NO_INTERFACE`, `CAPTURE_INTERFACE_DOWN`,
 * `CAPTURE_DRIVER_STOPPED`, `CAPTURE_BAD_FILTER`.
 */
export function openLibpcap(options: CaptureOptions): LibpcapHandle {
  const libpcap = native.loadLibpcap();
  const name = options.interface;
  const error = new Uint8Array(native.ERROR_BUFFER_LENGTH);
  const handle = libpcap.pcap_create(name, error);
  if (!handle) throw notOpened(name, native.errorText(error));
  try {
    libpcap.pcap_set_snaplen(handle, options.snapLength);
    libpcap.pcap_set_promisc(handle, options.promiscuous ? 1 : 0);
    libpcap.pcap_set_timeout(handle, READ_TIMEOUT);
    libpcap.pcap_set_buffer_size(handle, options.bufferLength || DEFAULT_BUFFER_LENGTH);
    const nanoseconds = libpcap.pcap_set_tstamp_precision?.(handle, native.PRECISION_NANO) === 0;
    const status = libpcap.pcap_activate(handle);
    if (status < 0) throw notActivated(libpcap, handle, options, status);
    if (options.filter.trim() !== "") setFilter(libpcap, handle, options.filter);
    libpcap.pcap_setnonblock(handle, 1, error);
    return {
      backend: "libpcap",
      interface: {
        name,
        description: undefined,
        linkType: linkTypeOfDlt(libpcap.pcap_datalink(handle)),
        snapLength: options.snapLength,
        section: 0,
      },
      interfaceName: name,
      address: handle,
      nanoseconds,
    };
  } catch (failure) {
    libpcap.pcap_close(handle);
    throw failure;
  }
}

function notOpened(name: string, message: string): CaptureError {
  return new CaptureError("CAPTURE_FAILED", `libpcap cannot open "${name}": ${message}.`);
}

function notActivated(
  libpcap: native.Libpcap,
  handle: Pointer,
  options: CaptureOptions,
  status: number,
): CaptureError {
  const name = options.interface;
  const message = libpcap.pcap_geterr(handle) || libpcap.pcap_statustostr(status);
  switch (status) {
    case native.ERROR_NO_SUCH_DEVICE:
      return noSuchInterface(name, interfaceNames());
    case native.ERROR_PERMISSION_DENIED:
    case native.ERROR_PROMISC_PERMISSION_DENIED:
      return notPermitted(name, message);
    case native.ERROR_INTERFACE_DOWN:
      return new CaptureError(
        "CAPTURE_INTERFACE_DOWN",
        `The interface "${name}" is down: bring it up and start again.`,
      );
    default:
      return process.platform === "win32" && /driver|service/i.test(message)
        ? new CaptureError(
            "CAPTURE_DRIVER_STOPPED",
            `Npcap is installed but its driver is not running (${message}): start it with "net start npcap" as administrator.`,
          )
        : notOpened(name, message);
  }
}
