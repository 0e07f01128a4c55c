/** The worker behind a file that was dropped on the page: reads it and answers its questions. */
import { serveSession } from "@wirescope/query";
import { openCatalog } from "./catalog-files.ts";
import { FileReading } from "./file-reading.ts";
import type { FileWorkerMessage } from "./file-worker-message.ts";
import { portLike } from "./port.ts";

const TICK_MS = 250;

let reading: FileReading | undefined;

self.addEventListener("message", (event: MessageEvent<FileWorkerMessage>) => {
  const message = event.data;
  if (message.kind === "cancel") {
    reading?.cancel();
    return;
  }
  void read(message.file, message.port, message.version);
});

async function read(file: File, port: MessagePort, version: string): Promise<void> {
  const opened = await FileReading.open(file, { version, catalog: await openCatalog() });
  reading = opened;
  serveSession(portLike(port), opened.session);
  await opened.run();
  // Filters that are asked for later are worked through here, so frames go on.
  setInterval(() => void opened.tick(), TICK_MS);
}
