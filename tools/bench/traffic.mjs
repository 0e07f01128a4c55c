// @ts-check
/** What trafgen sends: 64-byte UDP packets of a few flows, or of a random flow each. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Different flows of the steady traffic. */
const FLOWS = 64;

/**
 * Writes a configuration for trafgen and returns its path.
 *
 * @param {string} destination MAC address of the receiver
 * @param {"steady" | "flood"} kind `flood`: random addresses and ports in every packet
 */
export function trafficConfiguration(destination, kind) {
  const path = join(mkdtempSync(join(tmpdir(), "wirescope-bench-")), "traffic.cfg");
  const frame = (/** @type {string} */ addresses, /** @type {string} */ ports) =>
    `{ eth(da=${destination}), ipv4(${addresses}), udp(${ports}), fill(0x41, 22) }\n`;
  if (kind === "flood") {
    writeFileSync(path, frame("sa=drnd(), da=drnd()", "sp=drnd(), dp=drnd()"));
  } else {
    const frames = Array.from({ length: FLOWS }, (_, flow) =>
      frame("sa=198.51.100.1, da=198.51.100.2", `sp=${20_000 + flow}, dp=${9_000 + (flow % 8)}`),
    );
    writeFileSync(path, frames.join(""));
  }
  return path;
}
