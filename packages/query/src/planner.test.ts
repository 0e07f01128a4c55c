import { describe, expect, test } from "vitest";
import type { Coverage, Extent, Summary } from "./answer.ts";
import { QueryError } from "./errors.ts";
import { MemorySession } from "./memory-session.ts";
import type { PastSession } from "./past-session.ts";
import { PlannedSession } from "./planner.ts";
import type { Scope } from "./question.ts";
import { EVERYTHING, type TimeRange } from "./range.ts";
import { Recorder } from "./recorder.ts";
import { RingArchive } from "./ring-archive.ts";
import type { Status } from "./status.ts";
import { formatTimestamp, toUnixNanos } from "./timestamp.ts";
import { batchesOf, INTERFACES, knownPackets, START_SECONDS } from "./traffic.contract.ts";

const BY_MINUTE: Coverage = {
  kind: "exact",
  resolution: "minute",
  from: undefined,
  to: undefined,
  gaps: [],
  note: "By the minute.",
};

const NOTHING: Extent = {
  packets: undefined,
  flows: undefined,
  hours: undefined,
  gaps: [],
  problem: undefined,
};

/** A history that says who was asked, in the place of its figures. */
class PastOfOneCoverage implements PastSession {
  readonly asked: string[] = [];
  readonly #coverage: Coverage;

  constructor(coverage: Coverage = BY_MINUTE) {
    this.#coverage = coverage;
  }

  summary = (question: Scope): Promise<Summary> => this.#answer("summary", question) as never;
  timeline: PastSession["timeline"] = (question) => this.#answer("timeline", question) as never;
  top: PastSession["top"] = (question) => this.#answer("top", question) as never;
  flows: PastSession["flows"] = (question) => this.#answer("flows", question) as never;
  hosts: PastSession["hosts"] = (question) => this.#answer("hosts", question) as never;
  usage: PastSession["usage"] = (question) => this.#answer("usage", { ...question }) as never;
  extent: PastSession["extent"] = async () => ({
    ...NOTHING,
    flows: { from: "2026-10-23T00:00:00.000000000Z", to: "2026-11-22T00:00:00.000000000Z" },
  });
  close = async (): Promise<void> => {
    this.asked.push("close");
  };

  async #answer(name: string, _question: unknown): Promise<{ coverage: Coverage }> {
    this.asked.push(name);
    return { coverage: this.#coverage };
  }
}

const PACKETS = knownPackets(2000);

/** A session that holds the packets from `heldFrom` (seconds into the capture) on. */
class SessionOfNewest extends MemorySession {
  readonly #heldFrom: number;

  constructor(heldFrom: number, startedAt: bigint) {
    const recorder = new Recorder({ archive: new RingArchive() });
    for (const batch of batchesOf(PACKETS)) recorder.feed(batch, INTERFACES);
    super(recorder, { version: "0.0.0", mode: "live", startedAt });
    this.#heldFrom = heldFrom;
  }

  override async status(): Promise<Status> {
    const status = await super.status();
    return { ...status, drops: { ...status.drops, packetsForgotten: this.#heldFrom } };
  }

  override async extent(): Promise<Extent> {
    const extent = await super.extent();
    const from = formatTimestamp(START_SECONDS + this.#heldFrom, 0);
    return { ...extent, packets: { from, to: extent.packets?.to ?? from } };
  }
}

function memory(heldFrom = 0, startedAt = 0n): MemorySession {
  return new SessionOfNewest(heldFrom, startedAt);
}

function since(seconds: number): TimeRange {
  return { from: toUnixNanos(START_SECONDS + seconds, 0), to: undefined };
}

describe("a planned session", () => {
  test.for<{ name: string; range: TimeRange; asked: readonly string[] }>([
    { name: "the capture as a whole from memory", range: EVERYTHING, asked: [] },
    { name: "what memory holds from memory", range: since(30), asked: [] },
    { name: "what reaches back before it from history", range: since(-60), asked: ["summary"] },
    {
      name: "everything up to a time from history",
      range: { from: undefined, to: toUnixNanos(START_SECONDS + 60, 0) },
      asked: ["summary"],
    },
  ])("answers $name", async ({ range, asked }) => {
    const past = new PastOfOneCoverage();
    const session = new PlannedSession(memory(), past);
    const { coverage } = await session.summary({ range, filter: "" });
    expect(past.asked).toEqual(asked);
    expect(coverage.resolution).toBe(asked.length === 0 ? "packet" : "minute");
    expect(coverage.kind).toBe("exact");
  });

  test("asks history for packets that memory has forgotten", async () => {
    const past = new PastOfOneCoverage();
    const session = new PlannedSession(memory(20), past);
    for (const [name, ask] of [
      ["summary", () => session.summary({ range: since(1), filter: "" })],
      ["top", () => session.top({ range: since(1), filter: "", ...HOSTS })],
      ["flows", () => session.flows({ range: since(1), filter: "", ...FLOWS })],
      ["hosts", () => session.hosts({ range: since(1), filter: "", ...PAGE })],
    ] as const) {
      await ask();
      expect(past.asked).toEqual([name]);
      past.asked.length = 0;
    }
  });

  test.for([
    { recorded: "nothing", until: undefined, heldFrom: 0, isMemorys: true },
    { recorded: "what ends before the range", until: -120, heldFrom: 0, isMemorys: true },
    { recorded: "what reaches into the range", until: -30, heldFrom: 0, isMemorys: false },
    {
      recorded: "nothing, but packets are forgotten",
      until: undefined,
      heldFrom: 20,
      isMemorys: false,
    },
  ])(
    "a range from before the capture, with $recorded earlier: memory's own is $isMemorys",
    async ({ until, heldFrom, isMemorys }) => {
      const past = new PastOfOneCoverage();
      const to = formatTimestamp(START_SECONDS + (until ?? 0), 0);
      const flows = until === undefined ? undefined : { from: to, to };
      past.extent = async () => ({ ...NOTHING, flows });
      const session = new PlannedSession(memory(heldFrom, toUnixNanos(START_SECONDS, 0)), past);
      await session.lookBack();
      const { coverage } = await session.flows({ range: since(-60), filter: "", ...FLOWS });
      expect(past.asked).toEqual(isMemorys ? [] : ["flows"]);
      expect(coverage.resolution).toBe(isMemorys ? "packet" : "minute");
    },
  );

  test("a history that can't tell how far it reaches answers for what lies before", async () => {
    const past = new PastOfOneCoverage();
    past.extent = () => Promise.reject(new QueryError("QUERY_FAILED", "The store is away."));
    const session = new PlannedSession(memory(0, toUnixNanos(START_SECONDS, 0)), past);
    await session.lookBack();
    await session.flows({ range: since(-60), filter: "", ...FLOWS });
    expect(past.asked).toEqual(["flows"]);
  });

  test("takes the timeline from memory although its packets are forgotten", async () => {
    const past = new PastOfOneCoverage();
    const session = new PlannedSession(memory(20), past);
    const question = { range: since(1), filter: "", by: "total", step: undefined } as const;
    expect((await session.timeline(question)).coverage.kind).toBe("exact");
    expect(past.asked).toEqual([]);
    await session.timeline({ ...question, filter: "tcp" });
    expect(past.asked).toEqual(["timeline"]);
  });

  test("asks history for every part of a range that began before the capture", async () => {
    const past = new PastOfOneCoverage();
    const session = new PlannedSession(memory(0, toUnixNanos(START_SECONDS, 0)), past);
    const scope = { range: since(-60), filter: "" };
    await session.summary(scope);
    await session.top({ ...scope, ...HOSTS });
    await session.timeline({ ...scope, by: "protocol", step: 1 });
    expect(past.asked).toEqual(["summary", "top", "timeline"]);
    await session.timeline({ ...scope, range: since(0), by: "protocol", step: 1 });
    expect(past.asked).toHaveLength(3);
  });

  test("shows what memory has left where history can say nothing", async () => {
    const past = new PastOfOneCoverage({ ...BY_MINUTE, kind: "none" });
    const session = new PlannedSession(memory(), past);
    const { coverage, packets } = await session.summary({ range: since(-60), filter: "" });
    expect(past.asked).toEqual(["summary"]);
    expect(coverage).toMatchObject({ kind: "exact", resolution: "packet" });
    expect(packets).toBe(PACKETS.length);
  });

  test("answers from history alone where nothing is captured", async () => {
    const past = new PastOfOneCoverage();
    const idle = new MemorySession(new Recorder(), { version: "0.0.0", mode: "history" });
    const session = new PlannedSession(idle, past);
    const { coverage } = await session.summary({ range: EVERYTHING, filter: "" });
    expect(coverage.resolution).toBe("minute");
  });

  test("names the packets that reach back farthest, in memory or on disk", async () => {
    const live = memory();
    const { packets } = await live.extent();
    for (const from of ["2000-01-01T00:00:00.000000000Z", packets!.to]) {
      const kept = memory();
      kept.extent = async () => ({ ...NOTHING, packets: { from, to: packets!.to } });
      const session = new PlannedSession(live, new PastOfOneCoverage(), kept);
      const expected = from < packets!.from ? from : packets!.from;
      expect((await session.extent()).packets).toEqual({ from: expected, to: packets!.to });
    }
  });

  test("joins what both hold, and closes both", async () => {
    const past = new PastOfOneCoverage();
    const live = memory();
    const session = new PlannedSession(live, past);
    const { packets, flows } = await session.extent();
    expect(packets).toEqual((await live.extent()).packets);
    expect(flows).toEqual((await past.extent()).flows);
    await session.close();
    expect(past.asked).toEqual(["close"]);
    await expect(live.status()).rejects.toThrow(QueryError);
  });
});

const PAGE = { cursor: undefined, limit: 10 } as const;
const FLOWS = { ...PAGE, sort: "bytes" } as const;
const HOSTS = { by: "host", metric: "bytes", limit: 10 } as const;
