/** Whether live tests can run here. In CI they must: a skip there would hide a broken back-end. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findHelper, type HelperName } from "../packages/capture/src/pipe/helper.ts";

/** Of iproute2. */
export const IP_COMMAND = "ip";

/** In CI nothing may be skipped that the platform can run. An empty variable says nothing. */
export function isCi(): boolean {
  return (process.env["CI"] ?? "") !== "";
}

/**
 * Undefined when packets can be sent and captured and the programs are installed, else one sentence
 * why not. Throws in CI.
 */
export function whyNoLiveTests(...programs: string[]): string | undefined {
  return admit(missingForCapture() ?? missingProgram(programs));
}

/** The same for captures through a helper, which has to be installed as well. */
export function whyNoHelperTests(program: HelperName): string | undefined {
  const missing = findHelper(program) === undefined ? `${program} is not installed.` : undefined;
  return admit(missingForCapture() ?? missing);
}

/** Undefined when a program is installed, else one sentence why not. Throws in CI on Linux. */
export function whyNoProgram(program: string): string | undefined {
  return admit(missingProgram([program]));
}

function admit(reason: string | undefined): string | undefined {
  if (reason !== undefined && isCi() && process.platform === "linux") {
    throw new Error(`${reason} Such tests may not be skipped in CI.`);
  }
  return reason;
}

function missingForCapture(): string | undefined {
  if (process.platform !== "linux") return "Live capture tests need Linux.";
  if (process.geteuid?.() !== 0) return "Live capture tests need root.";
  try {
    execFileSync(IP_COMMAND, ["-V"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "Live capture tests need iproute2.";
  }
}

function missingProgram(programs: readonly string[]): string | undefined {
  const directories = (process.env["PATH"] ?? "").split(delimiter);
  const missing = programs.find(
    (program) => !directories.some((directory) => existsSync(join(directory, program))),
  );
  return missing === undefined ? undefined : `This test needs ${missing}.`;
}
