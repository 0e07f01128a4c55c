/** Capture files packet by packet, freshly decoded. */
import { Packet } from "@wirescope/decode";
import type { PacketFile } from "@wirescope/engine/packet-file";
import type { PacketBatch } from "@wirescope/pcap";
import { loadRow } from "@wirescope/query";
import { readFiles } from "./capture-files.ts";

export interface PacketLoop {
  /** Called before the first packet of each file, with the number of packets before it. */
  begin?(file: PacketFile, before: number): void;

  /** Called for each packet, freshly decoded; borrowed until it returns. False ends the reading. */
  visit(packet: Packet): boolean;
  /** Called after each batch; output is awaited here. */
  settle(): Promise<void>;
}

/**
 * Runs `loop` over the packets of `paths`, numbered from 1 through all files; returns one sentence for
 * each file that was damaged.
 */
export function readPackets(
  command: string,
  paths: readonly string[],
  loop: PacketLoop,
): Promise<readonly string[]> {
  const packet = new Packet();
  return readFiles(command, paths, {
    get packetCount() {
      return packet.number;
    },
    begin: (file) => loop.begin?.(file, packet.number),
    async take(batch) {
      const goesOn = visitBatch(batch, packet, loop);
      await loop.settle();
      return goesOn;
    },
  });
}

function visitBatch(batch: PacketBatch, packet: Packet, loop: PacketLoop): boolean {
  for (let row = 0; row < batch.count; row += 1) {
    loadRow(batch, row, packet.number + 1, packet);
    if (!loop.visit(packet)) return false;
  }
  return true;
}
