/** A short flood of random five-tuples: memory stays bounded, and every packet is accounted for. */
import { fileURLToPath } from "node:url";
import type { Summary } from "@wirescope/query";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNoLiveTests } from "../requirements.ts";
import { connect, Namespace } from "./namespace.ts";
import { Program } from "./program.ts";

const reason = whyNoLiveTests("curl");
const SENDER = fileURLToPath(new URL("flood-sender.mjs", import.meta.url));
const WIRE = "home0";
const SECONDS = "4";
const FRAME_LENGTH = 64;
const MEMORY_LIMIT = 300_000_000;

describe.skipIf(reason !== undefined)(`a flood of new flows ${reason ?? ""}`, () => {
  let home: Namespace;
  let away: Namespace;
  let program: Program;

  beforeAll(async () => {
    home = new Namespace("flood-home");
    away = new Namespace("flood-away");
    connect(
      { namespace: home, interfaceName: WIRE, address: "198.51.100.1" },
      { namespace: away, interfaceName: "away0", address: "198.51.100.2" },
    );
    program = await Program.start(home, ["-i", WIRE]);
  }, 60_000);

  afterAll(async () => {
    await program?.stop();
    home?.remove();
    away?.remove();
  });

  test("is counted whole: what was seen and what the kernel dropped", async () => {
    const sent = Number(await away.runAside(process.execPath, SENDER, "away0", SECONDS));
    expect(sent).toBeGreaterThan(10_000);
    const status = await program.until(
      ({ packets, drops }) => packets + drops.kernel === home.counters(WIRE).packets,
    );
    expect(status.problem).toBeUndefined();
    expect(status.wireBytes).toBe(status.packets * FRAME_LENGTH);
    const summary = await program.ask<Summary>("/api/v1/summary");
    expect(summary).toMatchObject({ packets: status.packets, wireBytes: status.wireBytes });
    expect(summary.drops.kernel).toBe(status.drops.kernel);
  });

  test("leaves the process small", () => {
    expect(program.peakMemory()).toBeLessThan(MEMORY_LIMIT);
  });
});
