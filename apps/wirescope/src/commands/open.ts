/** `wirescope open FILE...`: the dashboard on capture files. */
import { readArguments } from "../arguments.ts";
import { type ExitStatus, usageError } from "../errors.ts";
import { SERVE_OPTIONS, serve } from "../serving.ts";

export async function open(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("open", args, SERVE_OPTIONS);
  const paths = given.operands;
  if (paths.length === 0) {
    throw usageError("Name a capture file, or - for standard input: wirescope open FILE...");
  }
  return serve(given, { kind: "files", paths });
}
