/** Runs the built `wirescope` as a shell would. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../apps/wirescope/bin/wirescope.cjs", import.meta.url));

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Standard input; empty unless given. */
  readonly input?: Uint8Array;
  /** User and group to run as; needs root. */
  readonly user?: number;
}

/** Runs the program with `args` to its end. */
export function wirescope(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { input, user } = options;
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: "pipe",
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}
