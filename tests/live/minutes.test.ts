/** What a capture tells history: the running minute when asked, and every packet by the time it ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { CaptureMessage, HistoryMessage, MinuteReport } from "@wirescope/query";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNoLiveTests } from "../requirements.ts";
import { connect, Namespace } from "./namespace.ts";

const reason = whyNoLiveTests();
const ENGINE = fileURLToPath(new URL("engine-process.mjs", import.meta.url));
const SENDER = fileURLToPath(new URL("udp-sender.mjs", import.meta.url));
const WIRE = "home0";

interface Sums {
  packets: number;
  bytes: number;
}

/** All packets and octets of some reports, and of their slices. */
function sumsOf(reports: readonly MinuteReport[]): { told: Sums; slices: Sums } {
  const told = { packets: 0, bytes: 0 };
  const slices = { packets: 0, bytes: 0 };
  for (const report of reports) {
    told.packets += report.packets;
    told.bytes += report.wireBytes;
    const { count, packetsOut, packetsIn, bytesOut, bytesIn } = report.slices;
    for (let row = 0; row < count; row++) {
      slices.packets += packetsOut[row]! + packetsIn[row]!;
      slices.bytes += bytesOut[row]! + bytesIn[row]!;
    }
  }
  return { told, slices };
}

describe.skipIf(reason !== undefined)(`the minutes of a capture ${reason ?? ""}`, () => {
  let home: Namespace;
  let away: Namespace;
  let engine: ChildProcess;
  /** Minutes that are over. */
  const reports: MinuteReport[] = [];
  const runs = new Set<number>();
  let asked = 0;

  beforeAll(async () => {
    home = new Namespace("minutes-home");
    away = new Namespace("minutes-away");
    connect(
      { namespace: home, interfaceName: WIRE, address: "198.51.100.1" },
      { namespace: away, interfaceName: "away0", address: "198.51.100.2" },
    );
    // Nobody asks for addresses or answers, so that only what is sent on purpose is on the wire.
    home.ip("link", "set", WIRE, "arp", "off");
    const [program, ...words] = home.command(process.execPath, ENGINE, WIRE);
    engine = spawn(program!, words, {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      serialization: "advanced",
    });
    await once(engine, "message");
    engine.on("message", (message: CaptureMessage) => {
      runs.add(message.run);
      if (message.kind !== "minute") return;
      reports.push(message.report);
      tell({ kind: "taken" });
    });
  }, 120_000);

  afterAll(() => {
    engine?.kill();
    home?.remove();
    away?.remove();
  });

  function tell(message: HistoryMessage): void {
    engine.send(message, () => {});
  }

  async function running(): Promise<MinuteReport | undefined> {
    tell({ kind: "peek", id: ++asked });
    for (;;) {
      const [message] = (await once(engine, "message")) as [CaptureMessage];
      if (message.kind === "running" && message.id === asked) return message.report;
    }
  }

  /** Sends datagrams and resolves with what the interface has counted when history was told of as many packets. */
  async function send(count: number) {
    home.run(process.execPath, SENDER, "198.51.100.2", String(count));
    const counted = home.counters(WIRE);
    for (;;) {
      const report = await running();
      const sums = sumsOf(report === undefined ? reports : [...reports, report]);
      if (sums.told.packets >= counted.packets) return { counted, sums };
    }
  }

  test("with the running one they are all that the interface has counted", async () => {
    const { counted, sums } = await send(200);
    expect(counted.packets).toBe(200);
    expect(sums).toEqual({ told: counted, slices: counted });
  });

  test("the last one is told when the engine stops, as far as it came", async () => {
    const { counted } = await send(100);
    engine.send("stop");
    await once(engine, "exit");
    expect(sumsOf(reports)).toEqual({ told: counted, slices: counted });
    expect(reports.at(-1)).toMatchObject({ interfaces: [WIRE], reportsLost: 0, malformed: 0 });
    expect(runs.size).toBe(1);
  });
});
