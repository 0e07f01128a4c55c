/** What a segment holds, read from the segment itself: after a crash, or where its index is missing. */
import { readSync } from "node:fs";
import { CaptureReader, PacketBatch, PacketBlockCursor } from "@wirescope/pcap";
import type { SegmentIndex } from "./segment-index.ts";
import { PartBuilder } from "./segment-part.ts";

/** Octets read at once; a block that is longer ends the segment. */
const WINDOW_LENGTH = 4 << 20;
const ENHANCED_PACKET = 6;

/** Reads the open file up to its last whole block; the index' length is where that ends. */
export function scanSegment(descriptor: number, firstNumber: number): SegmentIndex {
  const builder = new PartBuilder();
  // Descriptions of section and interfaces are few; what they mean is known there.
  const descriptions = new CaptureReader();
  const noPackets = new PacketBatch(1);
  const window = new Uint8Array(WINDOW_LENGTH);
  let base = 0;
  for (;;) {
    const length = readSync(descriptor, window, 0, WINDOW_LENGTH, base);
    const view = new DataView(window.buffer, 0, length);
    const cursor = new PacketBlockCursor(view);
    while (cursor.nextBlock()) {
      if (cursor.type === ENHANCED_PACKET) continue;
      descriptions.push(window.slice(cursor.offset, cursor.end));
      descriptions.next(noPackets);
    }
    const taken = builder.add(view, base, descriptions.interfaces, firstNumber);
    base += taken;
    if (taken === 0 || taken < cursor.end) break;
  }
  builder.finish();
  const interfaces = descriptions.interfaces.map(
    ({ name, description, linkType, snapLength, section }) => {
      return { name, description, linkType, snapLength, section };
    },
  );
  return { length: base, interfaces, parts: builder.parts };
}
