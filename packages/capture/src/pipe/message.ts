/** What the helpers say on their standard error, as errors and counts. */
import {
  badFilter,
  CaptureError,
  interfaceGone,
  noSuchInterface,
  notPermitted,
} from "../errors.ts";

export interface HelperFailure {
  readonly program: string;
  readonly interfaceName: string;
  readonly filter: string;
  readonly message: string;
  /** Names to offer when the interface does not exist. */
  readonly interfaceNames: readonly string[];
}

/** Why a helper ended before the first packet. */
export function startFailure(failure: HelperFailure): CaptureError {
  const { interfaceName, filter, message } = failure;
  if (/permission|not permitted|EPERM/i.test(message)) return notPermitted(interfaceName, message);
  if (/no such device|no device named|doesn't exist/i.test(message)) {
    return noSuchInterface(interfaceName, failure.interfaceNames);
  }
  if (/not up|is down/i.test(message)) {
    return new CaptureError(
      "CAPTURE_INTERFACE_DOWN",
      `The interface "${interfaceName}" is down: bring it up and start again.`,
    );
  }
  // tcpdump gives libpcap's words bare, so whatever else it says about a filter is about the filter.
  if (filter.trim() !== "" && (failure.program === "tcpdump" || /filter/i.test(message))) {
    const quoted = /valid capture filter \((.*)\)\./.exec(message)?.[1];
    return badFilter(filter, quoted ?? withoutProgram(lastLine(message)));
  }
  return helperFailed(failure);
}

/** Why a helper ended while it captured. */
export function endFailure(failure: HelperFailure): CaptureError {
  const gone = /disappeared|went away|no longer attached|no such device/i.test(failure.message);
  return gone ? interfaceGone(failure.interfaceName) : helperFailed(failure);
}

function helperFailed(failure: HelperFailure): CaptureError {
  const words = withoutProgram(firstComplaint(failure.message)) || "it gave no reason";
  return new CaptureError(
    "CAPTURE_FAILED",
    `${failure.program} ended its capture on "${failure.interfaceName}": ${words}`,
  );
}

/** Counts that a helper prints when it ends; undefined where it printed none. */
export function droppedCounts(
  message: string,
): { readonly kernelDropped: number; readonly interfaceDropped: number } | undefined {
  const dumpcap = /received\/dropped on interface .*: \d+\/(\d+) \(.*ps_ifdrop:(\d+)\)/.exec(
    message,
  );
  if (dumpcap !== null) {
    const interfaceDropped = Number(dumpcap[2]);
    return { kernelDropped: Number(dumpcap[1]) - interfaceDropped, interfaceDropped };
  }
  const kernel = /^(\d+) packets? dropped by kernel/m.exec(message);
  if (kernel === null) return undefined;
  const device = /^(\d+) packets? dropped by interface/m.exec(message);
  return { kernelDropped: Number(kernel[1]), interfaceDropped: Number(device?.[1] ?? 0) };
}

function lines(message: string): string[] {
  return message
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function lastLine(message: string): string {
  return lines(message).at(-1) ?? "";
}

/** The helpers begin with the interface and end with counts; the complaint carries their name. */
function firstComplaint(message: string): string {
  return lines(message).find((line) => /^(dumpcap|tcpdump): (?!listening)/.test(line)) ?? "";
}

function withoutProgram(line: string): string {
  return line.replace(/^(dumpcap|tcpdump): /, "");
}
