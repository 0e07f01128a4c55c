/** The packets of capture files that a selection is about, page by page. */
import { Packet } from "@wirescope/decode";
import type { PacketFile } from "@wirescope/engine/packet-file";
import type { Filter } from "@wirescope/filter";
import type { CaptureInterface, PacketBatch } from "@wirescope/pcap";
import { loadRow, type PacketRow, packetRow, type RawPacket } from "@wirescope/query";
import { fileBatches } from "./capture-files.ts";
import { FileDissector } from "./file-dissector.ts";

/** Makes an item of a packet; borrowed until the next page is asked for. */
type Take<T> = (packet: Packet, interfaces: readonly CaptureInterface[]) => T;

export interface FilePackets {
  readonly command: string;
  readonly paths: readonly string[];
  readonly filter: Filter;
  /** One sentence is added for each file that was damaged. */
  readonly problems: string[];
}

/** Numbered from 1 through all files; their octets are borrowed until the next page is asked for. */
export function rawPages(source: FilePackets): AsyncGenerator<readonly RawPacket[]> {
  return pages(source, rawPacket);
}

export function rowPages(source: FilePackets): AsyncGenerator<readonly PacketRow[]> {
  return pages(source, packetRow);
}

function rawPacket(packet: Packet, interfaces: readonly CaptureInterface[]): RawPacket {
  const { number, seconds, nanoseconds, originalLength, linkType, view, start, end } = packet;
  const description = interfaces[packet.interfaceId];
  return {
    ...{ number, seconds, nanoseconds, originalLength },
    interface: {
      name: description?.name,
      description: description?.description,
      linkType,
      snapLength: description?.snapLength ?? 0,
      section: 0,
    },
    bytes: new Uint8Array(view.buffer, view.byteOffset + start, end - start),
  };
}

async function* pages<T>(
  { command, paths, filter, problems }: FilePackets,
  take: Take<T>,
): AsyncGenerator<readonly T[]> {
  const packet = new Packet();
  let file: PacketFile | undefined;
  const dissector = new FileDissector();
  const watcher = {
    get packetCount() {
      return packet.number;
    },
    begin(opened: PacketFile) {
      file = opened;
      dissector.begin(opened, packet.number);
    },
  };
  const selected = (batch: PacketBatch): T[] => {
    const items: T[] = [];
    const interfaces = file?.reader.interfaces ?? [];
    for (let row = 0; row < batch.count; row++) {
      loadRow(batch, row, packet.number + 1, packet);
      const layers = filter.needsTree ? dissector.dissect(packet) : undefined;
      if (filter.matches(packet, layers)) items.push(take(packet, interfaces));
    }
    return items;
  };
  for await (const batch of fileBatches(command, paths, watcher, problems)) yield selected(batch);
}
