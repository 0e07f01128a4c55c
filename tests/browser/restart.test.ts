import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { knownPackets } from "../../packages/query/src/traffic.contract.ts";
import { DataDirectory } from "../data-directory.ts";
import { whyNoLiveTests } from "../requirements.ts";
import { readCount } from "./page-time.ts";
import { leavePast } from "./past-capture.ts";
import type { Served } from "./served.ts";
import { describePageUnless } from "./stage.ts";

const MINUTE = 60;
/** Some two and a half minutes of traffic. */
const COUNT = 3000;
/** What nothing else on this computer's loopback is about. */
const FILTER = "tcp.port == 443";

/** All packets in the rows of the timeline's table. */
async function packetsInTable(page: Page): Promise<number> {
  const rates = await page.locator(".timeline-table td").allTextContents();
  const width = await page.evaluate(() => {
    const clocks = [...document.querySelectorAll(".timeline-table tbody th")].slice(0, 2);
    const [newer = 0, older = 0] = clocks.map(({ textContent }) => {
      const [hours = 0, minutes = 0, seconds = 0] = (textContent ?? "").split(":").map(Number);
      return 3600 * hours + 60 * minutes + seconds;
    });
    return newer - older;
  });
  return rates.reduce((sum, rate) => sum + Number.parseFloat(rate), 0) * width;
}

describePageUnless(whyNoLiveTests(), "a program that was started again", (stage) => {
  const data = new DataDirectory();
  const start = Math.floor(Date.now() / 1000 / MINUTE) * MINUTE - 6 * MINUTE;
  const earlier = knownPackets(COUNT, 1, start);
  let served: Served | undefined;

  beforeAll(async () => {
    await leavePast(data.path, earlier);
  });

  afterEach(() => served?.stop());

  afterAll(() => data.remove());

  test.for(["at once", "and once more"])(
    "A live window holds the minutes before the start, %s",
    async () => {
      served = await stage.serve(["live", "-i", "lo", "--data", data.path]);
      const address = `${served.url}?v=1&u=pps&f=${encodeURIComponent(FILTER)}`;
      const { page, problems } = await stage.open(address);
      await page.waitForFunction(() =>
        /^by minute( until \d+:\d+:\d+)?, /.test(
          document.querySelector(".timeline .coverage-tag")?.textContent ?? "",
        ),
      );
      const expected = earlier.filter(({ kind }) => kind === "tls").length;
      expect(await page.locator(".time-live").count()).toBe(0);
      expect(await page.locator(".live-on").count()).toBe(1);
      expect(readCount(await page.locator(".query-count").textContent())).toBe(expected);
      const hosts = page.locator(".breakdown[aria-label=Hosts] .breakdown-row");
      await hosts.first().waitFor();
      expect(await page.locator(".legend li").allTextContents()).toContain("HTTPS");
      await page.getByRole("button", { name: "Show as table" }).click();
      await page.waitForSelector(".timeline-table tbody tr");
      const shown = await packetsInTable(page);
      expect(Math.abs(shown - expected)).toBeLessThan(0.02 * expected);
      expect(problems).toEqual([]);
      await page.context().close();
    },
  );
});
