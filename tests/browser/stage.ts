/** What tests of the page stand on: a browser, programs that serve pages to it, a folder for their files. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe } from "vitest";
import {
  launchBrowser,
  type OpenedPage,
  type OpenOptions,
  openPage,
  whyNoBrowserTests,
} from "./browser.ts";
import { Served, type ServedOptions } from "./served.ts";

/** From the first of a group's tests to its last. */
export class Stage {
  #browser: Browser | undefined;
  #directory: string | undefined;
  readonly #served: Served[] = [];

  async set(): Promise<void> {
    this.#directory = await mkdtemp(join(tmpdir(), "wirescope-page-"));
    this.#browser = await launchBrowser();
  }

  /** Where a file of that name may be. */
  pathOf(name: string): string {
    if (this.#directory === undefined) throw new Error("The tests have not begun.");
    return join(this.#directory, name);
  }

  /** Starts `wirescope` with `args`, until the last test at the latest. */
  async serve(args: readonly string[], options?: ServedOptions): Promise<Served> {
    const served = await Served.start(args, options);
    this.#served.push(served);
    return served;
  }

  /** Opens `url` in a context of its own. */
  async open(url: string, options?: OpenOptions): Promise<OpenedPage> {
    if (this.#browser === undefined) throw new Error("The tests have not begun.");
    return openPage(this.#browser, url, options);
  }

  async strike(): Promise<void> {
    await this.#browser?.close();
    await Promise.all(this.#served.map((served) => served.stop()));
    if (this.#directory !== undefined) {
      await rm(this.#directory, { recursive: true, force: true });
    }
  }
}

/** Describes a group of tests on a stage of their own, which are left out where there is no browser. */
export function describePage(title: string, body: (stage: Stage) => void): void {
  describePageUnless(undefined, title, body);
}

/** As {@link describePage}; left out as well where `whyNot` says why. The title tells what the reason was. */
export function describePageUnless(
  whyNot: string | undefined,
  title: string,
  body: (stage: Stage) => void,
): void {
  const reason = whyNoBrowserTests() ?? whyNot;
  describe.skipIf(reason !== undefined)(`${title} ${reason ?? ""}`, () => {
    const stage = new Stage();
    beforeAll(() => stage.set());
    body(stage);
    // Hooks run from the last to the first: what the programs need is taken away behind them.
    afterAll(() => stage.strike());
  });
}
