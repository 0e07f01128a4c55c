/** `wirescope live`: captures on this machine's interfaces and opens the dashboard. */
import type { CaptureBackend } from "@wirescope/capture";
import { MAX_SNAP_LENGTH } from "@wirescope/capture";
import { type Arguments, readArguments } from "../arguments.ts";
import { type ExitStatus, usageError } from "../errors.ts";
import { HISTORY_OPTIONS, SERVE_OPTIONS, serve } from "../serving.ts";

const BACKENDS: readonly CaptureBackend[] = ["ring", "libpcap", "pipe"];

export async function live(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("live", args, {
    interface: { type: "string", short: "i" },
    "capture-filter": { type: "string", short: "f" },
    snaplen: { type: "string", short: "s" },
    "no-promisc": { type: "boolean", short: "p" },
    backend: { type: "string" },
    ...SERVE_OPTIONS,
    ...HISTORY_OPTIONS,
  });
  const [operand] = given.operands;
  if (operand !== undefined) {
    throw usageError(`"live" takes no operand "${operand}"; name an interface with -i.`);
  }
  return serve(given, {
    kind: "live",
    interfaces: given.values("interface"),
    captureFilter: given.value("capture-filter") ?? "",
    snapLength: given.integer("snaplen", 1, MAX_SNAP_LENGTH) ?? MAX_SNAP_LENGTH,
    promiscuous: !given.has("no-promisc"),
    backend: readBackend(given),
    bufferLength: 0,
  });
}

function readBackend(given: Arguments): CaptureBackend | undefined {
  const text = given.value("backend");
  if (text === undefined) return undefined;
  const backend = BACKENDS.find((name) => name === text);
  if (backend === undefined) {
    throw usageError(`--backend takes ${BACKENDS.join(", ")}, not "${text}".`);
  }
  return backend;
}
