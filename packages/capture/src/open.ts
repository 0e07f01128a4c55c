/** Opens a capture with the best back-end of this machine, and attaches to an opened one. */
import { openRing } from "./af-packet/open.ts";
import { RingSource } from "./af-packet/source.ts";
import { CaptureError, type CaptureErrorCode, MAX_SNAP_LENGTH, noSuchInterface } from "./errors.ts";
import type { CaptureHandle } from "./handle.ts";
import { interfaceNames } from "./interface-names.ts";
import { captureDevices } from "./libpcap/devices.ts";
import { openLibpcap } from "./libpcap/open.ts";
import { LibpcapSource } from "./libpcap/source.ts";
import { openPipe } from "./pipe/open.ts";
import { PipeSource } from "./pipe/source.ts";
import type { CaptureBackend, CaptureOptions, CaptureSource } from "./source.ts";

/** Largest kernel buffer: 1 GiB, far below what one mapping can hold. */
const MAX_BUFFER_LENGTH = 2 ** 30;

/** Reasons that another back-end would not change. */
const FINAL: ReadonlySet<CaptureErrorCode> = new Set<CaptureErrorCode>([
  "CAPTURE_BAD_OPTION",
  "CAPTURE_BAD_FILTER",
]);

/** What the ring says of interfaces that libpcap may still know how to read. */
const RING_ONLY: ReadonlySet<CaptureErrorCode> = new Set<CaptureErrorCode>([
  "CAPTURE_UNSUPPORTED",
  "CAPTURE_NO_INTERFACE",
]);

/** Order of preference: cheapest per packet first, least privilege last. */
const BACKENDS: readonly CaptureBackend[] = ["ring", "libpcap", "pipe"];

/**
 * Opens a capture; packets are collected from here on, within the kernel buffer.
 *
 * Call it on the main thread while the process has its privileges. The handle is plain data: hand it
 * to the thread that reads, which calls {@link attachCapture}. Without a wanted back-end, tries
 * ring, libpcap and pipe in that order. The error is the first back-end's unless a later one says
 * more than that the permission is missing.
 *
 * Throws {@link CaptureError}.
 */
export async function openCapture(options: CaptureOptions): Promise<CaptureHandle> {
  checkOptions(options);
  checkInterface(options.interface);
  if (options.backend !== undefined) return openWith(options.backend, options);
  let reason: CaptureError | undefined;
  for (const backend of BACKENDS) {
    try {
      return await openWith(backend, options);
    } catch (error) {
      if (!(error instanceof CaptureError) || FINAL.has(error.code)) throw error;
      if (reason === undefined || RING_ONLY.has(reason.code)) reason = error;
    }
  }
  throw reason;
}

/**
 * Takes over an opened capture on the thread that will read it. Call it once per handle, before the
 * process gives its privileges up: native code is loaded here, perhaps from a directory of root's. No
 * packet is looked at before the first `next`.
 */
export function attachCapture(handle: CaptureHandle): CaptureSource {
  switch (handle.backend) {
    case "ring":
      return new RingSource(handle);
    case "libpcap":
      return new LibpcapSource(handle);
    case "pipe":
      return new PipeSource(handle);
  }
}

async function openWith(backend: CaptureBackend, options: CaptureOptions): Promise<CaptureHandle> {
  switch (backend) {
    case "ring":
      return openRing(options);
    case "libpcap":
      return openLibpcap(options);
    case "pipe":
      return openPipe(options);
  }
}

/** A wrong name is told before a missing permission, which nothing would mend. */
function checkInterface(name: string): void {
  const names = interfaceNames();
  if (!names.includes(name) && !isLibpcapDevice(name)) throw noSuchInterface(name, names);
}

/** libpcap also reads devices that are no interfaces: "any", "nflog", "usbmon1". */
function isLibpcapDevice(name: string): boolean {
  try {
    return captureDevices().some((device) => device.name === name);
  } catch (error) {
    if (error instanceof CaptureError) return false;
    throw error;
  }
}

function checkOptions(options: CaptureOptions): void {
  const { snapLength, bufferLength } = options;
  if (!Number.isInteger(snapLength) || snapLength < 1 || snapLength > MAX_SNAP_LENGTH) {
    throw new CaptureError(
      "CAPTURE_BAD_OPTION",
      `The snap length must be a whole number from 1 to ${MAX_SNAP_LENGTH}, not ${snapLength}.`,
    );
  }
  if (!Number.isInteger(bufferLength) || bufferLength < 0 || bufferLength > MAX_BUFFER_LENGTH) {
    throw new CaptureError(
      "CAPTURE_BAD_OPTION",
      `The kernel buffer must be a whole number of octets up to ${MAX_BUFFER_LENGTH}, not ${bufferLength}.`,
    );
  }
}
