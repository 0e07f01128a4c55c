/** Runs the built `wirescope` as a shell would. */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const PROGRAM = fileURLToPath(
  new URL("../../apps/wirescope/bin/wirescope.cjs", import.meta.url),
);

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Standard input; empty unless given. */
  readonly input?: Uint8Array;
  /** What standard input is instead. */
  readonly inputPath?: string;
  /** Where standard output goes instead. */
  readonly outputPath?: string;
  /** User and group to run as; needs root. */
  readonly user?: number;
}

/** Runs the program with `args` to its end. */
export function wirescope(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { input, inputPath, outputPath, user } = options;
  const descriptors = [inputPath, outputPath].map((path, index) =>
    path === undefined ? undefined : openSync(path, index === 0 ? "r" : "w"),
  );
  const [stdin = "pipe", stdout = "pipe"] = descriptors;
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: [stdin, stdout, "pipe"],
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  for (const descriptor of descriptors) if (descriptor !== undefined) closeSync(descriptor);
  const printed = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk) => {
    printed.stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    printed.stderr += chunk;
  });
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...printed }));
  });
}
