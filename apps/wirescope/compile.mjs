// @ts-check
/**
 * Keeps the code that V8 compiles of the bundle, beside it: commands run here on generated traffic, so that what they
 * use is compiled and what they don't is not.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PcapWriter } from "@wirescope/pcap";
import { samplePackets } from "@wirescope/sample";

const ETHERNET = 1;
const DURATION_SECONDS = 60;

const { codePath, load, loaded } = createRequire(import.meta.url)("./bin/bundle.cjs");
const folder = mkdtempSync(join(tmpdir(), "wirescope-compile-"));
const { write } = process.stdout;
try {
  const path = join(folder, "sample.pcap");
  const writer = new PcapWriter({ linkType: ETHERNET });
  const packets = samplePackets({ durationSeconds: DURATION_SECONDS });
  writeFileSync(
    path,
    Buffer.concat([writer.header(), ...Array.from(packets, (packet) => writer.packet(packet))]),
  );
  const { main } = load("main.cjs");
  process.stdout.write = () => true;
  for (const command of ["summary", "flows", "packets"]) {
    const status = await main([command, path]);
    if (status !== 0) throw new Error(`wirescope ${command} ended with status ${status}.`);
  }
} finally {
  process.stdout.write = write;
  rmSync(folder, { recursive: true });
}
for (const [name, { script }] of loaded) writeFileSync(codePath(name), script.createCachedData());
