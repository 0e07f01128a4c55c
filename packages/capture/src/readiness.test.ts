import { closeSync, writeSync } from "node:fs";
import { afterEach, describe, test } from "vitest";
import { makePipe } from "./pipe/native.ts";
import { Interval, Readiness } from "./readiness.ts";

const FOREVER = 600_000;

describe.skipIf(process.platform === "win32")("Readiness", () => {
  const open: number[] = [];

  afterEach(() => {
    for (const fd of open.splice(0)) closeSync(fd);
  });

  function pipe(): { readiness: Readiness; writeFd: number } {
    const { readFd, writeFd } = makePipe();
    open.push(readFd, writeFd);
    return { readiness: new Readiness(readFd), writeFd };
  }

  test("a wait ends when there is something to read, and so does the next", async () => {
    const { readiness, writeFd } = pipe();
    const waiting = readiness.wait(FOREVER);
    writeSync(writeFd, "x");
    await waiting;
    await readiness.wait(FOREVER);
    readiness.close();
  });

  test("a wait ends with its time", async () => {
    const { readiness } = pipe();
    await readiness.wait(1);
    readiness.close();
  });

  test("a wait ends when it is woken or closed, and none begins after that", async () => {
    const { readiness } = pipe();
    const woken = readiness.wait(FOREVER);
    readiness.wake();
    await woken;
    const closed = readiness.wait(FOREVER);
    readiness.close();
    await closed;
    await readiness.wait(FOREVER);
    readiness.close();
  });
});

describe("Interval", () => {
  test("a wait ends with the interval, however long it may take", async () => {
    const interval = new Interval(1);
    await interval.wait(FOREVER);
    interval.close();
  });

  test("closing ends a wait and all later ones", async () => {
    const interval = new Interval(FOREVER);
    const waiting = interval.wait(FOREVER);
    interval.close();
    await waiting;
    await interval.wait(FOREVER);
  });
});
