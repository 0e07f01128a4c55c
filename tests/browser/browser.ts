/** A real Chromium for tests of the page: the one that `CHROMIUM` names, or the system's. */
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { isCi } from "../requirements.ts";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Headless, without the parts that speak to the network by themselves. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-features=AutofillServerCommunication,OptimizationHints",
  "--disable-dev-shm-usage",
];

/** Undefined when there is no browser. */
export function browserPath(): string | undefined {
  const { CHROMIUM } = process.env;
  return [CHROMIUM, ...PLACES].find((path) => path !== undefined && existsSync(path));
}

/** Undefined when the page can be tested here, else one sentence why not. Throws in CI on Linux. */
export function whyNoBrowserTests(): string | undefined {
  if (browserPath() !== undefined) return undefined;
  const reason = "Tests of the page need Chromium; set CHROMIUM to its path.";
  if (isCi()) throw new Error(reason);
  return reason;
}

/** Starts the browser, or a program that becomes it. */
export function launchBrowser(executablePath = browserPath()): Promise<Browser> {
  if (executablePath === undefined) throw new Error("There is no Chromium to launch.");
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

/** Milliseconds; far more than anything takes, so that only a condition that never holds fails. */
const PATIENCE = 100_000;

export const SIZES = {
  desktop: { width: 1440, height: 900 },
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
} as const;

export interface OpenOptions {
  readonly size?: keyof typeof SIZES;
  readonly theme?: "light" | "dark";
  /** IANA name of the zone that the browser's clock is set to. */
  readonly timeZone?: string;
}

/** A page together with what went wrong in it. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors of scripts and of the content security policy. */
  readonly problems: readonly string[];
  /** Addresses of requests that left the server the page came from. */
  readonly outside: readonly string[];
}

/** Opens `url` in a context of its own. */
export async function openPage(
  browser: Browser,
  url: string,
  { size = "desktop", theme = "dark", timeZone = "UTC" }: OpenOptions = {},
): Promise<OpenedPage> {
  const phone = size === "phone";
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: theme,
    timezoneId: timeZone,
    hasTouch: phone,
    isMobile: phone,
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const problems: string[] = [];
  const outside: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "blob:" && origin !== new URL(url).origin) outside.push(request.url());
  });
  await page.goto(url);
  return { page, problems, outside };
}
