/** Whether live tests can run here. In CI they must: a skip there would hide a broken back-end. */
import { execFileSync } from "node:child_process";

/** Undefined when packets can be sent and captured, else one sentence why not. Throws in CI. */
export function whyNoLiveTests(): string | undefined {
  const reason = missing();
  if (reason !== undefined && process.env["CI"] !== undefined) {
    throw new Error(`${reason} Live capture tests may not be skipped in CI.`);
  }
  return reason;
}

function missing(): string | undefined {
  if (process.platform !== "linux") return "Live capture tests need Linux.";
  if (process.geteuid?.() !== 0) return "Live capture tests need root.";
  try {
    execFileSync("ip", ["-V"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "Live capture tests need iproute2.";
  }
}
