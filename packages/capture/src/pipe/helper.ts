/** The programs that can capture for us, where they are, and how each is asked. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { CaptureOptions } from "../source.ts";

export type HelperName = "dumpcap" | "tcpdump";

export interface Helper {
  readonly name: HelperName;
  readonly path: string;
}

/** dumpcap first: it is the one that packagers give the right to capture without root. */
export const HELPERS: readonly HelperName[] = ["dumpcap", "tcpdump"];

/** Where the helpers live when the PATH of a service or a desktop leaves them out. */
const USUAL_DIRECTORIES: readonly string[] = [
  "/usr/bin",
  "/usr/sbin",
  "/usr/local/bin",
  "/usr/local/sbin",
  "/opt/homebrew/bin",
  "/Applications/Wireshark.app/Contents/MacOS",
];

/** Undefined where the program is not installed or this user may not run it. */
export function findHelper(name: HelperName): Helper | undefined {
  if (process.platform === "win32") return undefined;
  const directories = [...(process.env["PATH"] ?? "").split(delimiter), ...USUAL_DIRECTORIES];
  const path = directories
    .filter((directory) => directory !== "")
    .map((directory) => join(directory, name))
    .find(isExecutable);
  return path === undefined ? undefined : { name, path };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Arguments that make a helper write a capture file to its standard output. */
export function helperArguments(name: HelperName, options: CaptureOptions): string[] {
  const { snapLength, promiscuous, bufferLength, filter } = options;
  const wanted = filter.trim();
  const common = ["-i", options.interface, "-w", "-", "-s", String(snapLength)];
  if (!promiscuous) common.push("-p");
  if (name === "dumpcap") {
    const mebibytes = Math.max(1, Math.round(bufferLength / 2 ** 20));
    if (bufferLength > 0) common.push("-B", String(mebibytes));
    return [...common, "-q", ...(wanted === "" ? [] : ["-f", wanted])];
  }
  const kibibytes = Math.max(1, Math.round(bufferLength / 2 ** 10));
  if (bufferLength > 0) common.push("-B", String(kibibytes));
  if (process.platform === "linux") common.push("--time-stamp-precision=nano");
  // Each packet is written when it arrives, and a filter that begins with "-" stays a filter.
  return [...common, "-U", "-n", ...(wanted === "" ? [] : ["--", wanted])];
}
