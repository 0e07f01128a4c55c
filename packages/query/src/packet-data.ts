/** Packets as they were captured, for whoever writes them into a file. */
import type { Packet } from "@wirescope/decode";
import type { CaptureInterface } from "@wirescope/pcap";
import type { RawPacket } from "./packet.ts";
import { type FoundPackets, findPackets, type PacketHoldings } from "./packet-pages.ts";
import type { PacketsQuestion } from "./question.ts";
import type { CompiledScope } from "./scope.ts";

/** Octets of one page, from which on no further packet goes into it. */
const PAGE_LENGTH = 4 << 20;
const FIRST_LENGTH = 1 << 16;

/** The question's page; the octets of all its packets lie in one buffer, which the answer owns. */
export async function findPacketData(
  holdings: PacketHoldings,
  question: Omit<PacketsQuestion, "range" | "filter"> & { readonly scope: CompiledScope },
  scanLimit?: number,
): Promise<FoundPackets<RawPacket>> {
  const collector = new Collector(holdings.interfaces);
  const found = await findPackets(holdings, {
    ...question,
    ...(scanLimit === undefined ? {} : { scanLimit }),
    take: (packet) => collector.take(packet),
    isFull: () => collector.length >= PAGE_LENGTH,
  });
  return { packets: found.packets.map((row) => collector.finish(row)), cursor: found.cursor };
}

interface Row extends Omit<RawPacket, "bytes"> {
  readonly start: number;
  readonly end: number;
}

class Collector {
  length = 0;
  #bytes = new Uint8Array(FIRST_LENGTH);
  readonly #source: readonly CaptureInterface[];
  /** By number and link type; one object for all packets of an interface. */
  readonly #interfaces = new Map<string, CaptureInterface>();

  constructor(source: readonly CaptureInterface[]) {
    this.#source = source;
  }

  take(packet: Packet): Row {
    const { number, seconds, nanoseconds, originalLength, view } = packet;
    const start = this.length;
    const end = start + packet.end - packet.start;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, start));
      this.#bytes = larger;
    }
    const octets = new Uint8Array(view.buffer, view.byteOffset + packet.start, end - start);
    this.#bytes.set(octets, start);
    this.length = end;
    const from = this.#interfaceOf(packet);
    return { number, seconds, nanoseconds, originalLength, interface: from, start, end };
  }

  finish(row: Row): RawPacket {
    const { number, seconds, nanoseconds, originalLength } = row;
    const bytes = this.#bytes.subarray(row.start, row.end);
    return { number, seconds, nanoseconds, interface: row.interface, originalLength, bytes };
  }

  #interfaceOf({ interfaceId, linkType }: Packet): CaptureInterface {
    const key = `${interfaceId}/${linkType}`;
    let found = this.#interfaces.get(key);
    if (found === undefined) {
      const none = { name: undefined, description: undefined, snapLength: 0, section: 0 };
      found = { ...none, ...this.#source[interfaceId], linkType };
      this.#interfaces.set(key, found);
    }
    return found;
  }
}
