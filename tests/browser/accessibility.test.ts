import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { SIZES } from "./browser.ts";
import type { Served } from "./served.ts";
import { describePage } from "./stage.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Rules of axe-core that are broken, with the elements that break them. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
  });
}

describePage("everybody can use the page", (stage) => {
  let served: Served;

  beforeAll(async () => {
    served = await stage.serve(["demo"]);
  });

  const themes = ["light", "dark"] as const;
  const sizes = Object.keys(SIZES) as (keyof typeof SIZES)[];
  test.for(themes.flatMap((theme) => sizes.map((size) => ({ theme, size }))))(
    "$theme, $size: axe-core finds nothing, with the inspector open as well",
    async ({ theme, size }) => {
      const { page } = await stage.open(served.url, { theme, size });
      await page.waitForSelector(".packet-row[data-number]");
      await page.keyboard.press("Space");
      expect(await violations(page)).toEqual([]);
      await page.locator(".packet-row[data-number]").first().click();
      await page.waitForSelector(".inspector .field");
      await page.locator(".field-layer").first().click();
      expect(await violations(page)).toEqual([]);
      expect(await page.locator("html").getAttribute("data-theme")).toBe(theme);
      await page.context().close();
    },
  );

  test.for(themes.flatMap((theme) => sizes.map((size) => ({ theme, size }))))(
    "$theme, $size: nor with a flow open, a selection and its flows, the time picker, the palette, and usage",
    async ({ theme, size }) => {
      const { page } = await stage.open(`${served.url}?v=1&list=flows`, { theme, size });
      await page.locator(".flow-table .flow-open").first().click();
      await page.waitForSelector(".flow-detail");
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.locator(".timeline-chart").focus();
      for (const key of ["ArrowLeft", "Shift+ArrowLeft", "Enter"]) await page.keyboard.press(key);
      await page.waitForSelector(".query-selection");
      await page.waitForSelector(".flow-table tbody tr, .flows-empty");
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("t");
      await page.waitForSelector(".time-picker");
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await page.waitForSelector(".palette-list [role=option]");
      expect(await violations(page)).toEqual([]);
      await page.goto(`${served.url}usage`);
      await page.waitForSelector(".usage-table, .usage-none");
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    },
  );

  test.for(["packets", "flows"])(
    "The page with %s reflows at 320 CSS pixels without scrolling sideways, paused as well",
    async (list) => {
      const address = `${served.url}?v=1&list=${list}`;
      const { page } = await stage.open(address, { size: "phone" });
      await page.setViewportSize({ width: 320, height: 700 });
      await page.waitForSelector(".packet-row[data-number], .flow-table tbody tr");
      const width = () => page.evaluate(() => document.documentElement.scrollWidth);
      expect(await width()).toBe(320);
      await page.keyboard.press("Space");
      await page.waitForFunction(() =>
        /[1-9]/.test(document.querySelector(".live-count")?.textContent ?? ""),
      );
      expect(await width()).toBe(320);
      await page.context().close();
    },
  );
});
