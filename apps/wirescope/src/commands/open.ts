/** `wirescope open FILE...`: the dashboard on capture files. */
import { readArguments } from "../arguments.ts";
import { requireFiles } from "../capture-files.ts";
import type { ExitStatus } from "../errors.ts";
import { SERVE_OPTIONS, serve } from "../serving.ts";

export async function open(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("open", args, SERVE_OPTIONS);
  const paths = given.operands;
  requireFiles("open", paths);
  return serve(given, { kind: "files", paths });
}
