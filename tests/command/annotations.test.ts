/** What a pcapng file says beside its packets can be printed and filtered, alike in every command. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { PcapngWriter } from "../../packages/pcap/src/index.ts";
import { samplePackets } from "../../packages/sample/src/index.ts";
import { wirescope } from "./wirescope.ts";

const COUNT = 20;
const directory = mkdtempSync(join(tmpdir(), "wirescope-annotated-"));
const path = join(directory, "annotated.pcapng");

/** Packets by turns of an interface with a name and one without; every fifth has a comment. */
function writeAnnotated(): void {
  const writer = new PcapngWriter();
  const chunks = [
    writer.header(),
    writer.interface({ linkType: 1, name: "wan" }),
    writer.interface({ linkType: 1 }),
  ];
  const packets = [...samplePackets({ durationSeconds: 10 })].slice(0, COUNT);
  for (const [index, packet] of packets.entries()) {
    const comments = index % 5 === 0 ? [`seen ${index}`] : [];
    chunks.push(writer.packet({ ...packet, interfaceId: index % 2, comments }));
  }
  writeFileSync(path, Buffer.concat(chunks));
}

writeAnnotated();
afterAll(() => rmSync(directory, { recursive: true }));

async function printed(field: string, ...options: readonly string[]): Promise<string[]> {
  const { stdout } = await wirescope(["packets", "-T", "fields", "-e", field, ...options, path]);
  return stdout.trimEnd().split("\n");
}

test("an interface without a name is unknown, as in Wireshark", async () => {
  const names = Array.from({ length: COUNT }, (_, i) => (i % 2 === 0 ? "wan" : "unknown"));
  expect(await printed("frame.interface_name")).toEqual(names);
});

test.for([
  ['frame.interface_name == "wan"', 10],
  ['frame.interface_name == "unknown"', 10],
  ['frame.comment contains "seen"', 4],
  ['frame.comment == "seen 5" && frame.interface_id == 1', 1],
] as const)("%s selects %s packets in every command", async ([filter, count]) => {
  const select = ["-Y", filter];
  expect(await printed("frame.number", ...select)).toHaveLength(count);
  const summary = await wirescope(["summary", "--json", ...select, path]);
  expect((JSON.parse(summary.stdout) as { packets: number }).packets).toBe(count);
  const out = join(directory, "out.json");
  await wirescope(["export", "-o", out, ...select, path]);
  expect(JSON.parse(readFileSync(out, "utf8"))).toHaveLength(count);
});
