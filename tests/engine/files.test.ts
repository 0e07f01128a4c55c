/** The engine on files, its worker included. */
import { mkdtemp, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readCatalogFiles } from "@wirescope/catalog-files";
import { Engine, type EngineError } from "@wirescope/engine";
import { PacketBatch, PcapWriter } from "@wirescope/pcap";
import { decodeLiveFrame, EVERYTHING, type LiveFrame, type Session } from "@wirescope/query";
import { sampleBatches } from "@wirescope/sample";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WorkerThread } from "../../packages/engine/src/worker-thread.ts";

const WHOLE = { range: EVERYTHING, filter: "" };

let directory = "";
const engines: Engine[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "wirescope-engine-"));
});

afterAll(() => rm(directory, { recursive: true }));

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
});

/** The sample as a classic pcap, and what is in it. */
function sample(): { bytes: Buffer; packets: number; wireBytes: number } {
  const writer = new PcapWriter({ linkType: 1 });
  const chunks = [writer.header().slice()];
  let packets = 0;
  let wireBytes = 0;
  for (const batch of sampleBatches({ durationSeconds: 20 }, new PacketBatch(256))) {
    for (let row = 0; row < batch.count; row += 1) {
      const start = batch.start[row]!;
      const originalLength = batch.originalLength[row]!;
      const packet = {
        seconds: batch.seconds[row]!,
        nanoseconds: batch.nanoseconds[row]!,
        bytes: batch.bytes.subarray(start, start + batch.capturedLength[row]!),
        originalLength,
      };
      chunks.push(writer.packet(packet).slice());
      packets += 1;
      wireBytes += originalLength;
    }
  }
  return { bytes: Buffer.concat(chunks), packets, wireBytes };
}

const SAMPLE = sample();

async function write(name: string, content: Uint8Array): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

async function read(...paths: string[]): Promise<Session> {
  const engine = new Engine({ input: { kind: "files", paths } });
  engines.push(engine);
  await engine.start();
  while ((await engine.session.status()).state === "running");
  return engine.session;
}

describe("files", () => {
  test("are read to the end, one after the other, and every packet is held", async () => {
    const paths = [await write("a.pcap", SAMPLE.bytes), await write("b.pcap", SAMPLE.bytes)];
    const session = await read(...paths);
    expect(await session.status()).toMatchObject({
      mode: "file",
      state: "finished",
      problem: undefined,
      sources: paths,
      progress: 1,
      packets: 2 * SAMPLE.packets,
      wireBytes: 2 * SAMPLE.wireBytes,
    });
    const summary = await session.summary(WHOLE);
    expect(summary.files.map(({ name, packets }) => [name, packets])).toEqual(
      paths.map((path) => [path, SAMPLE.packets]),
    );
    expect(await session.packet(1)).toBeDefined();
    const last = await session.packet(2 * SAMPLE.packets);
    const first = await session.packet(SAMPLE.packets);
    expect(last?.bytes).toEqual(first?.bytes);
  });

  test("in gzip give the same answers", async () => {
    const plain = await read(await write("plain.pcap", SAMPLE.bytes));
    const packed = await read(await write("packed.pcap.gz", gzipSync(SAMPLE.bytes)));
    const [a, b] = [await plain.summary(WHOLE), await packed.summary(WHOLE)];
    expect({ ...b, files: [], coverage: a.coverage }).toEqual({ ...a, files: [] });
    expect(await packed.packet(1)).toEqual(await plain.packet(1));
  });

  test("that are cut give what comes before, and the sentence that says where", async () => {
    const path = await write("cut.pcap", SAMPLE.bytes.subarray(0, -3));
    const session = await read(path);
    const status = await session.status();
    expect(status).toMatchObject({ state: "finished", packets: SAMPLE.packets - 1 });
    expect(status.problem).toContain(path);
    const [file] = (await session.summary(WHOLE)).files;
    expect(file?.truncatedAt).toBeGreaterThan(0);
  });

  test.for<[name: string, content: Uint8Array | undefined, code: string]>([
    ["missing.pcap", undefined, "ENGINE_NO_SUCH_FILE"],
    ["empty.pcap", new Uint8Array(0), "ENGINE_NOT_A_CAPTURE"],
    [
      "image.png",
      Buffer.from("\x89PNG\r\n\x1a\n0000000000000000", "latin1"),
      "ENGINE_NOT_A_CAPTURE",
    ],
  ])("such as %s fail the start and name themselves", async ([name, content, code]) => {
    const path = content === undefined ? join(directory, name) : await write(name, content);
    const engine = new Engine({ input: { kind: "files", paths: [path] } });
    await expect(engine.start()).rejects.toMatchObject({
      code,
      message: expect.stringContaining(path),
    });
  });

  test("send live frames while a page asks for them", async () => {
    const session = await read(await write("live.pcap", SAMPLE.bytes));
    const frame = await new Promise<LiveFrame>((resolve) => {
      const stream = session.live((encoded) => resolve(decodeLiveFrame(encoded)));
      stream.subscribe({ filter: "udp", window: 60, topLimit: 5, rowLimit: 10 }, 3);
      stream.grant();
    });
    expect(frame).toMatchObject({ epoch: 3, state: "finished", progress: 1 });
    expect(frame.totals.allPackets).toBe(SAMPLE.packets);
  });
});

describe("a worker's accident", () => {
  test("after the start is a sentence, and open questions are answered", async () => {
    const path = await write("gone.pcap", SAMPLE.bytes);
    let tell: (error: EngineError) => void = () => undefined;
    const fault = new Promise<EngineError>((resolve) => {
      tell = resolve;
    });
    const plan = { kind: "files", paths: [path] } as const;
    const worker = await WorkerThread.start({
      plan,
      catalog: readCatalogFiles(),
      archiveLength: 0,
      onFault: tell,
    });
    await unlink(path);
    worker.go();
    expect(await fault).toMatchObject({
      code: "ENGINE_WORKER_FAILED",
      message: `There is no file ${path}; check the path.`,
    });
    await expect(worker.session.status()).rejects.toMatchObject({ code: "QUERY_CLOSED" });
  });

  test("before it is ready fails the start", async () => {
    const plan = { kind: "nonsense" } as unknown as { kind: "sample" };
    const start = WorkerThread.start({
      plan,
      catalog: readCatalogFiles(),
      archiveLength: 0,
      onFault: () => undefined,
    });
    await expect(start).rejects.toMatchObject({
      code: "ENGINE_WORKER_FAILED",
      message: expect.stringMatching(/mistake in Wirescope \(TypeError at .*capture-worker\.js/),
    });
  });
});
