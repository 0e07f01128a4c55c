/** A capture file of generated traffic in a folder of its own. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PcapWriter } from "../../packages/pcap/src/index.ts";
import { samplePackets } from "../../packages/sample/src/index.ts";

export interface SampleFile {
  readonly directory: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Octets on the wire of each packet, in order. */
  readonly lengths: readonly number[];
  remove(): void;
}

/** Writes thirty seconds of the sample as classic pcap. */
export function writeSampleFile(): SampleFile {
  const writer = new PcapWriter({ linkType: 1 });
  const chunks: Uint8Array[] = [writer.header()];
  const lengths: number[] = [];
  for (const packet of samplePackets({ durationSeconds: 30 })) {
    chunks.push(writer.packet(packet));
    lengths.push(packet.originalLength);
  }
  const bytes = Buffer.concat(chunks);
  const directory = mkdtempSync(join(tmpdir(), "wirescope-test-"));
  const path = join(directory, "sample.pcap");
  writeFileSync(path, bytes);
  return {
    directory,
    path,
    bytes,
    lengths,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
