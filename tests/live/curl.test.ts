/** What somebody sees on the page when another program asks a web server for something. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Summary } from "@wirescope/query";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPage, whyNoBrowserTests } from "../browser/browser.ts";
import { countedPackets } from "../browser/packet-table.ts";
import { whyNoLiveTests } from "../requirements.ts";
import { launchBrowserIn } from "./browser-in.ts";
import { connect, Namespace } from "./namespace.ts";
import { PATIENCE, Program } from "./program.ts";

const reason = whyNoLiveTests("curl") ?? whyNoBrowserTests();
const WEB_SERVER = fileURLToPath(new URL("web-server.mjs", import.meta.url));
const WIRE = "home0";
const HOME = "198.51.100.1";
const SERVER = "198.51.100.2";
const NAME = "files.example";
/** No port that HTTP is known by. */
const PORT = "48080";

describe.skipIf(reason !== undefined)(`one curl on the page ${reason ?? ""}`, () => {
  let home: Namespace;
  let away: Namespace;
  let webServer: ChildProcess;
  let program: Program;
  let browser: Browser;
  let page: Page;
  let problems: readonly string[];

  beforeAll(async () => {
    home = new Namespace("curl-home");
    away = new Namespace("curl-away");
    connect(
      { namespace: home, interfaceName: WIRE, address: HOME },
      { namespace: away, interfaceName: "away0", address: SERVER },
    );
    const [ip, ...words] = away.command(process.execPath, WEB_SERVER, SERVER, PORT);
    webServer = spawn(ip!, words, { stdio: ["ignore", "pipe", "inherit"] });
    await once(webServer.stdout!, "data");
    program = await Program.start(home, ["-i", WIRE]);
    browser = await launchBrowserIn(home);
    ({ page, problems } = await openPage(browser, program.url));
    await page.waitForSelector(".live-on");
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
    webServer?.kill();
    home?.remove();
    away?.remove();
  });

  function curl(path: string): string {
    const url = `http://${NAME}:${PORT}${path}`;
    const resolve = ["--resolve", `${NAME}:${PORT}:${SERVER}`];
    return home.run("curl", "--silent", "--noproxy", "*", ...resolve, url);
  }

  function row(text: string): ReturnType<Page["locator"]> {
    return page.locator(".packet-row[data-number]", { hasText: text }).first();
  }

  test("appears in the packet table: who asked whom for what", async () => {
    expect(curl("/shelf/book")).toContain("Something to read.");
    const request = row("GET /shelf/book");
    await request.waitFor({ timeout: PATIENCE });
    expect(await request.locator(".packet-protocol-name").textContent()).toBe("HTTP");
    expect(await request.locator(".packet-source").textContent()).toContain(`${HOME}:`);
    expect(await request.locator(".packet-destination").textContent()).toBe(`${SERVER}:${PORT}`);
    const answer = row("200 OK");
    await answer.waitFor({ timeout: PATIENCE });
    expect(await answer.locator(".packet-source").textContent()).toBe(`${SERVER}:${PORT}`);
  });

  test("appears in the lists, with the name that was asked for", async () => {
    for (const [title, text, aside] of [
      ["Protocols", "HTTP", undefined],
      ["Sources", HOME, undefined],
      ["Destinations", NAME, SERVER],
      ["Hosts", NAME, SERVER],
      ["Services", `:${PORT}/tcp`, undefined],
    ]) {
      const list = page.locator(`.breakdown[aria-label=${title}]`);
      const entry = list.locator(".breakdown-row", { hasText: text! });
      await entry.waitFor({ timeout: PATIENCE });
      expect(await entry.locator(".breakdown-text").textContent()).toBe(text);
      if (aside !== undefined) {
        expect(await entry.locator(".breakdown-aside").textContent()).toBe(aside);
      }
    }
  });

  test("is counted as the kernel counts it, to the packet and the octet", async () => {
    const counted = await program.untilItCounted(() => home.counters(WIRE));
    expect(counted.packets).toBeGreaterThan(8);
    expect(counted.bytes).toBeGreaterThan(9500);
    const { packets, wireBytes } = await program.ask<Summary>("/api/v1/summary");
    expect({ packets, bytes: wireBytes }).toEqual(counted);
    expect((await program.status()).drops).toMatchObject({ kernel: 0, interface: 0 });
    await expect.poll(() => countedPackets(page), { timeout: PATIENCE }).toBe(counted.packets);
  });

  test("leaves the page without a mistake", () => {
    expect(problems).toEqual([]);
  });
});
