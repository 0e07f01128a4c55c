/**
 * Packets from memory and from disk as one row of numbers, each packet once: whatever memory holds comes
 * from there, what is older from disk.
 */
import type { Coverage } from "./answer.ts";
import type { PacketDataPage, PacketDetail, PacketsPage } from "./packet.ts";
import type { KeptSession } from "./past-session.ts";
import type { PacketsQuestion } from "./question.ts";
import type { Session } from "./session.ts";
import { parseTimestamp } from "./timestamp.ts";

type PageQuestion = "packets" | "packetData";
type Page = PacketsPage | PacketDataPage;
type Ask = (question: PacketsQuestion) => Promise<Page>;

export class JoinedPackets {
  readonly #memory: Session;
  readonly #disk: KeptSession;

  constructor(memory: Session, disk: KeptSession) {
    this.#memory = memory;
    this.#disk = disk;
  }

  async packet(number: number): Promise<PacketDetail | undefined> {
    return (await this.#memory.packet(number)) ?? this.#disk.packet(number);
  }

  async page<K extends PageQuestion>(
    name: K,
    question: PacketsQuestion,
  ): Promise<Awaited<ReturnType<Session[K]>>> {
    const walk = question.direction === "forward" ? forward : backward;
    const page = await walk(
      question,
      (asked) => this.#memory[name](asked),
      async (asked) => this.#disk[name](await this.#sinceStart(asked)),
    );
    return page as Awaited<ReturnType<Session[K]>>;
  }

  /** Without a beginning the capture that is running is meant; the disk holds earlier ones as well. */
  async #sinceStart(question: PacketsQuestion): Promise<PacketsQuestion> {
    const { from, to } = question.range;
    if (from !== undefined || to !== undefined) return question;
    const { startedAt } = await this.#memory.status();
    return { ...question, range: { from: parseTimestamp(startedAt), to } };
  }
}

/** From disk up to where memory begins, then from memory. */
async function forward(question: PacketsQuestion, memory: Ask, disk: Ask): Promise<Page> {
  const newer = await memory(question);
  const { first } = newer.held;
  if (first > 0 && question.cursor !== undefined && question.cursor + 1 >= first) return newer;
  const older = await disk(question);
  if (first === 0) return joined(older, older, newer);
  const packets = [...older.packets].filter(({ number }) => number < first);
  const isOver = older.cursor === undefined || older.cursor + 1 >= first;
  if (packets.length === 0 && isOver) return joined(newer, older, newer);
  const cursor = isOver ? first - 1 : older.cursor;
  return joined({ ...older, packets, cursor } as Page, older, newer);
}

/** From memory down to where it begins, then from disk. */
async function backward(question: PacketsQuestion, memory: Ask, disk: Ask): Promise<Page> {
  const newer = await memory(question);
  const { first } = newer.held;
  const { cursor } = question;
  const isBeforeMemory = first === 0 || (cursor !== undefined && cursor <= first);
  if (!isBeforeMemory && newer.cursor !== undefined) return newer;
  const older = await disk(isBeforeMemory ? question : { ...question, cursor: first });
  if (isBeforeMemory || newer.packets.length === 0) return joined(older, older, newer);
  const hasOlder = older.packets.length > 0 || older.cursor !== undefined;
  return joined({ ...newer, cursor: hasOlder ? first : undefined } as Page, older, newer);
}

/**
 * `page`, saying what both have. Where the disk has nothing to say, coverage is memory's, with the disk's reason; how
 * many packets match is then known too.
 */
function joined(page: Page, older: Page, newer: Page): Page {
  const { kind, gaps } = newer.coverage;
  const isDisks = (kind !== "exact" || gaps.length > 0) && older.coverage.kind !== "none";
  const both = {
    ...page,
    held: {
      first: firstOf(older, newer),
      last: newer.held.last || older.held.last,
    },
    coverage: isDisks ? older.coverage : memoryCoverage(older, newer),
  };
  if (!("matching" in newer)) return both;
  return { ...both, matching: older.packets.length > 0 ? undefined : newer.matching } as Page;
}

/** The lowest number that either has, 0 for none: a small budget on disk reaches less far than memory. */
function firstOf(older: Page, newer: Page): number {
  const firsts = [older.held.first, newer.held.first].filter((first) => first > 0);
  return firsts.length === 0 ? 0 : Math.min(...firsts);
}

/** What memory covers. Packets on disk that could not be looked at are missing: why is told. */
function memoryCoverage(older: Page, newer: Page): Coverage {
  const { coverage } = newer;
  const isUntold = coverage.kind !== "exact" && older.held.first > 0;
  return isUntold ? { ...coverage, note: older.coverage.note } : coverage;
}
