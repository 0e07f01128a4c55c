/** `wirescope serve`: the dashboard on a store that sensors record to; captures nothing. */
import { readArguments } from "../arguments.ts";
import { type ExitStatus, usageError } from "../errors.ts";
import { requireStore } from "../history.ts";
import { SERVE_OPTIONS, serve as servePage } from "../serving.ts";

export async function serve(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("serve", args, { ...SERVE_OPTIONS, store: { type: "string" } });
  const [operand] = given.operands;
  if (operand !== undefined) {
    throw usageError(`"serve" takes no operand "${operand}"; "wirescope open FILE" shows a file.`);
  }
  return servePage(given, { kind: "history", source: requireStore(given).description });
}
