// @ts-check
/** From the command to the first chart with traffic in it, in a real Chromium. */
import { spawn } from "node:child_process";
import { launchBrowser, printedUrl, stop } from "./dashboard.mjs";
import { WIRESCOPE } from "./file.mjs";
import { median, printTable, short } from "./table.mjs";

const RUNS = 5;

/** @param {readonly string[]} args */
export async function benchFirstChart(args) {
  const command = args.length === 0 ? ["demo"] : args;
  const browser = await launchBrowser();
  const listening = [];
  const charted = [];
  try {
    for (let run = 0; run < RUNS; run += 1) {
      const started = performance.now();
      const child = spawn(
        String(WIRESCOPE[0]),
        [...WIRESCOPE.slice(1), ...command, "--no-open", "--port", "4291"],
        {
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      const url = await printedUrl(child);
      listening.push((performance.now() - started) / 1000);
      const page = await browser.newPage();
      await page.goto(url);
      await page.waitForFunction(hasChart);
      charted.push((performance.now() - started) / 1000);
      await page.close();
      await stop(child);
    }
  } finally {
    await browser.close();
  }
  console.log(`wirescope ${command.join(" ")}: median of ${RUNS} runs`);
  printTable(
    ["from the command to", "seconds"],
    [
      ["URL printed", short(median(listening))],
      ["first chart with traffic", short(median(charted))],
    ],
  );
}

/** In the page: the timeline is drawn and the packet table has rows. */
function hasChart() {
  const canvas = document.querySelector(".timeline-chart canvas");
  const waiting = document.querySelector(".timeline-empty");
  return canvas !== null && waiting === null && document.querySelectorAll("[role=row]").length > 2;
}
