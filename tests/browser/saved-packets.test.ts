import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { whyNoProgram } from "../requirements.ts";
import { CAPTURE_START, dnsCaptureAt } from "./capture-file.ts";
import { addressStretch, dragTimeline, readCount, typeTime } from "./page-time.ts";
import type { Served } from "./served.ts";
import { describePageUnless } from "./stage.ts";

const HOURS = 3;
/** Packets a second, of so many flows in turn. */
const RATE = 2;
const FLOWS = 4;

/** Opens a menu of a list and saves what it offers under `choice`. */
async function save(page: Page, menu: string, choice: string): Promise<string> {
  await page.getByRole("button", { name: menu }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: choice }).click();
  return (await download).path();
}

function frames(path: string, ...options: string[]): string[] {
  const output = execFileSync("tshark", ["-n", "-r", path, ...options], { encoding: "utf8" });
  return output.split("\n").filter((line) => line !== "");
}

describePageUnless(whyNoProgram("tshark"), "what is saved from the page", (stage) => {
  let served: Served;

  beforeAll(async () => {
    const path = stage.pathOf("hours.pcap");
    const count = HOURS * 3600 * RATE;
    const times = Array.from({ length: count }, (_, i) => CAPTURE_START + i / RATE);
    await writeFile(path, dnsCaptureAt(times, FLOWS));
    served = await stage.serve(["open", path]);
  });

  test("Thirty seconds two hours back, their flows, the packets of one, and these for tshark", async () => {
    const { page, problems } = await stage.open(served.url);
    await page.waitForSelector(".packet-row[data-number]");
    await typeTime(page, "2026-11-22 15:03–15:04");
    await page.waitForSelector(".time-live");
    await page.waitForFunction(() => document.querySelector(".timeline[aria-busy=false]") !== null);
    await dragTimeline(page, 0.25, 0.75);
    const selection = addressStretch(page, "sel")!;
    expect(selection.to - selection.from).toBeCloseTo(30, 0);

    await page.getByRole("tab", { name: "Flows" }).click();
    await page.waitForFunction((count) => {
      return document.querySelectorAll(".flow-table tbody tr").length === count;
    }, FLOWS);
    const row = page.locator(".flow-table tbody tr").first();
    const packets = readCount(await row.locator("td").nth(8).textContent());
    expect(packets).toBeGreaterThan(((selection.to - selection.from) * RATE) / FLOWS - 2);
    await row.getByRole("button", { name: /^Packets of/ }).click();
    await page.waitForFunction((count) => {
      const text = document.querySelector(".packets-count")?.textContent ?? "";
      return Number(text.replace(/[^\d]/g, "")) === count;
    }, packets);
    await page.locator(".packet-row[data-number]").first().click();
    await page.waitForSelector(".inspector .field");
    await page.keyboard.press("Escape");

    const file = await save(page, "Save these packets", "Packets as pcapng");
    const times = frames(file, "-T", "fields", "-e", "frame.time_epoch").map(Number);
    expect(times).toHaveLength(packets);
    expect(times.every((time) => time >= selection.from && time < selection.to)).toBe(true);
    expect(new Set(frames(file, "-T", "fields", "-e", "udp.srcport")).size).toBe(1);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test("Tables are saved as they are shown, with their times in UTC", async () => {
    const { page } = await stage.open(`${served.url}?v=1&list=flows`, {
      timeZone: "Asia/Kolkata",
    });
    await page.waitForFunction((count) => {
      return document.querySelectorAll(".flow-table tbody tr").length === count;
    }, FLOWS);
    const file = await save(page, "Save these flows", "Flows as JSON");
    const flows = JSON.parse(await readFile(file, "utf8")) as { firstTimestamp: string }[];
    expect(flows).toHaveLength(FLOWS);
    const first = new Date(CAPTURE_START * 1000).toISOString().slice(0, 19);
    expect(flows.map(({ firstTimestamp }) => firstTimestamp).sort()[0]).toMatch(first);
    const hosts = await save(page, "Save hosts", "Hosts as CSV");
    expect((await readFile(hosts, "utf8")).split("\r\n")[0]).toMatch(/^label,/);
    await page.context().close();
  });
});
