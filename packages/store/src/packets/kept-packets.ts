/** The questions about packets, answered from disk. */
import {
  type Coverage,
  compileScope,
  createPause,
  type Extent,
  findPacketData,
  findPackets,
  formatTimestamp,
  type KeptSession,
  type PacketDataPage,
  type PacketDetail,
  type PacketHoldings,
  type PacketsPage,
  type PacketsQuestion,
  type PacketTime,
  packetDetail,
  packetRow,
  requireInteger,
  requirePage,
} from "@wirescope/query";
import { DiskArchive } from "./disk-archive.ts";
import type { PacketDisk } from "./packet-disk.ts";

/** Packets looked at for one page: a second's work. */
const SCAN_LIMIT = 1_000_000;

const NEEDS_FLOWS =
  "What surrounds a packet (app, flow, host, country, asn, direction) is not kept with packets on disk, so this filter can't be answered from there.";

export class KeptPackets implements KeptSession {
  readonly #disk: PacketDisk;
  readonly #archive: DiskArchive;
  readonly #holdings: PacketHoldings;

  constructor(disk: PacketDisk) {
    const archive = new DiskArchive(disk);
    this.#disk = disk;
    this.#archive = archive;
    this.#holdings = {
      archive,
      get interfaces() {
        return archive.interfaces;
      },
      pause: createPause(),
      clock: () => performance.now(),
    };
  }

  async packets(question: PacketsQuestion): Promise<PacketsPage> {
    requirePage(question);
    const scope = compileScope(question);
    if (scope.filter.needsContext) return { ...this.#nothing(), packets: [], matching: undefined };
    const { cursor, direction, limit } = question;
    const found = await findPackets(this.#holdings, {
      ...{ scope, cursor, direction, limit, scanLimit: SCAN_LIMIT },
      take: (packet) => packetRow(packet, this.#archive.interfaces),
    });
    return {
      ...found,
      matching: undefined,
      held: this.#held(),
      coverage: this.#coverage(question),
    };
  }

  async packetData(question: PacketsQuestion): Promise<PacketDataPage> {
    requirePage(question);
    const scope = compileScope(question);
    if (scope.filter.needsContext) return this.#nothing();
    const { cursor, direction, limit } = question;
    const request = { scope, cursor, direction, limit };
    const found = await findPacketData(this.#holdings, request, SCAN_LIMIT);
    return { ...found, held: this.#held(), coverage: this.#coverage(question) };
  }

  async packet(number: number): Promise<PacketDetail | undefined> {
    requireInteger("number", number, 1, Number.MAX_SAFE_INTEGER, "QUERY_BAD_CURSOR");
    const page = this.#archive.page(number);
    if (page === undefined) return undefined;
    return packetDetail(page, number - page.firstNumber, this.#holdings);
  }

  async extent(): Promise<Extent> {
    const { span } = this.#archive;
    const packets = span && { from: textOf(span.earliest), to: textOf(span.latest) };
    const { problem } = this.#disk;
    return { packets, flows: undefined, hours: undefined, gaps: [], problem };
  }

  async close(): Promise<void> {
    this.#disk.close();
  }

  #nothing(): PacketDataPage {
    const coverage: Coverage = { ...NOTHING, note: NEEDS_FLOWS };
    return { packets: [], cursor: undefined, held: this.#held(), coverage };
  }

  #held(): PacketsPage["held"] {
    return { first: this.#archive.firstNumber, last: this.#archive.lastNumber };
  }

  #coverage({ range }: PacketsQuestion): Coverage {
    const { span } = this.#archive;
    if (span === undefined) return { ...NOTHING, note: "No packets are kept on disk yet." };
    const from = textOf(span.earliest);
    const to = textOf(span.latest);
    const { leftOut } = this.#disk;
    const reachesBack =
      range.from !== undefined &&
      range.from >=
        BigInt(span.earliest.seconds) * 1_000_000_000n + BigInt(span.earliest.nanoseconds);
    if (reachesBack && leftOut === 0) {
      return { ...NOTHING, kind: "exact", from, to };
    }
    const rest = leftOut === 0 ? "" : `; ${leftOut} packets could not be written there`;
    return {
      ...{ ...NOTHING, kind: "retained", from, to },
      note: `Rests on the packets kept on disk, from ${from} on${rest}.`,
    };
  }
}

const NOTHING: Coverage = {
  kind: "none",
  resolution: "packet",
  from: undefined,
  to: undefined,
  gaps: [],
  note: undefined,
};

function textOf({ seconds, nanoseconds }: PacketTime): string {
  return formatTimestamp(seconds, nanoseconds);
}
