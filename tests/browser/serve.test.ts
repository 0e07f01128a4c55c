/** The page of `wirescope serve`: everything comes from a store that others record to. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { knownPackets } from "../../packages/query/src/traffic.contract.ts";
import { ChdbServer } from "../../packages/store/src/clickhouse/chdb-server.contract.ts";
import { parseStoreAddress } from "../../packages/store/src/index.ts";
import { DataDirectory } from "../data-directory.ts";
import { addressStretch, readCount, typeTime } from "./page-time.ts";
import { leavePastIn } from "./past-capture.ts";
import type { Served } from "./served.ts";
import { describePage } from "./stage.ts";

const MINUTE = 60;
/** Some four minutes of traffic. */
const COUNT = 5000;

/** A stretch as people type it, seconds since 1970. */
function clock(from: number, to: number): string {
  return [from, to].map((seconds) => new Date(seconds * 1000).toISOString()).join("..");
}

describePage("a page without a capture", (stage) => {
  const data = new DataDirectory();
  const start = Math.floor(Date.now() / 1000 / MINUTE) * MINUTE - 8 * MINUTE;
  const packets = knownPackets(COUNT, 1, start);
  let server: ChdbServer | undefined;
  let served: Served;

  beforeAll(async () => {
    server = new ChdbServer();
    await server.start();
    const address = server.address("page");
    await leavePastIn(parseStoreAddress(address), data.path, packets);
    served = await stage.serve(["serve", "--store", address]);
  });

  afterAll(async () => {
    await server?.stop();
    data.remove();
  });

  test("shows what is recorded, up to the present, and any stretch of it", async () => {
    const { page, problems } = await stage.open(served.url);
    await page.waitForFunction((count) => {
      const text = document.querySelector(".query-count")?.textContent ?? "";
      return Number(text.replace(/[^\d]/g, "")) === count;
    }, COUNT);
    expect(await page.locator(".timeline .coverage-tag").textContent()).toMatch(/^by minute/);
    expect(await page.locator(".legend li").count()).toBeGreaterThan(3);
    expect(await page.locator(".query-drops").count()).toBe(0);
    expect(await page.getByRole("tab", { selected: true, name: "Flows" }).count()).toBe(1);
    await page.getByRole("tab", { name: "Packets" }).click();
    await page.locator(".packets-none").waitFor();
    expect(await page.getByRole("button", { name: "Save these packets" }).count()).toBe(0);
    await page.getByRole("button", { name: "Show its flows" }).click();
    await page.waitForSelector(".flow-table tbody tr");
    const flows = readCount(await page.locator(".packets-count").textContent());
    const rows = Number(await page.locator(".flow-table").getAttribute("aria-rowcount")) - 1;
    expect(rows).toBe(Math.min(flows, 200));
    await typeTime(page, clock(start + 60, start + 120));
    await page.waitForSelector(".time-live");
    const second = packets.filter(({ seconds }) => seconds >= start + 60 && seconds < start + 120);
    await page.waitForFunction((count) => {
      const text = document.querySelector(".query-count")?.textContent ?? "";
      return Number(text.replace(/[^\d]/g, "")) === count;
    }, second.length);
    expect(addressStretch(page, "t")).toEqual({ from: start + 60, to: start + 120 });
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
