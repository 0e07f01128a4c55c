/** A signal ends a server in order, also where it comes several times. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { PROGRAM } from "./wirescope.ts";

/** A terminal, npm, and the script that npm runs. */
const SENDERS = 3;

/** Milliseconds between two signals of one Ctrl+C. */
const PACE = 2;

test.for(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s, from each of its parents",
  async (signal) => {
    const child = spawn(process.execPath, [PROGRAM, "demo", "--no-open", "--port", "0"]);
    await once(child.stdout, "data");
    const ended = once(child, "exit");
    for (let sender = 0; sender < SENDERS; sender += 1) {
      child.kill(signal);
      await setTimeout(PACE);
    }
    const [status, killedBy] = await ended;
    expect(killedBy).toBe(null);
    expect(status).toBe(0);
  },
);
