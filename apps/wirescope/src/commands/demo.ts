/** `wirescope demo`: the dashboard on a generated sample, replayed as if live. */
import { readArguments } from "../arguments.ts";
import { type ExitStatus, usageError } from "../errors.ts";
import { SERVE_OPTIONS, serve } from "../serving.ts";

export async function demo(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("demo", args, SERVE_OPTIONS);
  if (given.operands.length > 0) {
    throw usageError('"demo" takes no files; "wirescope open FILE" shows one.');
  }
  return serve(given, { kind: "sample" });
}
