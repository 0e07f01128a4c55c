import { writeFile } from "node:fs/promises";
import type { FlowsPage } from "@wirescope/query";
import type { Page } from "playwright-core";
import { beforeAll, expect, test, vi } from "vitest";
import { CAPTURE_START, dnsCaptureAt } from "./capture-file.ts";
import { readCount } from "./page-time.ts";
import type { Served } from "./served.ts";
import { describePage } from "./stage.ts";

/** Some pages of the list. */
const FLOWS = 1000;

/** Numbers of the flows whose rows are drawn, in their order. */
function drawnFlows(page: Page): Promise<(string | undefined)[]> {
  return page
    .locator(".flow-table tbody tr")
    .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset["flow"]));
}

/** Scrolls to the end of a list of `count` flows, a screen at a time, as fast as its pages come. */
function scrollThrough(page: Page, count: number) {
  return page.evaluate(async (last) => {
    const region = document.querySelector(".flows-scroll")!;
    const seen = new Set<string | undefined>();
    let mostDrawn = 0;
    for (let before = 0; before <= last; ) {
      const rows = [...document.querySelectorAll<HTMLElement>(".flow-table tbody tr")];
      const index = Number(rows.at(-1)?.getAttribute("aria-rowindex"));
      if (index > before) {
        for (const row of rows) seen.add(row.dataset["flow"]);
        mostDrawn = Math.max(mostDrawn, rows.length);
        region.scrollTop += region.clientHeight;
        before = index;
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return { seen: [...seen], mostDrawn };
  }, count);
}

describePage("the list of flows", (stage) => {
  let demo: Served;
  let many: Served;

  beforeAll(async () => {
    const path = stage.pathOf("many.pcap");
    const times = Array.from({ length: FLOWS }, (_, i) => CAPTURE_START + i / 10);
    await writeFile(path, dnsCaptureAt(times, FLOWS));
    many = await stage.serve(["open", path]);
    demo = await stage.serve(["demo"]);
  });

  test.for(["desktop", "phone"] as const)(
    "Every flow is reached by scrolling, each once, with few rows drawn (%s)",
    async (size) => {
      const { page, problems } = await stage.open(`${many.url}?v=1&list=flows`, { size });
      await page.waitForSelector(".flow-table tbody tr");
      expect(readCount(await page.locator(".packets-count").textContent())).toBe(FLOWS);
      const { seen, mostDrawn } = await scrollThrough(page, FLOWS);
      expect(mostDrawn).toBeLessThan(80);
      expect(new Set(seen).size).toBe(FLOWS);
      expect(problems).toEqual([]);
      await page.context().close();
    },
  );

  test.for(["packets", "flows"])(
    "On a phone the addresses of %s are cut where they are long, their ports never",
    async (list) => {
      const { page } = await stage.open(`${demo.url}?v=1&list=${list}&f=ipv6+%26%26+tcp`, {
        size: "phone",
      });
      const ends = page.locator(".packet-row .endpoint, .flow-table .endpoint");
      await ends.nth(5).waitFor();
      await page.keyboard.press("Space");
      const cut = await ends.evaluateAll(
        (elements) =>
          elements.filter((end) => {
            const port = document.createRange();
            port.selectNode(end.lastChild!);
            const { left, right } = port.getBoundingClientRect();
            const cell = end.closest("td, [role=gridcell]")!.getBoundingClientRect();
            return (
              !/^:\d+$/.test(end.lastChild!.textContent ?? "") ||
              left < cell.left ||
              right > cell.right + 1
            );
          }).length,
      );
      expect(cut).toBe(0);
      await page.context().close();
    },
  );

  test("A list that is scrolled stands still while traffic goes on, until its top is shown", async () => {
    const { page } = await stage.open(`${demo.url}?v=1&list=flows`);
    await page.waitForFunction(
      () => Number(document.querySelector(".flow-table")?.getAttribute("aria-rowcount")) > 40,
    );
    await page.locator(".flows-scroll").evaluate((region) => {
      region.scrollTop = 280;
    });
    await page.waitForSelector(".packets-head .pill");
    const before = await drawnFlows(page);
    let asked = 0;
    page.on("request", (request) => {
      if (request.url().includes("/flows")) asked += 1;
    });
    await page.waitForRequest((request) => request.url().includes("/extent"));
    expect(await drawnFlows(page)).toEqual(before);
    expect(asked).toBe(0);
    const again = page.waitForRequest((request) => request.url().includes("/flows"));
    await page.locator(".packets-head .pill").click();
    await page.mouse.move(5, 5);
    await again;
    await page.waitForSelector(".packets-head .pill", { state: "detached" });
    await page.context().close();
  });

  test("A flow opens beside the list with its health, and closes with Escape", async () => {
    const judged = await vi.waitFor(
      async () => {
        const answer = await fetch(`${demo.url}api/v1/flows?filter=tcp&limit=500`);
        const { flows } = (await answer.json()) as FlowsPage;
        return flows.find(({ health }) => health?.initialRtt && health.timeToFirstByte)!.filter;
      },
      { timeout: 30_000, interval: 500 },
    );
    const address = `${demo.url}?v=1&list=flows&f=${encodeURIComponent(judged)}`;
    const { page, problems } = await stage.open(address);
    const row = page.locator(".flow-table tbody tr").first();
    await row.waitFor();
    const open = row.locator(".flow-open");
    const from = await open.textContent();
    await open.click();
    const detail = page.locator(".flow-detail");
    await detail.waitFor();
    expect(await detail.locator(".flow-facts dd").first().textContent()).toBe(from);
    const labels = await detail.locator(".flow-directions tbody th").allTextContents();
    for (const label of ["Round trip", "Retransmitted", "Zero windows", "Resets"]) {
      expect(labels).toContain(label);
    }
    // A list under the pointer stands still; one that is left takes what the filter has found since.
    await page.mouse.move(5, 5);
    for (const fact of ["Handshake", "Time to first byte"]) {
      await detail.locator("dt").filter({ hasText: fact }).waitFor();
    }
    await page.keyboard.press("Escape");
    await detail.waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("flow-open");
    await page.keyboard.press("Enter");
    await detail.locator(".flow-facts").waitFor();
    await page.reload();
    expect(await detail.locator(".flow-facts dd").first().textContent()).toBe(from);
    await page.waitForSelector(".flow-opened");
    await page.goBack();
    await detail.waitFor({ state: "detached" });
    await page.goForward();
    await detail.getByRole("button", { name: "Only this flow" }).click();
    expect(new URL(page.url()).searchParams.get("f")).toBe(judged);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
