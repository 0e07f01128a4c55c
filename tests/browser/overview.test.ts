import { beforeAll, expect, test } from "vitest";
import { countedPackets, shownRows, waitForArrivals, waitForPackets } from "./packet-table.ts";
import type { Served } from "./served.ts";
import { describePage } from "./stage.ts";

describePage("the page on the recorded sample", (stage) => {
  let served: Served;

  beforeAll(async () => {
    served = await stage.serve(["demo"]);
  });

  async function openTraffic() {
    const opened = await stage.open(served.url);
    await opened.page.waitForSelector(".packet-row[data-number]");
    return opened;
  }

  test("shows traffic, without errors and without asking anybody else", async () => {
    const { page, problems, outside } = await openTraffic();
    await waitForPackets(page, 50);
    const legend = await page.locator(".legend li").allTextContents();
    expect(legend).toContain("HTTPS");
    expect(await page.locator(".timeline canvas").count()).toBe(1);
    expect(await page.locator(".breakdown-row").count()).toBeGreaterThan(10);
    expect(await page.locator(".figure-value").first().textContent()).toMatch(/b\/s/);
    expect(problems).toEqual([]);
    expect(outside).toEqual([]);
    await page.context().close();
  });

  test("A click on a value filters, a second one takes it back, and so does Back", async () => {
    const { page } = await openTraffic();
    const row = page.locator(".breakdown[aria-label=Protocols] .breakdown-row button", {
      hasText: "DNS",
    });
    await row.first().click();
    await page.waitForFunction(() => document.querySelectorAll(".chip").length === 1);
    expect(new URL(page.url()).searchParams.get("f")).toBe("dns");
    await page.waitForFunction(() => {
      const names = [...document.querySelectorAll(".packet-row[data-number] .packet-protocol")];
      return names.length > 0 && names.every((name) => name.textContent?.startsWith("DNS"));
    });
    await row.first().click();
    await page.waitForFunction(() => document.querySelectorAll(".chip").length === 0);
    await page.goBack();
    expect(new URL(page.url()).searchParams.get("f")).toBe("dns");
    await page.waitForFunction(() => document.querySelectorAll(".chip").length === 1);
    await row.first().click({ modifiers: ["Alt"] });
    await page.waitForFunction(() => document.querySelector(".chip")?.textContent === "!(dns)");
    await page.context().close();
  });

  test("What is typed is understood, or said to be wrong where it is wrong", async () => {
    const { page } = await openTraffic();
    const box = page.locator("[data-filter-box]");
    await page.keyboard.press("/");
    await page.keyboard.type("443");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.search.includes("f="));
    expect(await box.inputValue()).toBe("tcp.port == 443 || udp.port == 443");
    await box.fill("tcp.prot == 443");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".filter-note-bad");
    expect(await page.locator(".filter-wrong").textContent()).toBe("tcp.prot");
    expect(await box.getAttribute("aria-invalid")).toBe("true");
    expect(new URL(page.url()).searchParams.get("f")).toBe("tcp.port == 443 || udp.port == 443");
    await page.context().close();
  });

  test("A filter that nothing matches names the clause that is to blame", async () => {
    const { page } = await stage.open(`${served.url}?v=1&f=dns+%26%26+tcp.port+%3D%3D+1`);
    await page.getByRole("button", { name: "Remove that clause" }).click();
    await page.waitForSelector(".packet-row[data-number]");
    expect(new URL(page.url()).searchParams.get("f")).toBe("dns");
    await page.context().close();
  });

  test("So does one that no flow matches, with how many the rest would", async () => {
    const { page } = await stage.open(
      `${served.url}?v=1&list=flows&f=dns+%26%26+tcp.port+%3D%3D+1`,
    );
    await page.locator(".flows", { hasText: /Without tcp\.port == 1: \d.* flows?\./ }).waitFor();
    await page.getByRole("button", { name: "Remove that clause" }).click();
    await page.locator(".flow-table .flow-open").first().waitFor();
    expect(new URL(page.url()).searchParams.get("f")).toBe("dns");
    await page.context().close();
  });

  test("A paused page stands still and counts what arrives", async () => {
    const { page } = await openTraffic();
    await page.keyboard.press("Space");
    await page.waitForSelector(".live-paused");
    const before = await shownRows(page);
    await waitForArrivals(page, 20);
    const counted = await countedPackets(page);
    await waitForArrivals(page, 60);
    expect(await shownRows(page)).toEqual(before);
    expect(await countedPackets(page)).toBe(counted);
    expect(await page.title()).toMatch(/^❚❚ PAUSED/);
    await page.keyboard.press("Space");
    await page.waitForFunction((least) => {
      const text = document.querySelector(".query-count")?.textContent ?? "";
      return Number(text.replace(/[^\d]/g, "")) > least + 20;
    }, counted);
    await page.context().close();
  });

  test("The row under the pointer stays where it is while packets arrive", async () => {
    const { page } = await openTraffic();
    await page.locator(".packet-row[data-number]").nth(2).hover();
    const before = await shownRows(page);
    await waitForPackets(page, 500);
    expect(await shownRows(page)).toEqual(before);
    await page.locator(".packets-head .pill").click();
    await page.waitForFunction(
      (number) =>
        document.querySelector<HTMLElement>(".packet-row[data-number]")?.dataset["number"] !==
        number,
      before[0]!.number,
    );
    await page.context().close();
  });

  test("A click opens the packet that was aimed at, with its tree and its bytes", async () => {
    const { page } = await openTraffic();
    const row = page.locator(".packet-row[data-number]").nth(3);
    await page.locator(".packet-grid").hover();
    const number = await row.getAttribute("data-number");
    await row.click();
    await page.waitForSelector(".inspector .field");
    const heading = await page.locator(".inspector h2").textContent();
    expect(heading?.replace(/[^\d]/g, "")).toBe(number);

    const layer = page.locator(".field-layer").nth(1);
    await layer.click();
    await page.waitForSelector(".hex-marked");
    expect(await page.locator(".hex-octets .hex-marked").count()).toBeGreaterThan(5);

    await page.locator(".hex-octet").nth(2).click();
    await page.waitForFunction(
      () => document.querySelector(".field-marked")?.getAttribute("aria-level") === "2",
    );
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelector(".inspector") === null);
    await page.context().close();
  });

  test("Everything that a mouse does here is done with keys", async () => {
    const { page } = await openTraffic();
    await page.keyboard.press("j");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const cell = await page.locator(".packet-grid").getAttribute("aria-activedescendant");
    expect(cell).toMatch(/^packet-\d+-0$/);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".inspector .field");
    expect(await page.locator(".packet-opened").getAttribute("data-number")).toBe(
      /\d+/.exec(cell!)![0],
    );
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(
      (first) =>
        document.querySelector(".packet-grid")?.getAttribute("aria-activedescendant") !== first,
      cell,
    );
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelector(".inspector") === null);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("f");
    await page.waitForFunction(() => document.querySelectorAll(".chip").length === 1);
    expect(new URL(page.url()).searchParams.get("f")).toMatch(/^(ip|ipv6|eth)\.src == /);
    await page.keyboard.press("u");
    expect(new URL(page.url()).searchParams.get("u")).toBe("pps");
    await page.keyboard.press("d");
    expect(await page.locator("html").getAttribute("data-theme")).toBe("light");
    await page.context().close();
  });
});
