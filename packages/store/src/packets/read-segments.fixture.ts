/** Reads segments as any program does that knows pcapng. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CaptureReader, PacketBatch } from "@wirescope/pcap";

/**
 * The octets of all packets, in order; `reader` reads the last segment.
 *
 * @throws Error for a segment that is damaged.
 */
export function readSegments(
  directory: string,
  reader: CaptureReader = new CaptureReader(),
): Uint8Array[] {
  const names = readdirSync(directory).filter((name) => name.endsWith(".pcapng"));
  return names.sort().flatMap((name, index) => {
    const each = index === names.length - 1 ? reader : new CaptureReader();
    return readPackets(each, readFileSync(join(directory, name)));
  });
}

function readPackets(reader: CaptureReader, octets: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = [];
  const batch = new PacketBatch();
  reader.push(octets);
  reader.end();
  while (reader.next(batch)) {
    for (let row = 0; row < batch.count; row++) {
      const start = batch.start[row]!;
      packets.push(batch.bytes.slice(start, start + batch.capturedLength[row]!));
    }
  }
  if (reader.problem !== undefined) throw new Error(reader.problem.message);
  return packets.map((bytes) => new Uint8Array(bytes));
}
