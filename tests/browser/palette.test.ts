import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { waitForPackets } from "./packet-table.ts";
import type { Served } from "./served.ts";
import { describePage } from "./stage.ts";

/** Octets of script, compressed, that a page may load before its first chart. */
const SCRIPT_BUDGET = 250_000;

describePage("the palette", (stage) => {
  let served: Served;

  beforeAll(async () => {
    served = await stage.serve(["demo"]);
  });

  async function openTraffic() {
    const opened = await stage.open(served.url);
    await waitForPackets(opened.page, 200);
    return opened;
  }

  /** Opens the palette, types, and waits until `title` is what Enter would take. */
  async function find(page: Page, text: string, title: string | RegExp) {
    await page.keyboard.press("Control+k");
    await page.locator(".palette-input").fill(text);
    await page
      .locator(".palette-list [aria-selected=true] .palette-title", { hasText: title })
      .waitFor();
  }

  test("goes to pages and lists, and does what keys do", async () => {
    const { page } = await openTraffic();
    await find(page, "usage", "Usage by device");
    await page.keyboard.press("Enter");
    await page.locator("#usage-title").waitFor();
    await find(page, "list of fl", "List of flows");
    await page.keyboard.press("Enter");
    await page.locator(".flow-table .flow-open").first().waitFor();
    await find(page, "> theme", "Light or dark theme");
    await page.keyboard.press("Enter");
    await page.locator("html[data-theme=light]").waitFor();
    expect(await page.locator(".palette").count()).toBe(0);
    await page.context().close();
  });

  test("finds hosts that are on hand, ports, packets and times, also from the filter box", async () => {
    const { page, problems } = await openTraffic();
    const host = page.locator(".breakdown[aria-label=Hosts] .breakdown-row button").first();
    const address = (await host.getAttribute("data-v"))!;
    await page.locator("[data-filter-box]").click();
    await find(page, `@${address}`, /./);
    await page.keyboard.press("Enter");
    await page.locator(".chip", { hasText: address }).waitFor();
    await find(page, ":8443", "Port 8443");
    await page.keyboard.press("Enter");
    await page.locator(".chip", { hasText: "tcp.port == 8443" }).waitFor();
    await find(page, "#3", "Packet 3");
    await page.keyboard.press("Enter");
    await page.locator(".inspector").waitFor();
    expect(new URL(page.url()).searchParams.get("p")).toBe("3");
    await find(page, "t last 5 min", "Show last 5 min");
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).searchParams.get("t")).toBe("live-5m");
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test("closes with Escape, gives the focus back, and says when nothing is found", async () => {
    const { page } = await openTraffic();
    await page.getByRole("button", { name: "Go to anything" }).first().click();
    await page.locator(".palette-input").fill("> no such command");
    await page.locator(".palette-none").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".palette").waitFor({ state: "detached" });
    const focused = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    expect(focused).toBe("Go to anything");
    await page.context().close();
  });

  test("F6 walks through the parts of the page and back", async () => {
    const { page } = await openTraffic();
    const part = () =>
      page.evaluate(() => document.activeElement?.closest("section, header")?.className ?? "");
    await page.keyboard.press("F6");
    expect(await part()).toContain("app-top");
    await page.keyboard.press("F6");
    expect(await part()).toContain("timeline");
    await page.keyboard.press("Shift+F6");
    expect(await part()).toContain("app-top");
    await page.keyboard.press("Shift+F6");
    expect(await part()).toContain("packets");
    await page.context().close();
  });

  test("is not a part of the script that the first chart waits for", async () => {
    const { page } = await stage.open("about:blank");
    const scripts: Promise<Buffer>[] = [];
    page.on("response", (response) => {
      if (response.url().endsWith(".js")) scripts.push(response.body());
    });
    await page.goto(served.url);
    await page.waitForSelector(".timeline-chart .u-over");
    const loaded = await Promise.all(scripts);
    const octets = loaded.reduce((sum, script) => sum + gzipSync(script).length, 0);
    expect(loaded.some((script) => script.includes("Nothing is called that"))).toBe(false);
    expect(octets).toBeLessThan(SCRIPT_BUDGET);
    await page.context().close();
  });
});
