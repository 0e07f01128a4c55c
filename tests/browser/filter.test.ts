import { beforeAll, expect, test } from "vitest";
import { waitForPackets } from "./packet-table.ts";
import type { Served } from "./served.ts";
import { describePage } from "./stage.ts";

describePage("the filter box and the keys", (stage) => {
  let served: Served;

  beforeAll(async () => {
    served = await stage.serve(["demo"]);
  });

  async function openTraffic() {
    const opened = await stage.open(served.url);
    await waitForPackets(opened.page, 50);
    return { ...opened, box: opened.page.locator("[data-filter-box]") };
  }

  test("Values that occur in the traffic are offered with their counts, and taken by Tab", async () => {
    const { page, problems, box } = await openTraffic();
    await box.fill("ip.addr == ");
    const offers = page.locator(".filter-options [role=option]");
    await offers.filter({ hasText: "packets" }).first().waitFor();
    const address = await offers.first().locator(".filter-option-label").textContent();
    expect(address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    await page.keyboard.press("Tab");
    expect(await box.inputValue()).toBe(`ip.addr == ${address}`);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test("What is wrong is said, whatever completions are still under way", async () => {
    const { page, box } = await openTraffic();
    await box.click();
    await page.keyboard.insertText("tcp.port == abc and dns");
    await page.keyboard.press("Enter");
    const note = page.locator(".filter-note-bad");
    await note.waitFor();
    expect(await note.textContent()).toContain("abc");
    expect(await page.locator(".filter-options").isHidden()).toBe(true);
    await page.context().close();
  });

  test("A language that can't be loaded is said to be missing", async () => {
    const { page, box } = await openTraffic();
    await page.route("**/assets/**", (route) => route.abort());
    const thrown: string[] = [];
    page.on("pageerror", (error) => thrown.push(String(error)));
    await box.fill("dns");
    await page.keyboard.press("Enter");
    await page.locator(".filter-note-bad", { hasText: "could not be loaded" }).waitFor();
    expect(thrown).toEqual([]);
    await page.context().close();
  });

  test("While somebody types it is told how much would match, list open or not", async () => {
    const { page, box } = await openTraffic();
    await box.pressSequentially("dn");
    await page.locator(".filter-options [role=option]").first().waitFor();
    await box.press("s");
    const note = page.locator(".filter-note", { hasText: /would match \d.* packets/ });
    await note.waitFor();
    expect(await page.locator(".filter-options").isVisible()).toBe(true);
    await page.context().close();
  });

  test("Filters that were typed are offered again, also after a reload, until they are forgotten", async () => {
    const { page, problems, box } = await openTraffic();
    for (const filter of ["dns", "tcp.port == 443"]) {
      await box.fill(filter);
      await box.press("Enter");
      await page.locator(".chip", { hasText: filter }).waitFor();
    }
    await page.goto(served.url);
    await box.click();
    const offers = page.locator(".filter-options [role=option]");
    await offers.nth(2).waitFor();
    expect(await offers.locator(".filter-option-label").allTextContents()).toEqual([
      "tcp.port == 443",
      "dns",
    ]);
    await box.press("ArrowDown");
    await box.press("Shift+Delete");
    await page.waitForFunction(
      () => document.querySelectorAll(".filter-options .filter-option-label").length === 1,
    );
    await box.press("ArrowDown");
    await box.press("Enter");
    await page.locator(".chip", { hasText: "dns" }).waitFor();
    await box.fill("");
    await offers.filter({ hasText: "Forget recent filters" }).click();
    await page.goto(served.url);
    await box.click();
    expect(await page.evaluate(() => localStorage.getItem("wirescope.filters"))).toBeNull();
    expect(await page.locator(".filter-options").isVisible()).toBe(false);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test("Keys go to a ranked list, and copy the address of what is shown", async () => {
    const { page } = await openTraffic();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.keyboard.press("2");
    const list = page.locator(".breakdown").nth(1);
    expect(await list.evaluate((panel) => panel.contains(document.activeElement))).toBe(true);
    await page.keyboard.press("u");
    await page.keyboard.press("y");
    await page.getByRole("button", { name: "Link copied" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
    expect(new URL(page.url()).searchParams.get("u")).toBe("pps");
    await page.context().close();
  });
});
