import { writeFile } from "node:fs/promises";
import type { CDPSession, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { dnsCaptureAt } from "./capture-file.ts";
import { addressStretch } from "./page-time.ts";
import type { Served } from "./served.ts";
import { describePage, type Stage } from "./stage.ts";

const START = Date.parse("2026-11-20T10:00:00Z") / 1000;
const SECONDS = 1200;

/** A page on a phone with fingers on its timeline; places are shares of the plot's width. */
class Touched {
  readonly page: Page;
  readonly #fingers: CDPSession;
  readonly #place: (share: number) => { readonly x: number; readonly y: number };

  private constructor(page: Page, fingers: CDPSession, place: Touched["place"]) {
    this.page = page;
    this.#fingers = fingers;
    this.#place = place;
  }

  static async open(stage: Stage, url: string): Promise<Touched> {
    const { page } = await stage.open(url, { size: "phone" });
    await page.waitForSelector(".packet-row[data-number]");
    await page.waitForSelector(".legend li");
    const box = await page.locator(".timeline-chart .u-over").boundingBox();
    if (box === null) throw new Error("The timeline is not shown.");
    const place = (share: number) => ({
      x: box.x + share * box.width,
      y: box.y + box.height / 2,
    });
    return new Touched(page, await page.context().newCDPSession(page), place);
  }

  place(share: number) {
    return this.#place(share);
  }

  async send(type: "touchStart" | "touchMove" | "touchEnd", ...shares: number[]): Promise<void> {
    const touchPoints = shares.map((share, id) => ({ ...this.#place(share), id }));
    await this.#fingers.send("Input.dispatchTouchEvent", { type, touchPoints });
  }

  /** Puts a finger down and waits until it selects. */
  async rest(share: number): Promise<void> {
    await this.send("touchStart", share);
    await this.page.waitForFunction(() =>
      document
        .querySelector(".timeline-chart")
        ?.getAttribute("aria-valuetext")
        ?.startsWith("Selecting"),
    );
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

describePage("fingers on the timeline", (stage) => {
  let served: Served;

  beforeAll(async () => {
    const path = stage.pathOf("steady.pcap");
    const times = Array.from({ length: SECONDS }, (_, second) => START + second);
    await writeFile(path, dnsCaptureAt(times));
    served = await stage.serve(["open", path]);
  });

  test("One that rests selects, its edges can be moved, and two zoom in and out again", async () => {
    const touched = await Touched.open(stage, served.url);
    const { page } = touched;
    await touched.rest(0.25);
    await touched.send("touchMove", 0.4);
    await touched.send("touchMove", 0.5);
    await touched.send("touchEnd");
    await page.waitForSelector(".query-selection");
    const first = addressStretch(page, "sel")!;
    expect((first.from - START) / SECONDS).toBeCloseTo(0.25, 1);
    expect((first.to - START) / SECONDS).toBeCloseTo(0.5, 1);

    await touched.rest((first.to - START) / SECONDS);
    await touched.send("touchMove", 0.6);
    await touched.send("touchMove", 0.75);
    await touched.send("touchEnd");
    await page.waitForURL((url) => url.search !== "" && addressStretch(page, "sel")!.to > first.to);
    const wider = addressStretch(page, "sel")!;
    expect(wider.from).toBe(first.from);
    expect((wider.to - START) / SECONDS).toBeCloseTo(0.75, 1);

    const before = page.url();
    await touched.send("touchStart", 0.4);
    await touched.send("touchStart", 0.4, 0.6);
    await touched.send("touchMove", 0.35, 0.65);
    await touched.send("touchMove", 0.3, 0.7);
    await touched.send("touchEnd");
    await page.waitForURL((url) => url.href !== before);
    const window = addressStretch(page, "t")!;
    expect((window.to - window.from) / SECONDS).toBeCloseTo(0.5, 1);
    expect((window.from + window.to) / 2 - START).toBeCloseTo(SECONDS / 2, -1.5);
    await page.goBack();
    expect(page.url()).toBe(before);
    await touched.close();
  });

  test("One that slides leaves the crosshair, and a tap takes it away", async () => {
    const touched = await Touched.open(stage, served.url);
    const { page } = touched;
    await touched.send("touchStart", 0.3);
    await touched.send("touchMove", 0.4);
    await touched.send("touchMove", 0.5);
    await page.waitForSelector(".legend-time");
    await touched.send("touchEnd");
    expect(await page.locator(".legend-time").textContent()).toMatch(/10:(09|10)/);
    expect(addressStretch(page, "sel")).toBeUndefined();
    await touched.send("touchStart", 0.2);
    await touched.send("touchEnd");
    await page.waitForSelector(".legend-time", { state: "detached" });
    await touched.close();
  });
});
