/** `wirescope live`: captures on this machine's interfaces and opens the dashboard. */
import { readArguments } from "../arguments.ts";
import type { ExitStatus } from "../errors.ts";
import { CAPTURE_OPTIONS, readLiveInput } from "../live-input.ts";
import { HISTORY_OPTIONS, SERVE_OPTIONS, serve } from "../serving.ts";

export async function live(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("live", args, {
    ...CAPTURE_OPTIONS,
    ...SERVE_OPTIONS,
    ...HISTORY_OPTIONS,
  });
  return serve(given, readLiveInput("live", given));
}
