import { expect, test } from "vitest";
import { countedPackets } from "./packet-table.ts";
import { describePage } from "./stage.ts";

const NOBODY = 65_534;
/** Root gives up what it may do; anybody else has nothing to give up. */
const WITHOUT_PERMISSION =
  process.getuid?.() === 0
    ? [
        "setpriv",
        `--reuid=${NOBODY}`,
        `--regid=${NOBODY}`,
        "--clear-groups",
        "--inh-caps=-all",
        "--bounding-set=-all",
      ]
    : [];

describePage("the page and its server", (stage) => {
  test("A lost server is announced, what was shown stays, and its return is noticed", async () => {
    const first = await stage.serve(["demo"]);
    const { page } = await stage.open(first.url);
    await page.waitForSelector(".packet-row[data-number]");
    await first.stop();
    await page.waitForSelector(".banner-warn");
    expect(await page.locator(".banner-warn").textContent()).toMatch(/not reachable since/);
    expect(await countedPackets(page)).toBeGreaterThan(0);
    expect(await page.locator(".packet-row[data-number]").count()).toBeGreaterThan(0);
    await stage.serve(["demo"], { port: first.port });
    await page.waitForFunction(() => document.querySelector(".banner-warn") === null);
    await page.waitForSelector(".live-on");
    await page.context().close();
  });

  test.skipIf(process.platform !== "linux")(
    "Without permission the page says what to do, and offers files and the sample",
    async () => {
      const served = await stage.serve(["live", "-i", "lo", "--no-history"], {
        under: WITHOUT_PERMISSION,
      });
      const { page, problems } = await stage.open(served.url);
      await page.getByRole("heading", { name: "Packet capture needs permission" }).waitFor();
      expect(await page.locator(".advice code").count()).toBeGreaterThan(0);
      expect(
        await page.getByRole("button", { name: "Open a capture file" }).count(),
      ).toBeGreaterThan(0);
      await page.getByRole("button", { name: "See a recorded sample" }).click();
      await page.waitForSelector(".packet-row[data-number]");
      expect(await page.locator(".no-permission").count()).toBe(0);
      expect(problems).toEqual([]);
      await page.context().close();
    },
  );
});
