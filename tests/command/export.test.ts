/** What `export` writes, from files, from a server and from what is kept on disk; and ranges of time. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CaptureReader, PacketBatch } from "../../packages/pcap/src/index.ts";
import {
  CaptureRecord,
  MemorySession,
  Recorder,
  RingArchive,
} from "../../packages/query/src/index.ts";
import { samplePackets } from "../../packages/sample/src/index.ts";
import { Server } from "../../packages/server/src/index.ts";
import { PacketDisk } from "../../packages/store/src/index.ts";
import { blocksOf, INTERFACE } from "../../packages/store/src/packets/packet-blocks.fixture.ts";
import { writeSampleFile } from "./sample-file.ts";
import { wirescope } from "./wirescope.ts";

const sample = writeSampleFile();
const packets = [...samplePackets({ durationSeconds: 30 })];
const data = mkdtempSync(join(tmpdir(), "wirescope-export-"));
afterAll(() => {
  sample.remove();
  rmSync(data, { recursive: true });
});

function countOf(path: string, filter = ""): number {
  const args = ["-r", path, "-T", "fields", "-e", "frame.number", "-Y", filter];
  return execFileSync("tshark", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
    .split("\n")
    .filter((line) => line !== "").length;
}

const hasTshark = (() => {
  try {
    execFileSync("tshark", ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

function octetsIn(path: string): string[] {
  const reader = new CaptureReader();
  const batch = new PacketBatch();
  const all: string[] = [];
  reader.push(readFileSync(path));
  reader.end();
  while (reader.next(batch)) {
    for (let row = 0; row < batch.count; row++) {
      const start = batch.start[row]!;
      const octets = batch.bytes.subarray(start, start + batch.capturedLength[row]!);
      all.push(Buffer.from(octets).toString("base64"));
    }
  }
  expect(reader.problem).toBeUndefined();
  return all;
}

const everything = packets.map(({ bytes }) => Buffer.from(bytes).toString("base64"));

describe("from files", () => {
  test("every packet is written as it was", async () => {
    const out = join(data, "all.pcapng");
    const { status, stderr } = await wirescope(["export", "-o", out, sample.path]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(octetsIn(out)).toEqual(everything);
  });

  test.skipIf(!hasTshark)("tshark finds as many packets as it finds in the file", async () => {
    const out = join(data, "dns.pcapng");
    await wirescope(["export", "-o", out, "-Y", "dns", sample.path]);
    expect(countOf(out)).toBe(countOf(sample.path, "dns"));
    expect(countOf(out)).toBeGreaterThan(10);
  });

  test.for(["csv", "json", "parquet"])("a table as %s", async (format) => {
    const out = join(data, `table.${format}`);
    const { status } = await wirescope(["export", "-o", out, sample.path]);
    expect(status).toBe(0);
    const octets = readFileSync(out);
    if (format === "parquet") expect(octets.subarray(-4).toString()).toBe("PAR1");
    else if (format === "json") expect(JSON.parse(String(octets))).toHaveLength(packets.length);
    else expect(String(octets).split("\r\n")).toHaveLength(packets.length + 2);
  });

  test("a range parts the packets, from standard input too", async () => {
    const cut = new Date(packets[packets.length >> 1]!.seconds * 1000).toISOString();
    const [before, after] = [join(data, "before.pcapng"), join(data, "after.pcapng")];
    await wirescope(["export", "-o", before, "--to", cut, sample.path]);
    await wirescope(["export", "-o", after, "--from", cut, "-"], { input: sample.bytes });
    expect(octetsIn(before).length).toBeGreaterThan(0);
    expect([...octetsIn(before), ...octetsIn(after)]).toEqual(everything);
  });

  test("what was read of a damaged file is written, and the damage told", async () => {
    const cut = join(data, "cut.pcap");
    writeFileSync(cut, sample.bytes.subarray(0, sample.bytes.length >> 1));
    const out = join(data, "cut.pcapng");
    const { status, stderr } = await wirescope(["export", "-o", out, cut]);
    expect(status).toBe(1);
    expect(stderr).toContain("cut short");
    const written = octetsIn(out);
    expect(written).toEqual(everything.slice(0, written.length));
    expect(written.length).toBeGreaterThan(100);
  });
});

describe("without a file", () => {
  const kept = join(data, "kept");
  beforeAll(() => {
    mkdirSync(kept);
    const disk = new PacketDisk({ directory: join(kept, "packets"), budget: 64 << 20 });
    disk.open();
    for (let first = 0; first < packets.length; first += 500) {
      const rows = packets.slice(first, first + 500).map((packet, row) => {
        return { ...packet, number: first + row + 1 };
      });
      disk.take(blocksOf(rows), [INTERFACE]);
    }
  });

  test("packets that are kept are written, also while their segment has no index yet", async () => {
    const out = join(data, "kept.pcapng");
    const { status, stderr } = await wirescope(["export", "--data", kept, "-o", out]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(octetsIn(out)).toEqual(everything);
  });

  test.for([
    ["flow.bytes > 1000", "flow.bytes is of a flow from its first to its last packet"],
    ['app == "DNS"', "No history is kept"],
  ] as const)("what can't be known is refused in a sentence: %s", async ([filter, sentence]) => {
    const out = join(data, "app.pcapng");
    const args = ["export", "--data", kept, "-Y", filter, "-o", out];
    const { status, stderr } = await wirescope(args);
    expect(status).toBe(1);
    expect(stderr).toContain(sentence);
    expect(existsSync(out)).toBe(false);
  });

  test("a filter that needs no history is answered without one", async () => {
    const [out, expected] = [join(data, "inside.pcapng"), join(data, "expected.pcapng")];
    const filter = ["-Y", 'host.kind == "private" && direction == "internal"', "-o"];
    const kind = await wirescope(["export", "--data", kept, ...filter, out]);
    expect(kind).toMatchObject({ status: 0, stderr: "" });
    expect((await wirescope(["export", sample.path, ...filter, expected])).status).toBe(0);
    expect(octetsIn(out)).toEqual(octetsIn(expected));
    expect(octetsIn(out).length).toBeLessThan(everything.length);
  });

  test("a directory in which nothing is kept is told of", async () => {
    const out = join(data, "none.pcapng");
    const { status, stderr } = await wirescope(["export", "--data", join(data, "none"), "-o", out]);
    expect(status).toBe(1);
    expect(stderr).toContain("--keep-packets");
  });

  test("a server that has the directory is asked", async () => {
    const recorder = new Recorder({ archive: new RingArchive() });
    const reader = new CaptureReader();
    const record = new CaptureRecord(recorder, "sample", reader);
    const batch = new PacketBatch();
    reader.push(sample.bytes);
    reader.end();
    while (reader.next(batch)) record.feed(batch);
    const session = new MemorySession(recorder, { version: "0.0.0", mode: "file" });
    const server = new Server({ port: 0 }, { session });
    const { port, host } = await server.start();
    const place = { origin: `http://${host}:${port}`, pid: process.pid };
    writeFileSync(join(kept, "server.json"), JSON.stringify(place));
    try {
      const out = join(data, "served.pcapng");
      const args = ["export", "--data", kept, "-Y", "udp", "--from", "-10s", "-o", out];
      const { status, stderr } = await wirescope(args);
      expect(stderr).toBe("");
      expect(status).toBe(0);
      const table = join(data, "served.json");
      await wirescope(["export", "--data", kept, "--of", "flows", "-o", table]);
      const wanted = join(data, "wanted.pcapng");
      await wirescope(["export", "-Y", "udp", "--from", "-10s", "-o", wanted, sample.path]);
      expect(octetsIn(out)).toEqual(octetsIn(wanted));
      expect(octetsIn(out).length).toBeGreaterThan(0);
      expect(JSON.parse(readFileSync(table, "utf8"))).toHaveLength(
        recorder.main.analysis.flows.size,
      );
      const wrong = ["export", "--data", kept, "-Y", "tcp.prt == 1", "-o", join(data, "wrong.csv")];
      expect((await wirescope(wrong)).stderr).toContain("filter, column 1:");
    } finally {
      await server.stop();
      rmSync(join(kept, "server.json"));
    }
  });
});

describe("wrong usage", () => {
  test.for([
    { args: ["export", sample.path], word: "-o" },
    { args: ["export", "-o", "x.doc", sample.path], word: ".pcapng" },
    { args: ["export", "-o", "x.pcapng", "--of", "flows"], word: "packets only" },
    { args: ["export", "-o", "x.csv", "--of", "colours"], word: "colours" },
    { args: ["export", "-o", "x.csv", "--of", "flows", sample.path], word: "wirescope flows" },
    { args: ["summary", "--from", "yesterday", sample.path], word: "yesterday" },
    { args: ["summary", "--from", "-10s", "-"], word: "standard input" },
    {
      args: [
        "flows",
        "--from",
        "2026-03-01T12:00:00Z",
        "--to",
        "2026-03-01T11:00:00Z",
        sample.path,
      ],
      word: "ends before it starts",
    },
  ])("$args", async ({ args, word }) => {
    const { status, stderr } = await wirescope(args);
    expect(status).toBe(2);
    expect(stderr).toContain(word);
    expect(stderr).not.toContain("column");
  });
});

describe("a range of time", () => {
  test("limits summary, flows and packets alike", async () => {
    const range = ["--from", "-12s", "--to", "-3s"];
    const summary = await wirescope(["summary", "--json", ...range, sample.path]);
    const rows = await wirescope(["packets", "-T", "json", ...range, sample.path]);
    const flows = await wirescope(["flows", "-T", "json", ...range, sample.path]);
    const { packets: count } = JSON.parse(summary.stdout) as { packets: number };
    expect(count).toBeGreaterThan(100);
    expect(count).toBeLessThan(packets.length);
    expect(JSON.parse(rows.stdout)).toHaveLength(count);
    const listed = JSON.parse(flows.stdout) as { packetsIn: number; packetsOut: number }[];
    const inFlows = listed.reduce((sum, flow) => sum + flow.packetsIn + flow.packetsOut, 0);
    expect(inFlows).toBeLessThanOrEqual(count);
    expect(inFlows).toBeGreaterThan(0.9 * count);
  });
});
