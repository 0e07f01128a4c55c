/** The built `wirescope sensor` and `wirescope serve` as two programs beside one ClickHouse. */
import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { FlowsPage, Summary } from "@wirescope/query";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { ChdbServer } from "../../packages/store/src/clickhouse/chdb-server.contract.ts";
import { DataDirectory } from "../data-directory.ts";

const PROGRAM = fileURLToPath(new URL("../../apps/wirescope/bin/wirescope.cjs", import.meta.url));
const PASSWORD = "not-to-be-seen";
const PACKETS = 20;

const server = new ChdbServer(PASSWORD);
const data = new DataDirectory();
const children: ChildProcess[] = [];
let printed = "";

beforeAll(() => server.start());
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null) continue;
    child.kill("SIGTERM");
    await once(child, "exit");
  }
});
afterAll(async () => {
  await server.stop();
  data.remove();
});

/** Starts the program; resolves with its first line. */
async function start(args: readonly string[]): Promise<{ child: ChildProcess; greeting: string }> {
  const store = server.address("sensors").replace(`:${PASSWORD}@`, "@");
  const child = spawn(process.execPath, [PROGRAM, ...args, "--store", store], {
    env: { ...process.env, WIRESCOPE_STORE_PASSWORD: PASSWORD },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  const greeting = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk) => resolve(String(chunk)));
    child.once("exit", () => reject(new Error(`wirescope ended: ${printed}`)));
  });
  return { child, greeting };
}

/** Sends datagrams to a port of this machine where nobody listens. */
async function send(port: number): Promise<void> {
  const socket = createSocket("udp4");
  for (let i = 0; i < PACKETS; i++) {
    await new Promise((resolve) => socket.send("ping", port, "127.0.0.1", resolve));
  }
  socket.close();
}

test("a sensor records a minute, and a page elsewhere shows it", { timeout: 240_000 }, async () => {
  const holder = createSocket("udp4");
  holder.bind(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = holder.address();
  const sensor = await start([
    ...["sensor", "--sensor", "roof", "--data", data.path],
    ...["-i", "lo", "-f", `udp port ${port}`],
  ]);
  expect(sensor.greeting).toMatch(
    /^Recording lo \(\w+\) as "roof" to clickhouse:\/\/127\.0\.0\.1:\d+\/sensors\. /,
  );
  await send(port);
  holder.close();
  await vi.waitFor(
    async () => {
      const rows = await server.rows("SELECT sum(packets) AS packets FROM sensors.minutes");
      expect(rows).toEqual([{ packets: PACKETS }]);
    },
    { timeout: 120_000, interval: 1000 },
  );
  sensor.child.kill("SIGINT");
  await once(sensor.child, "exit");
  expect(printed).toContain(`${PACKETS} packets`);

  const page = await start(["serve", "--no-open", "--port", "0"]);
  expect(page.greeting).toContain("nothing is captured");
  const origin = new URL(/http:\S+/.exec(page.greeting)![0]).origin;
  const ask = async <Answer>(path: string): Promise<Answer> =>
    (await (await fetch(`${origin}/api/v1/${path}`)).json()) as Answer;
  expect(await ask("status")).toMatchObject({ mode: "history", state: "running" });
  const summary = await ask<Summary>("summary");
  expect(summary).toMatchObject({ packets: PACKETS, flows: 1 });
  expect(summary.coverage).toMatchObject({ kind: "exact", resolution: "minute" });
  const { flows } = await ask<FlowsPage>(
    `flows?filter=${encodeURIComponent(`udp.port == ${port}`)}`,
  );
  expect(flows).toMatchObject([{ responderPort: port, packetsOut: PACKETS, packetsIn: 0 }]);
  expect(printed).not.toContain(PASSWORD);
});

test.for([
  [["sensor"], /Name the store with --store/],
  [["serve"], /Name the store with --store/],
  [["sensor", "--store", `clickhouse://u:${PASSWORD}@h/a-b`], /no name of a database/],
  [["live", "--store", "clickhouse://h/db", "--history-size", "1GB"], /--history-size is for/],
] as const)("%j is refused with wrong usage", async ([args, sentence]) => {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  children.push(child);
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const [status] = await once(child, "exit");
  expect(status).toBe(2);
  expect(complaint).toMatch(sentence);
  expect(complaint).not.toContain(PASSWORD);
});
