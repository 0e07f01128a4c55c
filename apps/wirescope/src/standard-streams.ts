/**
 * What can go wrong with the standard streams themselves. A reader that has seen enough (`| head`) is no failure;
 * a full disk is one, and is told once.
 */
import { describeSystemError } from "@wirescope/engine/system-error";
import { ExitStatus } from "./errors.ts";

/** Keeps errors of the streams from ending the program; the exit status tells of what was not written. */
export function guardStreams(): void {
  let isTold = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || isTold) return;
    isTold = true;
    process.exitCode = ExitStatus.BadInput;
    const reason = describeSystemError(error);
    process.stderr.write(`wirescope: Standard output can't be written: ${reason}.\n`);
  });
  // There is nobody left to tell.
  process.stderr.on("error", () => undefined);
}
