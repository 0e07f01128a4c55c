// @ts-check
/** Analysing a capture file: Wirescope against tshark, ndpiReader, capinfos and tcpdump. */
import { join } from "node:path";
import { ROOT } from "../setup/workspace.mjs";
import { input } from "./inputs.mjs";
import { find, requireTime, runMeasured } from "./process.mjs";
import { median, printTable, short } from "./table.mjs";

const RUNS = 3;
/** Slower than this, a peer is run once. */
const SLOW_SECONDS = 30;

export const WIRESCOPE = [
  process.execPath,
  join(ROOT, "apps", "wirescope", "bin", "wirescope.cjs"),
];

/** @param {string} path */
function contestants(path) {
  return [
    { name: "wirescope summary --json", command: [...WIRESCOPE, "summary", "--json", path] },
    { name: "tcpdump -w /dev/null", command: ["tcpdump", "-r", path, "-w", "/dev/null"] },
    { name: "capinfos", command: ["capinfos", path] },
    { name: "ndpiReader -q", command: ["ndpiReader", "-q", "-i", path] },
    {
      name: "tshark -q -z conv,tcp -z io,phs",
      command: ["tshark", "-n", "-q", "-r", path, "-z", "conv,tcp", "-z", "io,phs"],
    },
  ];
}

/**
 * Runs the contestants in turn, so that a change of the machine's speed meets all of them.
 *
 * @param {readonly string[]} args name of the input, default mix-500m-distinct
 */
export async function benchFile(args) {
  requireTime();
  const file = await input(/** @type {any} */ (args[0] ?? "mix-500m-distinct"));
  const all = contestants(file.path);
  /** @type {Map<string, import("./process.mjs").Usage[]>} */
  const runs = new Map();
  for (let turn = 0; turn < RUNS; turn += 1) {
    for (const { name, command } of all) {
      if (find(String(command[0])) === undefined && !command[0]?.includes("/")) continue;
      const earlier = runs.get(name) ?? [];
      if (earlier.some((usage) => usage.wall > SLOW_SECONDS)) continue;
      runs.set(name, [...earlier, await runMeasured(command)]);
    }
  }
  const ours = runs.get(all[0]?.name ?? "") ?? [];
  const wall = median(ours.map((usage) => usage.wall));
  const cpu = median(ours.map((usage) => usage.cpu));
  console.log(`${file.name}: ${file.bytes} bytes, median of up to ${RUNS} runs in turn`);
  printTable(
    ["command", "wall s", "CPU s", "peak MB", "wall ÷ ours", "CPU ÷ ours", "status"],
    all.map(({ name }) => {
      const usages = runs.get(name);
      if (usages === undefined) return [name, "not installed"];
      const theirs = median(usages.map((usage) => usage.wall));
      const theirCpu = median(usages.map((usage) => usage.cpu));
      const memory = Math.max(...usages.map((usage) => usage.memory));
      return [
        name,
        short(theirs),
        short(theirCpu),
        short(memory / 1e6),
        short(theirs / wall),
        short(theirCpu / cpu),
        String(usages[0]?.status),
      ];
    }),
  );
}
