import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { launchBrowser, whyNoBrowserTests } from "../browser.ts";
import { bundleTests, needsNode, packageSize, testFiles } from "./bundle.ts";
import type { PageReport } from "./page-report.ts";

const reason = whyNoBrowserTests();
const TIMEOUT = 300_000;

test("Few tests of the package need Node", () => {
  const files = testFiles();
  const outside = files.filter(needsNode);
  expect(outside).toContain("allocation.test.ts");
  expect(outside.length).toBeLessThan(files.length / 4);
});

describe.skipIf(reason !== undefined)(`packages/decode in Chromium ${reason ?? ""}`, () => {
  test("every other test of the package passes", { timeout: TIMEOUT }, async () => {
    const files = testFiles().filter((file) => !needsNode(file));
    const script = await bundleTests(files);
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.addScriptTag({ content: script, type: "module" });
    await page.waitForFunction(() => "testReport" in globalThis, undefined, { timeout: TIMEOUT });
    const report = await page.evaluate(
      () => (globalThis as unknown as { testReport: Promise<PageReport> }).testReport,
    );
    expect(report.failures).toEqual([]);
    expect(problems).toEqual([]);
    expect(report.passed).toBeGreaterThan(files.length);
  });
});

test("The package stays within the size that docs/performance.md allows it", async () => {
  const { minified, gzipped } = await packageSize();
  const page = readFileSync(new URL("../../../docs/performance.md", import.meta.url), "utf8");
  const limit = /`packages\/decode`.*\| (\d+) KB \|$/m.exec(page)?.[1];
  const text = [minified, gzipped].map((octets) => `${Math.round(octets / 1000)} KB`);
  process.stdout.write(`packages/decode: ${text[0]} minified, ${text[1]} gzip\n`);
  expect(gzipped / 1000).toBeLessThan(Number(limit));
});
