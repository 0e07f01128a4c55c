import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { knownPackets } from "../../packages/query/src/traffic.contract.ts";
import { DataDirectory } from "../data-directory.ts";
import { whyNoLiveTests } from "../requirements.ts";
import { addressStretch, dragTimeline, readCount, typeTime } from "./page-time.ts";
import { leavePast } from "./past-capture.ts";
import type { Served } from "./served.ts";
import { describePageUnless } from "./stage.ts";

const HOUR = 3600;
/** Some four minutes of traffic. */
const COUNT = 5000;

function frames(path: string, filter: string): string[] {
  const fields = ["-T", "fields", "-e", "frame.time_epoch"];
  const output = execFileSync("tshark", ["-n", "-r", path, "-Y", filter, ...fields], {
    encoding: "utf8",
  });
  return output.split("\n").filter((line) => line !== "");
}

describePageUnless(whyNoLiveTests("tshark"), "the past on the live page", (stage) => {
  const data = new DataDirectory();
  /** Two hours ago, at the start of a minute. */
  const start = Math.floor(Date.now() / 1000 / 60) * 60 - 2 * HOUR;
  let served: Served;

  beforeAll(async () => {
    await leavePast(data.path, knownPackets(COUNT, 1, start));
    served = await stage.serve(["live", "-i", "lo", "--data", data.path, "--keep-packets", "64MB"]);
  });

  afterAll(() => data.remove());

  test("Thirty seconds two hours back, their flows, the packets of one, and these for tshark", async () => {
    const { page, problems } = await stage.open(served.url);
    await page.waitForSelector(".live-on");
    const clock = (seconds: number) => new Date(seconds * 1000).toISOString();
    await typeTime(page, `${clock(start + 60)}..${clock(start + 120)}`);
    await page.waitForSelector(".time-live");
    await page.waitForFunction(() => document.querySelectorAll(".legend li").length > 2);
    expect(await page.locator(".timeline .coverage-tag").textContent()).toMatch(/^by minute/);
    await dragTimeline(page, 0.25, 0.75);
    const selection = addressStretch(page, "sel")!;
    expect(selection).toEqual({ from: start + 75, to: start + 105 });

    await page.getByRole("tab", { name: "Flows" }).click();
    const row = page.locator(".flow-table tbody tr").first();
    await row.getByRole("button", { name: /^Packets of/ }).click();
    await page.waitForFunction(() =>
      /\d held$/.test(document.querySelector(".packets-count")?.textContent ?? ""),
    );
    const shown = readCount(await page.locator(".packets-count").textContent());
    expect(shown).toBeGreaterThan(0);

    await page.getByRole("button", { name: "Save these packets" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Packets as pcapng" }).click();
    const saved = frames(await (await download).path(), "frame").map(Number);
    expect(saved).toHaveLength(shown);
    expect(saved.every((time) => time >= selection.from && time < selection.to)).toBe(true);

    const { from, to } = selection;
    const flow = new URL(page.url()).searchParams.get("f");
    const filter = `(${flow}) && frame.time_epoch >= ${from} && frame.time_epoch < ${to}`;
    const kept = join(data.path, "packets");
    const segments = readdirSync(kept).filter((name) => name.endsWith(".pcapng"));
    const all = segments.flatMap((name) => frames(join(kept, name), filter));
    expect(all).toHaveLength(shown);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test("The timeline reaches back over the gap, and says that it is one", async () => {
    const { page } = await stage.open(`${served.url}?v=1&t=all`);
    await page.waitForFunction(() =>
      /not recorded/.test(document.querySelector(".timeline .coverage-tag")?.textContent ?? ""),
    );
    await page.waitForFunction(() => document.querySelectorAll(".legend li").length > 2);
    const packets = page.locator(".figure", { hasText: "Packets" }).locator(".figure-value");
    await page.waitForFunction((least) => {
      const figures = [...document.querySelectorAll(".figure")];
      const figure = figures.find((entry) => entry.textContent?.startsWith("Packets"));
      return Number(figure?.textContent?.replace(/[^\d]/g, "")) >= least;
    }, COUNT);
    expect(await packets.isVisible()).toBe(true);
    await page.locator(".context-strip").focus();
    await page.keyboard.press("ArrowLeft");
    await page.waitForSelector(".time-live");
    await page.context().close();
  });

  test("What devices exchanged is listed by day, in the chosen zone", async () => {
    const { page, problems } = await stage.open(`${served.url}usage?v=1&tz=Asia/Kolkata`);
    await page.waitForSelector(".usage-table tbody tr");
    expect(await page.getByLabel("Calendar of").inputValue()).toBe("Asia/Kolkata");
    await page.getByRole("tab", { name: "Months" }).click();
    const month = new Intl.DateTimeFormat("en-GB", {
      timeZone: "Asia/Kolkata",
      month: "short",
      year: "numeric",
    }).format(start * 1000);
    await page.waitForFunction((text) => {
      const titles = [...document.querySelectorAll(".usage-period")];
      return titles.some((title) => title.textContent === text.replace("Sept", "Sep"));
    }, month);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test("On a phone a week's sum stands above its devices, which take the whole width", async () => {
    const { page } = await stage.open(`${served.url}usage`, { size: "phone" });
    await page.getByRole("tab", { name: "Weeks" }).click();
    await page.locator(".usage-period").filter({ hasText: / – / }).first().waitFor();
    const [table, sum, row] = await page.evaluate(() =>
      [".usage-table", ".usage-sum", ".usage-table tbody tr"].map((part) => {
        const { width, top, bottom } = document.querySelector(part)!.getBoundingClientRect();
        return { width, top, bottom };
      }),
    );
    expect(sum!.bottom).toBeLessThanOrEqual(row!.top);
    expect(row!.width).toBeGreaterThan(0.95 * table!.width);
    await page.context().close();
  });
});
