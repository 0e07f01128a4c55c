/** Packets as a pcapng file, with nanoseconds, names and link types of their interfaces. */
import {
  type PcapngHeader,
  PcapngWriter,
  packetBlockLength,
  writePacketBlock,
} from "@wirescope/pcap";
import { InterfaceList } from "../interface-list.ts";
import type { RawPacket } from "../packet.ts";

const VIEW = "Wirescope view: ";

/** The octets of the file. The first page is asked for before anything is given out. */
export async function* writeCapture(
  pages: AsyncIterable<readonly RawPacket[]>,
  header: PcapngHeader,
): AsyncGenerator<Uint8Array> {
  const file = new CaptureWriter();
  let head: Uint8Array | undefined = file.writer.header({ application: "Wirescope", ...header });
  for await (const page of pages) {
    if (head !== undefined) yield head;
    head = undefined;
    yield file.blocksOf(page);
  }
  if (head !== undefined) yield head;
}

/** The comment by which a capture file carries a view of the page: the query of its address. */
export function viewComment(query: string): string {
  return `${VIEW}${query}`;
}

/** The view of the first comment that carries one. */
export function viewOf(comments: readonly string[]): string | undefined {
  return comments.find((comment) => comment.startsWith(VIEW))?.slice(VIEW.length);
}

class CaptureWriter {
  readonly writer = new PcapngWriter();
  readonly #interfaces = new InterfaceList();

  /** Blocks of the packets, and of interfaces that come for the first time in front of them. */
  blocksOf(packets: readonly RawPacket[]): Uint8Array {
    const described = this.#interfaces.all.length;
    const ids: number[] = [];
    this.#interfaces.extend(
      ids,
      packets.map((packet) => packet.interface),
    );
    const added = this.#interfaces.all.slice(described);
    const descriptions = added.map((description) => this.writer.interface(description));
    let length = 0;
    for (const block of descriptions) length += block.length;
    for (const { bytes } of packets) length += packetBlockLength(bytes.length, false);
    const octets = new Uint8Array(length);
    const view = new DataView(octets.buffer);
    let end = 0;
    for (const block of descriptions) {
      octets.set(block, end);
      end += block.length;
    }
    for (const [row, packet] of packets.entries()) {
      const block = { ...packet, interfaceId: ids[row] ?? 0, number: undefined };
      end = writePacketBlock(view, end, block, packet.bytes);
    }
    return octets;
  }
}
