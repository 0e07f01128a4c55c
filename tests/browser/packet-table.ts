/** What tests ask of the page's packet table. */
import type { Page } from "playwright-core";

/** Packets that the page has counted, whatever the filter. */
export async function countedPackets(page: Page): Promise<number> {
  const text = (await page.locator(".query-count").textContent()) ?? "";
  return Number(text.replace(/^.* of /, "").replace(/[^\d]/g, ""));
}

/** Waits until at least `more` packets have arrived since now. */
export async function waitForPackets(page: Page, more: number): Promise<void> {
  const before = await countedPackets(page);
  await page.waitForFunction((least) => {
    const text = document.querySelector(".query-count")?.textContent ?? "";
    return Number(text.replace(/^.* of /, "").replace(/[^\d]/g, "")) >= least;
  }, before + more);
}

/** Waits until the paused page has counted at least `least` new packets. */
export async function waitForArrivals(page: Page, least: number): Promise<void> {
  await page.waitForFunction((count) => {
    const text = document.querySelector(".live-count")?.textContent ?? "";
    return Number(text.replace(/[^\d]/g, "")) >= count;
  }, least);
}

export interface ShownRow {
  readonly number: string | undefined;
  /** CSS pixels from the top of the window. */
  readonly top: number;
}

/** The table's rows at their places on the screen. */
export function shownRows(page: Page): Promise<ShownRow[]> {
  return page.locator(".packet-row[data-number]").evaluateAll((rows) =>
    rows.map((row) => ({
      number: (row as HTMLElement).dataset["number"],
      top: row.getBoundingClientRect().top,
    })),
  );
}
