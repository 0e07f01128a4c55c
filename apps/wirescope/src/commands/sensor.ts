/** `wirescope sensor`: captures without a page, and records to a store that others look at. */
import { readCatalogFiles } from "@wirescope/catalog-files";
import { Engine } from "@wirescope/engine";
import { readArguments } from "../arguments.ts";
import { ExitStatus } from "../errors.ts";
import { History, requireStore } from "../history.ts";
import { CAPTURE_OPTIONS, readLiveInput } from "../live-input.ts";
import { conclude, STORE_OPTIONS, untilInterrupted, waitingLines } from "../serving.ts";

export async function sensor(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("sensor", args, {
    ...CAPTURE_OPTIONS,
    ...STORE_OPTIONS,
    data: { type: "string" },
    places: { type: "string" },
  });
  const input = readLiveInput("sensor", given);
  requireStore(given);
  const interrupted = untilInterrupted();
  const catalog = readCatalogFiles(given.values("places"));
  const history = await History.load(given, catalog);
  const engine = new Engine({ input, catalog, ...history?.surroundings });
  try {
    await engine.start();
    await history?.open(undefined);
    await announce(engine, history);
    const hasFailed = await Promise.race([
      interrupted.then(() => false),
      engine.failed.then(() => true),
    ]);
    await conclude(engine);
    if (hasFailed) return ExitStatus.BadInput;
  } finally {
    await engine.stop();
    await history?.stop();
  }
  return ExitStatus.Done;
}

async function announce(engine: Engine, history: History | undefined): Promise<void> {
  const status = await engine.session.status();
  const lines =
    status.state === "waiting"
      ? [...waitingLines(status), "It starts by itself when it may. Ctrl+C ends it."]
      : [
          `Recording ${status.sources.join(", ")} (${status.backend ?? "no back-end"}) as "${history?.sensor}" to ${history?.storeName}. Ctrl+C ends it.`,
        ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
