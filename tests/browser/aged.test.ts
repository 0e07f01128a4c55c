import { afterAll, beforeAll, expect, test } from "vitest";
import { knownPackets } from "../../packages/query/src/traffic.contract.ts";
import { DataDirectory } from "../data-directory.ts";
import { whyNoLiveTests } from "../requirements.ts";
import { leaveHours } from "./past-capture.ts";
import type { Served } from "./served.ts";
import { describePageUnless } from "./stage.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const COUNT = 3000;

describePageUnless(whyNoLiveTests(), "a past of which hours are left", (stage) => {
  const data = new DataDirectory();
  /** Minutes are kept for 30 days. */
  const start = Math.floor(Date.now() / 1000 / HOUR) * HOUR - 40 * DAY;
  let served: Served;

  beforeAll(async () => {
    await leaveHours(data.path, knownPackets(COUNT, 1, start));
    served = await stage.serve(["live", "-i", "lo", "--data", data.path]);
  });

  afterAll(() => data.remove());

  test("is on the page by the hour: figures, timeline and rankings", async () => {
    const [from, to] = [start - HOUR, start + 2 * HOUR].map((seconds) =>
      new Date(seconds * 1000).toISOString(),
    );
    const { page, problems } = await stage.open(`${served.url}?v=1&t=${from}..${to}`);
    await page.waitForFunction(() =>
      /by hour/.test(document.querySelector(".timeline .coverage-tag")?.textContent ?? ""),
    );
    await page.waitForFunction((count) => {
      const figures = [...document.querySelectorAll(".figure")];
      const figure = figures.find((entry) => entry.textContent?.startsWith("Packets"));
      return Number(figure?.textContent?.replace(/[^\d]/g, "")) === count;
    }, COUNT);
    await page.waitForFunction(() => document.querySelectorAll(".legend li").length > 2);
    await page.waitForFunction(() => document.querySelectorAll(".breakdown-row").length > 5);
    await page.waitForSelector(".context-hours", { state: "attached" });
    const strip = await page.locator(".context-strip").getAttribute("title");
    expect(strip).toContain("hourly figures since");
    await page.getByRole("button", { name: "Show its flows" }).click();
    await page.waitForSelector(".flows-empty");
    expect(await page.locator(".flows-empty").textContent()).toContain("hours tell totals");
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
