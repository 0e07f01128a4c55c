// @ts-check
/** Memory and exactness under a flood of random five-tuples fed as fast as the program reads. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ROOT } from "../setup/workspace.mjs";
import { WIRESCOPE } from "./file.mjs";
import { peakMemory } from "./process.mjs";
import { printTable, short } from "./table.mjs";

/** @param {readonly string[]} args packets to send, default 40 million */
export async function benchFlood(args) {
  const packets = Number(args[0] ?? 40_000_000);
  const source = spawn(
    process.execPath,
    [join(ROOT, "tools", "bench", "flood-source.mjs"), String(packets)],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const started = performance.now();
  const child = spawn(String(WIRESCOPE[0]), [...WIRESCOPE.slice(1), "summary", "--json", "-"], {
    stdio: [source.stdout, "pipe", "inherit"],
  });
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += chunk;
  });
  let peak = 0;
  let running = true;
  child.on("exit", () => {
    running = false;
  });
  const samples = [];
  while (running) {
    try {
      peak = Math.max(peak, peakMemory(Number(child.pid)));
      samples.push(peak);
    } catch {
      break;
    }
    await wait(250);
  }
  const seconds = (performance.now() - started) / 1000;
  while (running) await wait(10);
  const answer = JSON.parse(text);
  const frame = 60;
  printTable(
    ["packets", "counted", "bytes counted", "bytes sent", "flows", "Mpps", "peak MB"],
    [
      [
        String(packets),
        String(answer.packets),
        String(answer.wireBytes),
        String(packets * frame),
        String(answer.flows),
        short(packets / seconds / 1e6),
        short(peak / 1e6),
      ],
    ],
  );
  const exact = answer.packets === packets && answer.wireBytes === packets * frame;
  console.log(exact ? "every total is exact" : "TOTALS DIFFER");
  process.exitCode = exact ? 0 : 1;
}
