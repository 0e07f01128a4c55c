/** A real browser in a network namespace. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { browserPath, launchBrowser } from "../browser/browser.ts";
import type { Namespace } from "./namespace.ts";

/** Playwright starts one program without arguments of ours: a script that becomes the browser. */
export async function launchBrowserIn(namespace: Namespace): Promise<Browser> {
  const directory = mkdtempSync(join(tmpdir(), "wirescope-browser-"));
  const script = join(directory, "browser");
  const words = namespace.command(browserPath()!);
  writeFileSync(script, `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`);
  chmodSync(script, 0o755);
  try {
    return await launchBrowser(script);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
