import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNoLiveTests } from "../requirements.ts";
import { launchBrowser, openPage, whyNoBrowserTests } from "./browser.ts";
import { Served } from "./served.ts";

const reason = whyNoBrowserTests() ?? whyNoLiveTests();
/** The page shows what is on the wire within this many milliseconds. */
const PROMISED_MS = 1000;

describe.skipIf(reason !== undefined)(`live traffic on the page ${reason ?? ""}`, () => {
  let browser: Browser;
  let served: Served;
  let site: Server;
  let port = 0;

  beforeAll(async () => {
    browser = await launchBrowser();
    site = createServer((_, response) => response.end("hello"));
    site.listen(0, "127.0.0.1");
    await once(site, "listening");
    const address = site.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
    served = await Served.start(["live", "-i", "lo", "--no-history"]);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    site?.close();
  });

  test("A request is on the page as soon as promised, with its ports and its path", async () => {
    const filter = encodeURIComponent(`tcp.port == ${port}`);
    const { page, problems } = await openPage(browser, `${served.url}?v=1&f=${filter}`);
    await page.waitForSelector(".live-on");
    const response = await fetch(`http://127.0.0.1:${port}/wanted`);
    expect(await response.text()).toBe("hello");
    const row = page.locator(".packet-row[data-number]", { hasText: "GET /wanted" });
    await row.waitFor({ timeout: PROMISED_MS });
    expect(await row.locator(".packet-destination").textContent()).toBe(`127.0.0.1:${port}`);
    expect(await row.locator(".packet-protocol").textContent()).toBe("HTTP");
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
