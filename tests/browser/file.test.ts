import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { dnsCapture } from "./capture-file.ts";
import { countedPackets } from "./packet-table.ts";
import type { Served } from "./served.ts";
import { describePage } from "./stage.ts";

/** Drops a file on the window, as a file manager would. */
async function drop(page: Page, name: string, content: Buffer): Promise<void> {
  const base64 = content.toString("base64");
  await page.evaluate(
    ({ name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], name));
      for (const type of ["dragover", "drop"]) {
        const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
      }
    },
    { name, base64 },
  );
}

async function bannerText(page: Page): Promise<string> {
  return (await page.locator(".banner").allTextContents()).join(" ");
}

describePage("capture files on the page", (stage) => {
  let served: Served;

  beforeAll(async () => {
    const path = stage.pathOf("questions.pcap");
    await writeFile(path, dnsCapture(300));
    served = await stage.serve(["open", path]);
  });

  test("A file that the server opened is shown whole, oldest packet first", async () => {
    const { page, problems } = await stage.open(served.url);
    await page.waitForFunction(
      () =>
        document.querySelector<HTMLElement>(".packet-row[data-number]")?.dataset["number"] === "1",
    );
    expect(await countedPackets(page)).toBe(300);
    const first = page.locator(".packet-row[data-number]").first();
    expect(await first.locator(".packet-source").textContent()).toBe("192.0.2.1:40000");
    expect(await first.locator(".packet-info").textContent()).toContain("example.test");
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test.for([
    ["plain", dnsCapture(1500)],
    ["gzip'd", gzipSync(dnsCapture(1500))],
  ] as const)(
    "A %s file dropped on the window is read there and asks the server nothing",
    async ([, content]) => {
      const { page, problems } = await stage.open(served.url);
      await page.waitForSelector(".packet-row[data-number]");
      const asked: string[] = [];
      page.on("request", (request) => {
        if (request.url().includes("/api/")) asked.push(request.url());
      });
      await drop(page, "dropped.pcap", content);
      await page.waitForFunction(() =>
        document.querySelector(".banners")?.textContent?.includes("stays in this browser"),
      );
      await page.waitForFunction(() =>
        document.querySelector(".query-count")?.textContent?.includes("1\u2009500"),
      );
      expect(await page.locator(".source-name").first().textContent()).toBe("dropped.pcap");
      asked.length = 0;

      await page.locator(".packet-grid").focus();
      await page.keyboard.press("End");
      await page.waitForSelector(".packet-row[data-number='1500']");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".inspector .field");
      await page.keyboard.press("Escape");
      await page.locator("[data-filter-box]").fill("dns.id == 7");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() =>
        document.querySelector(".query-count")?.textContent?.startsWith("1 of "),
      );
      await page.waitForSelector(".packet-row[data-number='8']");
      expect(asked).toEqual([]);
      expect(problems).toEqual([]);

      await page.getByRole("button", { name: "Close file" }).first().click();
      await page.waitForFunction(() =>
        document.querySelector(".query-count")?.textContent?.startsWith("300"),
      );
      await page.context().close();
    },
  );

  test("A link to a file's flows lists them, however old the file is", async () => {
    const { page } = await stage.open(`${served.url}?v=1&list=flows`);
    await page.locator(".flow-table .flow-open").first().waitFor();
    expect(await page.locator(".packets-count").textContent()).toMatch(/\d flows?$/);
    await page.locator(".time-button", { hasText: "30 s" }).waitFor();
    await page.keyboard.press("t");
    const from = page.getByLabel("From", { exact: true });
    expect(await from.inputValue()).toBe("22 Nov 2026 14:03:20");
    await page.context().close();
  });

  test("A file without packets says so instead of waiting for them", async () => {
    const path = stage.pathOf("empty.pcap");
    await writeFile(path, dnsCapture(0));
    const { url } = await stage.serve(["open", path]);
    const { page } = await stage.open(url);
    await page.locator(".packets-empty", { hasText: "holds no packets" }).waitFor();
    expect(await page.locator(".query-count").textContent()).toBe("0 packets");
    expect(await page.locator(".time-button").textContent()).toContain("Empty");
    expect(await page.locator(".breakdown-rest").first().textContent()).toBe("None in this file.");
    await page.context().close();
  });

  test("A cut file shows what is there and says where it ends", async () => {
    const { page } = await stage.open(served.url);
    await page.waitForSelector(".packet-row[data-number]");
    await drop(page, "cut.pcap", dnsCapture(20).subarray(0, -5));
    await page.waitForSelector(".banner-warn");
    expect(await bannerText(page)).toContain("cut.pcap");
    expect(await countedPackets(page)).toBe(19);
    await page.context().close();
  });

  test("A file that is no capture is named and explained", async () => {
    const { page } = await stage.open(served.url);
    await page.waitForSelector(".packet-row[data-number]");
    await drop(
      page,
      "picture.png",
      Buffer.from("\x89PNG\r\n\x1a\n and so on, long enough", "latin1"),
    );
    await page.waitForSelector(".banner-warn");
    expect(await bannerText(page)).toContain("picture.png");
    await page.context().close();
  });

  test("Packets of a dropped file are saved without leaving the browser", async () => {
    const { page } = await stage.open(served.url);
    await page.waitForSelector(".packet-row[data-number]");
    await drop(page, "dropped.pcap", dnsCapture(40));
    await page.waitForFunction(() =>
      (document.querySelector(".banner")?.textContent ?? "").includes("stays in this browser"),
    );
    await page.getByRole("button", { name: "Save these packets" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Packets as pcapng" }).click();
    const content = await readFile(await (await download).path());
    expect(content.readUInt32LE(0)).toBe(0x0a0d0d0a);
    await drop(page, "again.pcapng", content);
    await page.waitForFunction(() =>
      (document.querySelector(".banner")?.textContent ?? "").includes("again.pcapng is read here"),
    );
    expect(await countedPackets(page)).toBe(40);
    await page.context().close();
  });
});
