import { writeFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { dnsCaptureAt } from "./capture-file.ts";
import { addressStretch, dragTimeline, readCount, typeTime } from "./page-time.ts";
import type { Served } from "./served.ts";
import { describePage } from "./stage.ts";

async function figure(page: Page, label: string): Promise<string> {
  const value = page.locator(".figure", { hasText: label }).locator(".figure-value");
  return (await value.textContent()) ?? "";
}

describePage("time on the live page", (stage) => {
  let served: Served;

  beforeAll(async () => {
    served = await stage.serve(["demo"]);
  });

  async function openTraffic(query = "") {
    const opened = await stage.open(`${served.url}${query}`);
    await opened.page.waitForSelector(".packet-row[data-number]");
    await opened.page.waitForSelector(".timeline-chart .u-over");
    return opened;
  }

  test("A drag selects, everything answers for it, and Back undoes it", async () => {
    const { page, problems } = await openTraffic();
    await dragTimeline(page, 0.3, 0.6);
    const selection = addressStretch(page, "sel")!;
    expect(selection.to).toBeGreaterThan(selection.from);
    await page.waitForSelector(".figure[title='Packets in this time']");
    await page.waitForFunction(() =>
      /held/.test(document.querySelector(".packets-count")?.textContent ?? ""),
    );
    const counted = readCount(await page.locator(".query-count").textContent());
    expect(counted).toBeGreaterThan(0);
    expect(readCount(await figure(page, "Packets"))).toBe(counted);
    expect(readCount(await page.locator(".packets-count").textContent())).toBe(counted);
    const times = await page
      .locator(".packet-row[data-number] .packet-time")
      .evaluateAll((cells) => cells.map((cell) => Date.parse(cell.getAttribute("data-v")!) / 1000));
    expect(times.every((time) => time >= selection.from && time < selection.to)).toBe(true);
    await page.goBack();
    await page.waitForFunction(() => document.querySelector(".query-selection") === null);
    await page.waitForSelector(".figure[title='Packets in this time']", { state: "detached" });
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test("Hosts of a selection keep the names that the traffic around it told", async () => {
    const { page } = await openTraffic();
    const hosts = page.locator(".breakdown[aria-label=Hosts] .breakdown-row button");
    const named = () =>
      hosts.evaluateAll((rows) =>
        rows.flatMap((row) => {
          const name = row.querySelector(".breakdown-name > .breakdown-text")?.textContent;
          return name ? [[row.getAttribute("data-v")!, name] as const] : [];
        }),
      );
    const before = new Map(await named());
    expect(before.size).toBeGreaterThan(3);
    await page.keyboard.press("Space");
    await dragTimeline(page, 0.7, 0.9);
    await page.waitForSelector(".figure[title='Packets in this time']");
    const unnamed = await hosts.evaluateAll((rows) =>
      rows
        .filter((row) => row.querySelector(".breakdown-name") === null)
        .map((row) => row.getAttribute("data-v")!),
    );
    expect(unnamed.filter((address) => before.has(address))).toEqual([]);
    await page.context().close();
  });

  test("The selection becomes the window with Z, and L goes live again", async () => {
    const { page } = await openTraffic();
    await dragTimeline(page, 0.3, 0.6);
    const selection = addressStretch(page, "sel");
    await page.keyboard.press("z");
    await page.waitForSelector(".time-live");
    expect(addressStretch(page, "t")).toEqual(selection);
    expect(addressStretch(page, "sel")).toBeUndefined();
    const before = page.url();
    await page.keyboard.press("-");
    await page.waitForFunction((zoomed) => location.href !== zoomed, before);
    await page.keyboard.press("l");
    await page.waitForSelector(".live-on");
    expect(new URL(page.url()).search).toBe("");
    await page.context().close();
  });

  test("A selection is made, zoomed to and cleared with keys alone", async () => {
    const { page } = await openTraffic();
    await page.locator(".timeline-chart").focus();
    for (const key of ["ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", "Enter"]) {
      await page.keyboard.press(key);
    }
    await page.waitForSelector(".query-selection");
    const selection = addressStretch(page, "sel")!;
    expect(selection.to - selection.from).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelector(".query-selection") === null);
    await page.context().close();
  });

  test("Time is typed, understood before it is applied, and refused with a sentence", async () => {
    const { page } = await openTraffic();
    await page.keyboard.press("t");
    const box = page.locator(".time-text input");
    await box.fill("last 90 min");
    expect(await page.locator(".time-note").textContent()).toBe("The last 1 h 30 min");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.search === "?v=1&t=live-90m");
    await typeTime(page, "soon");
    expect(await page.locator(".time-bad").textContent()).toMatch(/"soon" is no time/);
    await page.keyboard.press("Escape");
    await typeTime(page, "2026-11-20T10:00:00Z..2026-11-20T11:00:00Z");
    await page.waitForSelector(".time-live");
    expect(addressStretch(page, "t")!.to - addressStretch(page, "t")!.from).toBe(3600);
    await page.context().close();
  });

  test("Flows of the selection are listed, and one of them leads to its packets", async () => {
    const { page } = await openTraffic();
    await dragTimeline(page, 0.2, 0.7);
    await page.getByRole("tab", { name: "Flows" }).click();
    const row = page.locator(".flow-table tbody tr").first();
    await row.waitFor();
    const packets = readCount(await row.locator("td").nth(8).textContent());
    const selection = addressStretch(page, "sel");
    await row.getByRole("button", { name: /^Packets of/ }).click();
    await page.waitForSelector(".packet-row[data-number]");
    expect(addressStretch(page, "sel")).toEqual(selection);
    expect(new URL(page.url()).searchParams.get("f")).not.toBeNull();
    await page.waitForFunction(() =>
      /held/.test(document.querySelector(".packets-count")?.textContent ?? ""),
    );
    expect(readCount(await page.locator(".packets-count").textContent())).toBe(packets);
    await page.context().close();
  });

  test("Countries of addresses are asked for when somebody looks at them", async () => {
    const { page } = await openTraffic();
    const asked = page.waitForRequest((request) => request.url().includes("by=country"));
    await page.getByRole("tab", { name: "Countries" }).click();
    await asked;
    await page.waitForSelector(".breakdown[aria-label=Countries] li");
    await page.context().close();
  });
});

describePage("zones on the page", (stage) => {
  let served: Served;

  beforeAll(async () => {
    // Half an hour before and after Berlin's clocks go from 02:00 to 03:00.
    const times = ["2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"].map(
      (at) => Date.parse(at) / 1000,
    );
    const path = stage.pathOf("spring.pcap");
    await writeFile(path, dnsCaptureAt(times));
    served = await stage.serve(["open", path]);
  });

  async function clocks(page: Page): Promise<string[]> {
    await page.waitForSelector(".packet-row[data-number] >> nth=1");
    const texts = await page.locator(".packet-row[data-number] .packet-time").allTextContents();
    return texts.map((text) => text.slice(0, 5));
  }

  test.for([
    ["Europe/Berlin", ["01:30", "03:30"], /^(CEST|UTC\+2)$/],
    ["Asia/Kolkata", ["06:00", "07:00"], /^UTC\+5:30$/],
    ["UTC", ["00:30", "01:30"], /^UTC$/],
  ] as const)("In %s clocks read %o and the axis says %s", async ([timeZone, expected, name]) => {
    const { page } = await stage.open(served.url, { timeZone });
    expect(await clocks(page)).toEqual(expected);
    expect(await page.locator(".timeline-zone").textContent()).toMatch(name);
    await page.context().close();
  });

  test("The zone is chosen, kept in the address, and what is typed is its time", async () => {
    const { page } = await stage.open(served.url, { timeZone: "America/New_York" });
    expect(await clocks(page)).toEqual(["20:30", "21:30"]);
    await page.keyboard.press("t");
    await page.getByLabel("Time zone").selectOption("Europe/Berlin");
    await page.waitForFunction(() => location.search.includes("tz=Europe/Berlin"));
    await page.keyboard.press("Escape");
    expect(await clocks(page)).toEqual(["01:30", "03:30"]);
    await typeTime(page, "2026-03-29 03:00–04:00");
    await page.waitForSelector(".time-live");
    expect(addressStretch(page, "t")).toEqual({
      from: Date.parse("2026-03-29T01:00:00Z") / 1000,
      to: Date.parse("2026-03-29T02:00:00Z") / 1000,
    });
    await page.waitForFunction(
      () => document.querySelectorAll(".packet-row[data-number]").length === 1,
    );
    await page.context().close();
  });
});
