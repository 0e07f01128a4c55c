/** Whether live tests can run here. In CI they must: a skip there would hide a broken back-end. */
import { execFileSync } from "node:child_process";
import { findHelper, type HelperName } from "../../packages/capture/src/pipe/helper.ts";

/** Of iproute2. */
export const IP_COMMAND = "ip";

/** Undefined when packets can be sent and captured, else one sentence why not. Throws in CI. */
export function whyNoLiveTests(): string | undefined {
  return admit(missingForCapture());
}

/** The same for captures through a helper, which has to be installed as well. */
export function whyNoHelperTests(program: HelperName): string | undefined {
  const missing = findHelper(program) === undefined ? `${program} is not installed.` : undefined;
  return admit(missingForCapture() ?? missing);
}

function admit(reason: string | undefined): string | undefined {
  if (reason !== undefined && process.env["CI"] !== undefined && process.platform === "linux") {
    throw new Error(`${reason} Live capture tests may not be skipped in CI.`);
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
