/** What `summary`, `packets` and `flows` print, and their exit statuses. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { writeSampleFile } from "./sample-file.ts";
import { wirescope } from "./wirescope.ts";

const sample = writeSampleFile();
const total = sample.lengths.reduce((sum, length) => sum + length, 0);
afterAll(() => sample.remove());

interface Printed {
  readonly files: readonly { readonly packets: number; readonly truncatedAt: number | null }[];
  readonly packets: number;
  readonly wireBytes: number;
  readonly protocols: readonly { readonly packets: number; readonly bytes: number }[];
  readonly timeline: { readonly packets: readonly number[]; readonly bytes: readonly number[] };
}

async function summary(...args: readonly string[]): Promise<Printed> {
  const { stdout } = await wirescope(["summary", "--json", ...args]);
  return JSON.parse(stdout) as Printed;
}

describe("summary", () => {
  test("counts every packet and octet of the file, and its parts add up", async () => {
    const printed = await summary(sample.path);
    expect(printed.packets).toBe(sample.lengths.length);
    expect(printed.wireBytes).toBe(total);
    expect(sum(printed.protocols.map((row) => row.packets))).toBe(sample.lengths.length);
    expect(sum(printed.protocols.map((row) => row.bytes))).toBe(total);
    expect(sum(printed.timeline.packets)).toBe(sample.lengths.length);
    expect(sum(printed.timeline.bytes)).toBe(total);
  });

  test("reads standard input, gzip and several files alike", async () => {
    const path = join(sample.directory, "sample.pcap.gz");
    writeFileSync(path, gzipSync(sample.bytes));
    const input = await wirescope(["summary", "--json", "-"], { input: sample.bytes });
    expect((JSON.parse(input.stdout) as Printed).wireBytes).toBe(total);
    expect((await summary(path)).wireBytes).toBe(total);
    expect((await summary(path, sample.path)).wireBytes).toBe(2 * total);
  });

  test("fields of flows select the same for every command, and need a file", async () => {
    const filter = 'flow.protocol == "DNS" && direction == "internal"';
    const { packets } = await summary(sample.path, "-Y", filter);
    expect(packets).toBeGreaterThan(0);
    const rows = await wirescope(["packets", "-T", "json", "-Y", filter, sample.path]);
    expect(JSON.parse(rows.stdout)).toHaveLength(packets);
    const flows = await wirescope(["flows", "-T", "json", "-Y", filter, sample.path]);
    const counts = JSON.parse(flows.stdout) as { packetsIn: number; packetsOut: number }[];
    expect(sum(counts.map((flow) => flow.packetsIn + flow.packetsOut))).toBe(packets);
    const piped = await wirescope(["packets", "-Y", filter, "-"], { input: sample.bytes });
    expect(piped.status).toBe(2);
    expect(piped.stderr).toMatch(/read only once; save it to a file/);
  });

  test("a filter and its negation share the packets out", async () => {
    const [udp, rest] = await Promise.all([
      summary("-Y", "udp", sample.path),
      summary("-Y", "!udp", sample.path),
    ]);
    expect(udp.packets).toBeGreaterThan(0);
    expect(udp.packets + rest.packets).toBe(sample.lengths.length);
    expect(udp.wireBytes + rest.wireBytes).toBe(total);
  });

  test("a cut file is read up to the cut, which is named, and the status is 1", async () => {
    const path = join(sample.directory, "cut.pcap");
    const cut = sample.bytes.length - 10;
    writeFileSync(path, sample.bytes.subarray(0, cut));
    const { status, stdout, stderr } = await wirescope(["summary", "--json", path]);
    const printed = JSON.parse(stdout) as Printed;
    expect(status).toBe(1);
    expect(printed.packets).toBe(sample.lengths.length - 1);
    expect(printed.files[0]?.truncatedAt).not.toBeNull();
    expect(stderr).toContain(`byte ${cut}`);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("packets", () => {
  test("-e prints a row per packet, repeats joined and absent fields empty", async () => {
    const fields = ["-e", "frame.number", "-e", "frame.len", "-e", "tcp.port", "-e", "ip.src"];
    const { status, stdout } = await wirescope(["packets", "-T", "tsv", ...fields, sample.path]);
    const rows = stdout.trimEnd().split("\n");
    expect(status).toBe(0);
    expect(rows.map((row) => Number(row.split("\t")[1]))).toEqual(sample.lengths);
    expect(rows.some((row) => /^\d+\t\d+\t\d+,\d+\t[\d.]+$/.test(row))).toBe(true);
    expect(rows.some((row) => /^\d+\t\d+\t\t$/.test(row))).toBe(true);
  });

  test("-E lays the row out as tshark does", async () => {
    const { stdout } = await wirescope([
      ..."packets -T tsv -e tcp.port -e frame.len -Y tcp -c 500".split(" "),
      ..."-E header=y -E aggregator=| -E occurrence=f".split(" "),
      sample.path,
    ]);
    const rows = stdout.trimEnd().split("\n");
    expect(rows[0]).toBe("tcp.port\tframe.len");
    expect(rows[1]).toMatch(/^\d+\t\d+$/);
  });

  test("-c counts packets read, and JSON is an array of rows", async () => {
    const { stdout } = await wirescope(["packets", "-T", "json", "-c", "5", sample.path]);
    const rows = JSON.parse(stdout) as { number: number; length: number }[];
    expect(rows.map((row) => row.number)).toEqual([1, 2, 3, 4, 5]);
    expect(rows.map((row) => row.length)).toEqual(sample.lengths.slice(0, 5));
  });

  test("an empty selection is an empty array", async () => {
    const { stdout } = await wirescope(["packets", "-T", "json", "-Y", "sctp", sample.path]);
    expect(JSON.parse(stdout)).toEqual([]);
  });
});

describe("flows", () => {
  test("the flows' octets and those without a flow are all there are", async () => {
    const { stdout } = await wirescope(["flows", "-T", "json", sample.path]);
    const flows = JSON.parse(stdout) as { bytesOut: number; bytesIn: number }[];
    const inFlows = sum(flows.map((flow) => flow.bytesOut + flow.bytesIn));
    const ip = await summary("-Y", "ip || ipv6", sample.path);
    expect(inFlows).toBe(ip.wireBytes);
  });

  test.for(["csv", "tsv"])("%s has as many rows as JSON", async (format) => {
    const json = await wirescope(["flows", "-T", "json", sample.path]);
    const text = await wirescope(["flows", "-T", format, sample.path]);
    const rows = text.stdout.trimEnd().split(/\r?\n/);
    expect(rows.length - 1).toBe((JSON.parse(json.stdout) as unknown[]).length);
  });

  test("parquet goes to the named file", async () => {
    const path = join(sample.directory, "flows.parquet");
    const { status } = await wirescope(["flows", "-T", "parquet", "-o", path, sample.path]);
    expect(status).toBe(0);
    const bytes = readFileSync(path);
    expect(bytes.subarray(0, 4).toString()).toBe("PAR1");
    expect(bytes.subarray(-4).toString()).toBe("PAR1");
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
