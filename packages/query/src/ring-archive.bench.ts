import { PacketBatch } from "@wirescope/pcap";
import { bench, describe } from "vitest";
import { RingArchive } from "./ring-archive.ts";

const ROWS = 4096;

/** A batch of packets of one length, with the gaps that a ring's headers leave. */
function batchOf(length: number): PacketBatch {
  const batch = new PacketBatch(ROWS);
  const bytes = new Uint8Array(ROWS * (length + 32));
  batch.reset(bytes, new DataView(bytes.buffer));
  for (let row = 0; row < ROWS; row++) {
    batch.start[row] = row * (length + 32);
    batch.capturedLength[row] = length;
    batch.originalLength[row] = length;
  }
  batch.count = ROWS;
  return batch;
}

describe(`RingArchive.append, ${ROWS} packets`, () => {
  for (const length of [64, 256, 1500]) {
    const archive = new RingArchive();
    const batch = batchOf(length);
    let number = 1;
    bench(`of ${length} octets`, () => {
      archive.append(batch, number, batch.interfaceId);
      number += ROWS;
    });
  }
});
