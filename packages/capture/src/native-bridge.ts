/**
 * Access to C libraries through koffi, loaded on first use: files can be analysed on machines for
 * which koffi has no binary, and reading them never pays for it.
 */
import { createRequire } from "node:module";
import { getSystemErrorName } from "node:util";
import { CaptureError } from "./errors.ts";

export type Koffi = typeof import("koffi");
/** An address in this process; 0n is NULL. Valid in every thread. */
export type Pointer = bigint;

let koffi: Koffi | undefined;

/** Throws `CAPTURE_NO_BRIDGE` where koffi has no binary. */
export function loadKoffi(): Koffi {
  if (koffi !== undefined) return koffi;
  try {
    koffi = createRequire(import.meta.url)("koffi") as Koffi;
  } catch (cause) {
    throw new CaptureError(
      "CAPTURE_NO_BRIDGE",
      `The package koffi has no binary for ${process.platform} on ${process.arch}, so packets cannot be captured here; reading files works.`,
      { cause },
    );
  }
  return koffi;
}

/** Number of the last error of a C function called in this thread; ask before anything else runs. */
export function lastErrno(): number {
  return loadKoffi().errno();
}

/** "EPERM" for the errno of EPERM. */
export function errnoName(errno: number): string {
  return getSystemErrorName(-errno);
}

/** A failed system call as an error: out of memory or descriptors is told apart from the rest. */
export function systemCallFailed(call: string, subject: string, errno: number): CaptureError {
  const name = errnoName(errno);
  const exhausted = ["ENOMEM", "EMFILE", "ENFILE", "ENOBUFS"].includes(name);
  return exhausted
    ? new CaptureError(
        "CAPTURE_NO_RESOURCES",
        `No memory or descriptors are left to capture on "${subject}" (${call}: ${name}); capture fewer interfaces or use a smaller buffer.`,
      )
    : new CaptureError(
        "CAPTURE_FAILED",
        `Capturing on "${subject}" failed in ${call} with ${name}.`,
      );
}
