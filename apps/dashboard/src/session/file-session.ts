/** A session over a file that stays in this browser: a worker reads it and answers. */
import { connectSession, type Session } from "@wirescope/query";
import { Store } from "../state/store.ts";
import type { ActiveSession } from "./active-session.ts";
import type { FileWorkerMessage } from "./file-worker-message.ts";
import { portLike } from "./port.ts";

export function openFileSession(file: File): ActiveSession {
  const worker = new Worker(new URL("./file-worker.ts", import.meta.url), { type: "module" });
  const { port1, port2 } = new MessageChannel();
  const message: FileWorkerMessage = { kind: "read", file, port: port2, version: "" };
  worker.postMessage(message, [port2]);
  const remote = connectSession(portLike(port1));
  const session: Session = {
    ...remote,
    close: async () => {
      await remote.close();
      port1.close();
      worker.terminate();
    },
  };
  const cancel: FileWorkerMessage = { kind: "cancel" };
  return {
    kind: "file",
    session,
    connection: new Store({ kind: "connected" }),
    retryNow: () => {},
    startDemo: undefined,
    exporter: {
      kind: "blob",
      formats: ["pcapng", "csv", "json"],
      make: async (request, scope) => {
        const { exportBlob } = await import("./file-export.ts");
        return exportBlob(session, request, scope);
      },
    },
    cancelReading: () => worker.postMessage(cancel),
  };
}
