/** What can go wrong between a request to capture and the packets: one class, a closed set of codes. */

export type CaptureErrorCode =
  /** An option is out of its range. */
  | "CAPTURE_BAD_OPTION"
  /** The machine has no interface of that name; the message lists the ones it has. */
  | "CAPTURE_NO_INTERFACE"
  /** The user may not capture; `diagnose()` has the line that mends it. */
  | "CAPTURE_NO_PERMISSION"
  /** libpcap (Npcap on Windows) is not installed. */
  | "CAPTURE_NO_LIBPCAP"
  /** Npcap is installed, but its driver is not running. */
  | "CAPTURE_DRIVER_STOPPED"
  /** Neither dumpcap nor tcpdump is installed. */
  | "CAPTURE_NO_HELPER"
  /** The native bridge (koffi) has no binary for this machine. */
  | "CAPTURE_NO_BRIDGE"
  /** The capture filter does not compile; the message is libpcap's own. */
  | "CAPTURE_BAD_FILTER"
  /** The interface is down and the back-end cannot wait for it. */
  | "CAPTURE_INTERFACE_DOWN"
  /** The interface was removed while it was captured. */
  | "CAPTURE_INTERFACE_GONE"
  /** The back-end does not exist on this platform, or cannot read this kind of interface. */
  | "CAPTURE_UNSUPPORTED"
  /** No memory or descriptors for another capture. */
  | "CAPTURE_NO_RESOURCES"
  /** A system call or a helper failed in a way that has no name of its own. */
  | "CAPTURE_FAILED";

export class CaptureError extends Error {
  override readonly name = "CaptureError";
  readonly code: CaptureErrorCode;

  constructor(code: CaptureErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Octets per packet that libpcap, and everything that reads its files, accepts at most. */
export const MAX_SNAP_LENGTH = 262_144;

export function noSuchInterface(name: string, existing: readonly string[]): CaptureError {
  const list = existing.length === 0 ? "none" : existing.join(", ");
  return new CaptureError(
    "CAPTURE_NO_INTERFACE",
    `There is no network interface "${name}"; this machine has: ${list}.`,
  );
}

export function notPermitted(name: string, cause?: unknown): CaptureError {
  return new CaptureError(
    "CAPTURE_NO_PERMISSION",
    `Capturing on "${name}" needs permission that this user does not have; "wirescope doctor" shows the line that gives it.`,
    { cause },
  );
}

export function interfaceGone(name: string): CaptureError {
  return new CaptureError(
    "CAPTURE_INTERFACE_GONE",
    `The interface "${name}" was removed while it was captured; start Wirescope again when it is back.`,
  );
}

/** libpcap's own words about a filter, kept whole because they name the token. */
export function badFilter(filter: string, libpcapMessage: string): CaptureError {
  return new CaptureError(
    "CAPTURE_BAD_FILTER",
    `The capture filter "${filter}" is not valid: ${libpcapMessage}.`,
  );
}
