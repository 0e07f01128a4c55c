/** Without permission to capture: what is said, what works meanwhile, and the start when it comes. */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findHelper } from "../../packages/capture/src/pipe/helper.ts";
import { openPage, whyNoBrowserTests } from "../browser/browser.ts";
import { dnsCapture } from "../browser/capture-file.ts";
import { countedPackets } from "../browser/packet-table.ts";
import { whyNoHelperTests, whyNoLiveTests } from "../requirements.ts";
import { launchBrowserIn } from "./browser-in.ts";
import { connect, Namespace } from "./namespace.ts";
import { PATIENCE, Program } from "./program.ts";

const reason =
  whyNoLiveTests("curl", "setpriv", "setcap") ?? whyNoHelperTests("dumpcap") ?? whyNoBrowserTests();
const SENDER = fileURLToPath(new URL("udp-sender.mjs", import.meta.url));
const NOBODY = 65_534;
const WIRE = "home0";
const AWAY = "198.51.100.2";

describe.skipIf(reason !== undefined)(`nobody may capture ${reason ?? ""}`, () => {
  let home: Namespace;
  let away: Namespace;
  let program: Program;
  let browser: Browser;
  let page: Page;
  let problems: readonly string[];
  let directory: string;

  beforeAll(async () => {
    home = new Namespace("permission-home");
    away = new Namespace("permission-away");
    connect(
      { namespace: home, interfaceName: WIRE, address: "198.51.100.1" },
      { namespace: away, interfaceName: "away0", address: AWAY },
    );
    directory = mkdtempSync(join(tmpdir(), "wirescope-permission-"));
    chmodSync(directory, 0o755);
    copyFileSync(findHelper("dumpcap")!.path, join(directory, "dumpcap"));
    program = await Program.start(home, ["-i", WIRE], { user: NOBODY, firstPath: directory });
    browser = await launchBrowserIn(home);
    ({ page, problems } = await openPage(browser, program.url));
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
    home?.remove();
    away?.remove();
    if (directory !== undefined) rmSync(directory, { recursive: true });
  });

  test("it says so where it was started, with the line that mends it", async () => {
    const { problem, advice } = await program.status();
    const [best] = advice;
    expect(problem).toBe(
      `Capturing on "${WIRE}" needs permission that this user does not have; "wirescope doctor" shows the line that gives it.`,
    );
    expect(program.greeting).toBe(
      [
        `Wirescope: ${program.url}`,
        problem,
        `${best!.title}:`,
        ...best!.lines.map((line) => `  ${line}`),
        "The dashboard works on capture files meanwhile, and starts by itself when it may.",
        "",
      ].join("\n"),
    );
  });

  test("the page says so, with lines to copy", async () => {
    const status = await program.status();
    expect(status).toMatchObject({ mode: "live", state: "waiting", sources: [WIRE], packets: 0 });
    await page.getByRole("heading", { name: "Packet capture needs permission" }).waitFor();
    expect(await page.locator(".no-permission-why").textContent()).toBe(status.problem);
    const lines = status.advice.flatMap((advice) => advice.lines);
    expect(await page.locator(".advice-lines code").allTextContents()).toEqual(lines);
    const copy = page.locator(".advice-lines button").first();
    await copy.click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
  });

  test("a capture file opens", async () => {
    const name = "questions.pcap";
    const file = { name, mimeType: "application/vnd.tcpdump.pcap", buffer: dnsCapture(120) };
    await page.locator("input[type=file]").first().setInputFiles(file);
    await expect.poll(() => countedPackets(page), { timeout: PATIENCE }).toBe(120);
    await page.getByRole("button", { name: "Close file" }).first().click();
    await page.getByRole("heading", { name: "Packet capture needs permission" }).waitFor();
  });

  test("the sample starts", async () => {
    expect(await program.post("/api/v1/demo")).toBe(204);
    expect(await program.post("/api/v1/demo")).toBe(409);
    expect(await program.status()).toMatchObject({ mode: "demo", state: "running" });
    await page.waitForSelector(".packet-row[data-number]");
    expect(await page.locator(".no-permission").count()).toBe(0);
  });

  test("capture starts by itself when permission arrives", async () => {
    execFileSync("setcap", ["cap_net_raw,cap_net_admin+eip", join(directory, "dumpcap")]);
    const status = await program.until(({ backend }) => backend === "pipe");
    expect(status).toMatchObject({ mode: "live", state: "running", sources: [WIRE], packets: 0 });
    home.run(process.execPath, SENDER, AWAY, "20");
    const counted = await program.untilItCounted(() => home.counters(WIRE));
    expect(counted.packets).toBeGreaterThanOrEqual(20);
    await expect.poll(() => countedPackets(page), { timeout: PATIENCE }).toBe(counted.packets);
    await page.locator(".packet-row[data-number]", { hasText: AWAY }).first().waitFor();
    expect(problems).toEqual([]);
  });
});
