/** What is captured, and how: the options that `live` and `sensor` share. */
import { type CaptureBackend, MAX_SNAP_LENGTH } from "@wirescope/capture";
import type { LiveInput } from "@wirescope/engine";
import type { Arguments, OptionTable } from "./arguments.ts";
import { usageError } from "./errors.ts";

export const CAPTURE_OPTIONS: OptionTable = {
  interface: { type: "string", short: "i" },
  "capture-filter": { type: "string", short: "f" },
  snaplen: { type: "string", short: "s" },
  "no-promisc": { type: "boolean", short: "p" },
  backend: { type: "string" },
};

const BACKENDS: readonly CaptureBackend[] = ["ring", "libpcap", "pipe"];

/** @throws CommandError for operands, of which the command takes none, and for values out of range. */
export function readLiveInput(command: string, given: Arguments): LiveInput {
  const [operand] = given.operands;
  if (operand !== undefined) {
    throw usageError(`"${command}" takes no operand "${operand}"; name an interface with -i.`);
  }
  return {
    kind: "live",
    interfaces: [...new Set(given.values("interface"))],
    captureFilter: given.value("capture-filter") ?? "",
    snapLength: given.integer("snaplen", 1, MAX_SNAP_LENGTH) ?? MAX_SNAP_LENGTH,
    promiscuous: !given.has("no-promisc"),
    backend: readBackend(given),
    bufferLength: 0,
  };
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
