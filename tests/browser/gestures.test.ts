import { writeFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { dnsCaptureAt } from "./capture-file.ts";
import { addressStretch, dragTimeline } from "./page-time.ts";
import type { Served } from "./served.ts";
import { describePage } from "./stage.ts";

const START = Date.parse("2026-11-20T10:00:00Z") / 1000;

/** Where a share of the timeline's width is; `down` 0.5 is its middle, beyond 1 the axis. */
async function placeOn(page: Page, share: number, down = 0.5) {
  const box = await page.locator(".timeline-chart .u-over").boundingBox();
  if (box === null) throw new Error("The timeline is not shown.");
  return { x: box.x + share * box.width, y: box.y + down * box.height };
}

describePage("gestures on the timeline", (stage) => {
  let served: Served;

  beforeAll(async () => {
    const path = stage.pathOf("steady.pcap");
    await writeFile(
      path,
      dnsCaptureAt(Array.from({ length: 1200 }, (_, second) => START + second)),
    );
    served = await stage.serve(["open", path]);
  });

  /** The page, showing a part of a file. */
  async function openStretch() {
    const { page } = await stage.open(served.url);
    await page.waitForSelector(".packet-row[data-number]");
    await page.waitForSelector(".timeline-chart .u-over");
    await dragTimeline(page, 0.2, 0.8);
    await page.keyboard.press("z");
    await page.waitForSelector(".time-live");
    await page.waitForSelector(".legend li");
    return { page, stretch: addressStretch(page, "t")! };
  }

  async function nextStretch(page: Page, before: string) {
    await page.waitForFunction((url) => location.href !== url, before);
    return addressStretch(page, "t")!;
  }

  test("Ctrl with the wheel zooms at the pointer, in one step; the wheel alone does not", async () => {
    const { page, stretch } = await openStretch();
    const before = page.url();
    const { x, y } = await placeOn(page, 0.25);
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, -100);
    await page.keyboard.down("Control");
    for (let turn = 0; turn < 3; turn++) await page.mouse.wheel(0, -100);
    await page.keyboard.up("Control");
    const zoomed = await nextStretch(page, before);
    const [length, less] = [stretch.to - stretch.from, zoomed.to - zoomed.from];
    expect(less / length).toBeCloseTo(Math.exp(-0.9), 1);
    expect((zoomed.from + less / 4 - stretch.from) / length).toBeCloseTo(0.25, 1);
    await page.goBack();
    expect(page.url()).toBe(before);
    await page.context().close();
  });

  test.for([
    ["Shift and a drag", true, 0.5],
    ["a drag on the axis", false, 1.1],
  ] as const)("%s moves the window as far as the pointer", async ([, shift, down]) => {
    const { page } = await openStretch();
    const whole = page.url();
    await page.keyboard.press("=");
    const stretch = await nextStretch(page, whole);
    const before = page.url();
    const [from, to] = [await placeOn(page, 0.4, down), await placeOn(page, 0.6, down)];
    if (shift) await page.keyboard.down("Shift");
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, from.y);
    await page.mouse.move(to.x, to.y);
    await page.mouse.up();
    if (shift) await page.keyboard.up("Shift");
    const moved = await nextStretch(page, before);
    const length = stretch.to - stretch.from;
    expect(moved.to - moved.from).toBe(length);
    expect((stretch.from - moved.from) / length).toBeCloseTo(0.2, 1);
    expect(addressStretch(page, "sel")).toBeUndefined();
    await page.context().close();
  });

  test("A click leaves the crosshair with its values; another click or Escape takes it away", async () => {
    const { page } = await openStretch();
    const { x, y } = await placeOn(page, 0.5);
    const elsewhere = () => page.mouse.move(5, 5);
    await page.mouse.click(x, y);
    await elsewhere();
    const time = await page.locator(".legend-time").textContent();
    expect(time).toMatch(/\d\d:\d\d/);
    expect(await page.locator(".legend-value").count()).toBeGreaterThan(0);
    await page.mouse.click(x + 50, y);
    await elsewhere();
    await page.waitForFunction(() => document.querySelector(".legend-time") === null);
    await page.mouse.click(x, y);
    await elsewhere();
    expect(await page.locator(".legend-time").textContent()).toBe(time);
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelector(".legend-time") === null);
    await page.context().close();
  });

  test("Keys do the same: zoom in, move, back out, and undo", async () => {
    const { page, stretch } = await openStretch();
    const steps = [page.url()];
    for (const key of ["=", "[", "Backspace", "Shift+Z"]) {
      await page.keyboard.press(key);
      await nextStretch(page, steps.at(-1)!);
      steps.push(page.url());
    }
    const [whole, zoomed, panned, undone, back] = steps;
    expect(panned).not.toBe(zoomed);
    expect(undone).toBe(zoomed);
    expect(back).toBe(whole);
    expect(addressStretch(page, "t")).toEqual(stretch);
    await page.context().close();
  });
});
