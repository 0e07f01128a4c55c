import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { whyNoLiveTests } from "../requirements.ts";
import type { Served } from "./served.ts";
import { describePageUnless } from "./stage.ts";

/** The page shows what is on the wire within this many milliseconds. */
const PROMISED_MS = 1000;

describePageUnless(whyNoLiveTests(), "live traffic on the page", (stage) => {
  let served: Served;
  let site: Server;
  let port = 0;

  beforeAll(async () => {
    site = createServer((_, response) => response.end("hello"));
    site.listen(0, "127.0.0.1");
    await once(site, "listening");
    const address = site.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
    served = await stage.serve(["live", "-i", "lo", "--no-history"]);
  });

  afterAll(() => site?.close());

  test("A request is on the page as soon as promised, with its ports and its path", async () => {
    const filter = encodeURIComponent(`tcp.port == ${port}`);
    const { page, problems } = await stage.open(`${served.url}?v=1&f=${filter}`);
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
