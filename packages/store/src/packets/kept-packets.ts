/** The questions about packets, answered from disk. */
import type { Catalog } from "@wirescope/catalog";
import {
  type CompiledScope,
  type Coverage,
  compileScope,
  createPause,
  type Extent,
  findPacketData,
  findPackets,
  formatTimestamp,
  type KeptSession,
  type KnowingPast,
  type PacketDataPage,
  type PacketDetail,
  type PacketHoldings,
  type PacketLookup,
  type PacketsPage,
  type PacketsQuestion,
  type PacketTime,
  PastKnowledge,
  PastSurroundings,
  type Pause,
  packetDetail,
  packetRow,
  QueryError,
  requireInteger,
  requirePage,
  SurroundingsContext,
  toUnixNanos,
  untoldField,
} from "@wirescope/query";
import { DiskArchive } from "./disk-archive.ts";
import { InformedArchive } from "./informed-archive.ts";
import type { PacketDisk } from "./packet-disk.ts";

/** Packets looked at for one page: a second's work. */
const SCAN_LIMIT = 1_000_000;

export interface KeptPacketsOptions {
  /** Knows the flows of the packets, for filters that ask for them; it is not closed. */
  readonly past: KnowingPast;
  /** Tells makers and places. */
  readonly catalog: Catalog | undefined;
}

export class KeptPackets implements KeptSession {
  readonly #disk: PacketDisk;
  readonly #archive: DiskArchive;
  readonly #pause: Pause = createPause();
  readonly #knowledge: PastKnowledge;
  readonly #catalog: Catalog | undefined;

  constructor(disk: PacketDisk, { past, catalog }: KeptPacketsOptions) {
    this.#disk = disk;
    this.#archive = new DiskArchive(disk);
    this.#knowledge = new PastKnowledge(past, () => Math.floor(Date.now() / 1000));
    this.#catalog = catalog;
  }

  async packets(question: PacketsQuestion): Promise<PacketsPage> {
    const { cursor, direction, limit } = question;
    const page = await this.#search(question, (holdings, scope) =>
      findPackets(holdings, {
        ...{ scope, cursor, direction, limit, scanLimit: SCAN_LIMIT },
        take: (packet) => packetRow(packet, this.#archive.interfaces),
      }),
    );
    return { ...page, matching: undefined };
  }

  packetData(question: PacketsQuestion): Promise<PacketDataPage> {
    const { cursor, direction, limit } = question;
    return this.#search(question, (holdings, scope) =>
      findPacketData(holdings, { scope, cursor, direction, limit }, SCAN_LIMIT),
    );
  }

  async packet(number: number): Promise<PacketDetail | undefined> {
    requireInteger("number", number, 1, Number.MAX_SAFE_INTEGER, "QUERY_BAD_CURSOR");
    const page = this.#archive.page(number);
    if (page === undefined) return undefined;
    return packetDetail(page, number - page.firstNumber, this.#holdingsIn(this.#archive));
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

  /** The page that `find` fills; an empty one that says why where the filter can't be answered. */
  async #search<T>(
    question: PacketsQuestion,
    find: (holdings: PacketHoldings, scope: CompiledScope) => Promise<Found<T>>,
  ): Promise<Found<T> & Pick<PacketsPage, "held" | "coverage">> {
    requirePage(question);
    const { contextFields } = compileScope(question).filter;
    const untold = untoldField(contextFields);
    if (untold !== undefined) return this.#nothing(untold);
    const surroundings = new PastSurroundings(this.#knowledge, contextFields);
    const scope = compileScope(question, new SurroundingsContext(surroundings, this.#catalog));
    const archive =
      contextFields.length === 0
        ? this.#archive
        : new InformedArchive(this.#archive, scope, (from, to) => surroundings.learn(from, to));
    try {
      const found = await find(this.#holdingsIn(archive), scope);
      const coverage = this.#coverage(question, surroundings.unknownCount);
      return { ...found, held: this.#held(), coverage };
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      return this.#nothing(error.message);
    }
  }

  #holdingsIn(archive: PacketLookup): PacketHoldings {
    const { interfaces } = this.#archive;
    return { archive, interfaces, pause: this.#pause, clock: () => performance.now() };
  }

  #nothing(note: string): Found<never> & Pick<PacketsPage, "held" | "coverage"> {
    const coverage = { ...NOTHING, note };
    return { packets: [], cursor: undefined, held: this.#held(), coverage };
  }

  #held(): PacketsPage["held"] {
    return { first: this.#archive.firstNumber, last: this.#archive.lastNumber };
  }

  #coverage({ range }: PacketsQuestion, unknownCount: number): Coverage {
    const { span } = this.#archive;
    if (span === undefined) return { ...NOTHING, note: "No packets are kept on disk yet." };
    const from = textOf(span.earliest);
    const to = textOf(span.latest);
    const { leftOut } = this.#disk;
    const earliest = toUnixNanos(span.earliest.seconds, span.earliest.nanoseconds);
    if (range.to !== undefined && range.to <= earliest) {
      return { ...NOTHING, note: "The packets of this time are not on disk, or not any more." };
    }
    const isHeld = range.from !== undefined && range.from >= earliest;
    if (isHeld && leftOut === 0 && unknownCount === 0) {
      return { ...NOTHING, kind: "exact", from, to };
    }
    const clauses = [`Rests on the packets kept on disk, from ${from} on`];
    if (leftOut > 0) clauses.push(`${leftOut} packets could not be written there`);
    if (unknownCount > 0) {
      clauses.push(`of ${unknownCount} packets that were looked at history doesn't know the flow`);
    }
    return { ...{ ...NOTHING, kind: "retained", from, to }, note: `${clauses.join("; ")}.` };
  }
}

interface Found<T> {
  readonly packets: readonly T[];
  readonly cursor: number | undefined;
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
