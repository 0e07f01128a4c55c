/** Several interfaces at once: whose each packet is, and what happens when one of them goes. */
import { fileURLToPath } from "node:url";
import type { PacketRow } from "@wirescope/query";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPage, whyNoBrowserTests } from "../browser/browser.ts";
import { whyNoLiveTests } from "../requirements.ts";
import { launchBrowserIn } from "./browser-in.ts";
import { type Counters, connect, Namespace } from "./namespace.ts";
import { PATIENCE, Program } from "./program.ts";

const reason = whyNoLiveTests("curl") ?? whyNoBrowserTests();
const SENDER = fileURLToPath(new URL("udp-sender.mjs", import.meta.url));
const ETHERNET_LENGTH = 14;
const TOKEN = "of-a-test-that-asks-from-elsewhere";

describe.skipIf(reason !== undefined)(`three interfaces ${reason ?? ""}`, () => {
  let home: Namespace;
  let away: Namespace;
  let program: Program;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    home = new Namespace("several-home");
    away = new Namespace("several-away");
    wire("first0", "192.0.2");
    wire("second0", "198.51.100");
    // Questions come in here, so that they are not among the packets.
    wire("control0", "203.0.113");
    const interfaces = ["first0", "second0", "lo"].flatMap((name) => ["-i", name]);
    const listen = ["--host", "203.0.113.1", "--token", TOKEN];
    program = await Program.start(home, [...interfaces, ...listen], { askFrom: away });
    browser = await launchBrowserIn(away);
    ({ page } = await openPage(browser, program.url));
    await page.waitForSelector(".live-on");
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
    home?.remove();
    away?.remove();
  });

  function wire(name: string, network: string): void {
    connect(
      { namespace: home, interfaceName: name, address: `${network}.1` },
      { namespace: away, interfaceName: `far-${name}`, address: `${network}.2` },
    );
  }

  function send(address: string, count: number): void {
    home.run(process.execPath, SENDER, address, String(count));
  }

  async function untilThePageSays(sentence: string): Promise<void> {
    await page.locator(".banner-warn", { hasText: sentence }).waitFor({ timeout: PATIENCE });
  }

  /** Loopback counts each packet at both of its ends, and without the Ethernet header it seems to have. */
  function kernelCounters(name: string): Counters {
    const { packets, bytes } = home.counters(name);
    if (name !== "lo") return { packets, bytes };
    return { packets: packets / 2, bytes: bytes / 2 + (packets / 2) * ETHERNET_LENGTH };
  }

  function sum(...names: string[]): Counters {
    const all = names.map(kernelCounters);
    return {
      packets: all.reduce((total, { packets }) => total + packets, 0),
      bytes: all.reduce((total, { bytes }) => total + bytes, 0),
    };
  }

  test("each packet is its interface's, and all are counted as the kernel counts them", async () => {
    send("192.0.2.2", 300);
    send("198.51.100.2", 200);
    send("127.0.0.1", 100);
    const names = ["first0", "second0", "lo"];
    await program.untilItCounted(() => sum(...names));
    const status = await program.status();
    expect(status).toMatchObject({ state: "running", sources: names });
    expect(status.problem).toBeUndefined();
    const rows = await program.packets();
    for (const name of names) {
      const own = rows.filter((row) => row.interface === name);
      expect({
        packets: own.length,
        bytes: own.reduce((total, { length }) => total + length, 0),
      }).toEqual(kernelCounters(name));
    }
    expect(interfacesOf(rows, "192.0.2.")).toEqual(["first0"]);
    expect(interfacesOf(rows, "198.51.100.")).toEqual(["second0"]);
    expect(interfacesOf(rows, "127.0.0.1")).toEqual(["lo"]);
  });

  test("one that is down is named, and counted again when it is up", async () => {
    home.ip("link", "set", "first0", "down");
    const { state, problem } = await program.until((status) => status.problem !== undefined);
    expect(state).toBe("running");
    expect(problem).toBe("first0 is down; capture goes on by itself when it is up again.");
    await untilThePageSays(problem!);
    send("198.51.100.2", 30);
    await program.untilItCounted(() => sum("first0", "second0", "lo"));
    home.ip("link", "set", "first0", "up");
    await program.until((status) => status.problem === undefined);
    await page.locator(".banner-warn").waitFor({ state: "detached", timeout: PATIENCE });
    send("192.0.2.2", 40);
    const counted = await program.untilItCounted(() => sum("first0", "second0", "lo"));
    expect(counted.packets).toBeGreaterThanOrEqual(670);
  });

  test("one that is taken away is named, and the others go on", async () => {
    const gone = kernelCounters("first0");
    home.ip("link", "delete", "first0");
    const problem =
      'The interface "first0" was removed while it was captured; start Wirescope again when it is back.';
    // It is down for a moment before it is gone.
    const { state } = await program.until((status) => status.problem === problem);
    expect(state).toBe("running");
    await untilThePageSays(problem);
    send("198.51.100.2", 50);
    send("127.0.0.1", 60);
    await program.untilItCounted(() => {
      const left = sum("second0", "lo");
      return { packets: gone.packets + left.packets, bytes: gone.bytes + left.bytes };
    });
  });

  test("it ends when it is asked to, as always", async () => {
    expect(await program.stop()).toBe(0);
  });
});

/** Interfaces of the packets from or to addresses that begin so. */
function interfacesOf(rows: readonly PacketRow[], address: string): (string | undefined)[] {
  const own = rows.filter(
    ({ source, destination }) => source.startsWith(address) || destination.startsWith(address),
  );
  return [...new Set(own.map((row) => row.interface))];
}
