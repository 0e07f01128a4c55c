/** The engine on a virtual wire: counts, and what is left of root while it captures. */
import { readdirSync, readFileSync } from "node:fs";
import { readPrivileges } from "@wirescope/capture";
import { LIVE_DEFAULTS } from "@wirescope/engine";
import { afterEach, describe, expect, test } from "vitest";
import { udpFrame } from "../capture/frame.ts";
import { VethPair } from "../capture/veth.ts";
import { whyNoLiveTests } from "../requirements.ts";
import { EngineProcess } from "./engine-process.ts";

const reason = whyNoLiveTests();
const FRAME_LENGTH = 100;

const open: { end: () => unknown }[] = [];

afterEach(async () => {
  for (const { end } of open.splice(0).reverse()) await end();
});

function wire(): VethPair {
  const pair = new VethPair();
  open.push({ end: () => pair.remove() });
  return pair;
}

async function capture(...interfaces: string[]): Promise<EngineProcess> {
  const engine = await EngineProcess.start({ ...LIVE_DEFAULTS, interfaces });
  open.push({ end: () => engine.stop() });
  return engine;
}

/** True for the main thread and the worker; Node's own threads start before any code of ours. */
function forbidsNewPrivileges(pid: number, thread: string): boolean {
  return /^NoNewPrivs:\t1$/m.test(readFileSync(`/proc/${pid}/task/${thread}/status`, "utf8"));
}

function frames(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, sequence) =>
    udpFrame({ length: FRAME_LENGTH, destinationPort: 9, sequence }),
  );
}

describe.skipIf(reason !== undefined)(
  `the engine, live${reason === undefined ? "" : `: ${reason}`}`,
  () => {
    test("counts every packet on every interface, and loses none", async () => {
      const [first, second] = [wire(), wire()];
      const engine = await capture(first.near, second.near);
      first.send(frames(3000));
      second.send(frames(2000));
      const status = await engine.until(({ packets }) => packets >= 5000);
      expect(status).toMatchObject({
        mode: "live",
        state: "running",
        backend: "ring",
        sources: [first.near, second.near],
        packets: 5000,
        wireBytes: 5000 * FRAME_LENGTH,
      });
      expect(status.drops).toMatchObject({ kernel: 0, interface: 0 });
      expect(await engine.stop()).toBe(0);
    });

    test("has no rights left in any thread while it captures", async () => {
      const pair = wire();
      const engine = await capture(pair.near);
      const userId = Number(process.env["SUDO_UID"] ?? 65_534);
      const threads = readdirSync(`/proc/${engine.pid}/task`);
      expect(threads.length).toBeGreaterThan(5);
      for (const thread of threads) {
        const status = readFileSync(`/proc/${engine.pid}/task/${thread}/status`, "utf8");
        expect(status).toMatch(new RegExp(`^Uid:(\\t${userId}){4}$`, "m"));
        expect(status).toMatch(/^CapPrm:\t0+$/m);
        expect(status).toMatch(/^CapEff:\t0+$/m);
      }
      expect(readPrivileges(engine.pid)).toMatchObject({ noNewPrivileges: true });
      expect(threads.filter((thread) => forbidsNewPrivileges(engine.pid, thread))).toHaveLength(2);
      pair.send(frames(100));
      expect((await engine.until(({ packets }) => packets >= 100)).packets).toBe(100);
    });

    test("says that an interface is down, and goes on when it is up again", async () => {
      const pair = wire();
      const engine = await capture(pair.near);
      pair.down();
      const down = await engine.until(({ problem }) => problem !== undefined);
      expect(down).toMatchObject({ state: "running" });
      expect(down.problem).toContain(pair.near);
      pair.up();
      await engine.until(({ problem }) => problem === undefined);
      pair.send(frames(10));
      expect((await engine.until(({ packets }) => packets >= 10)).packets).toBe(10);
    });

    test("says that its interface was removed", async () => {
      const pair = wire();
      const engine = await capture(pair.near);
      pair.remove();
      const status = await engine.until(({ state }) => state === "failed");
      expect(status.problem).toContain(pair.near);
      expect(await engine.stop()).toBe(0);
    });
  },
);
