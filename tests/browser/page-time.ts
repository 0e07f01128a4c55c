/** What tests do with the page's time: selecting on the timeline, and reading what is selected. */
import type { Page } from "playwright-core";

/** Seconds since 1970, end exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Drags over the timeline, between two shares of its width. */
export async function dragTimeline(page: Page, from: number, to: number): Promise<void> {
  const box = await page.locator(".timeline-chart .u-over").boundingBox();
  if (box === null) throw new Error("The timeline is not shown.");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + from * box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + ((from + to) / 2) * box.width, y);
  await page.mouse.move(box.x + to * box.width, y);
  await page.mouse.up();
  await page.waitForSelector(".query-selection");
}

/** The stretch of a parameter of the address; undefined without one. */
export function addressStretch(page: Page, key: "t" | "sel"): Stretch | undefined {
  const [from, to] = (new URL(page.url()).searchParams.get(key) ?? "").split("..");
  if (from === undefined || to === undefined) return undefined;
  const end = to.includes("T") ? to : `${from.slice(0, 11)}${to}`;
  return { from: Date.parse(from) / 1000, to: Date.parse(end) / 1000 };
}

/** Numbers in a text that are written with thin spaces between thousands. */
export function readCount(text: string | null): number {
  return Number((text ?? "").replace(/[^\d]/g, ""));
}

/** Writes a time into the picker and applies it. */
export async function typeTime(page: Page, text: string): Promise<void> {
  await page.keyboard.press("t");
  await page.locator(".time-text input").fill(text);
  await page.keyboard.press("Enter");
}
