/** What history answers in any engine once minutes are gone and hours are left: the same totals, by the hour. */
import {
  EVERYTHING,
  formatTimestamp,
  type MinuteReport,
  type Summary,
  type TimeRange,
  TOP_DIMENSIONS,
  toUnixNanos,
} from "@wirescope/query";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomSlices, reportOf, seeded } from "../minute-report.fixture.ts";
import type { HistoryEngine } from "./history-engine.ts";
import { HistorySession } from "./past-session.ts";

const START = 1_800_000_000 - (1_800_000_000 % 3600);
const MINUTE = 60;
const HOUR = 3600;

/** Minutes since the start that are recorded: three hours, with one between in which nothing is, and a part of one. */
const MINUTES = [
  ...[10, 20, 30, 40, 50],
  ...[120, 130, 140, 150, 160, 170],
  ...[180, 190, 200, 210, 220, 230],
  ...[240, 241, 242, 243, 244],
];
const END = 245;

/** What is dropped, and until when whole hours are counted then; in minutes. */
const CUTS = [
  { name: "to a whole hour", cut: 180, seam: 180 },
  { name: "to the middle of an hour", cut: 205, seam: 240 },
];

/** In minutes: what is asked for, and what is counted for it. */
const RANGES = [
  { name: "everything", from: 0, to: END, counted: [0, END] },
  { name: "hours that are gone", from: 0, to: 180, counted: [0, 180] },
  { name: "a part of an hour that is gone", from: 130, to: 150, counted: [120, 180] },
  { name: "an hour and a part across the seam", from: 170, to: 243, counted: [120, 243] },
] as const;

export interface AgingHistory {
  readonly engine: HistoryEngine;
  /** Removes the minutes before `time`, seconds since 1970. */
  dropBefore(time: number): Promise<void>;
  close(): Promise<void>;
}

/** @param open makes a history of the reports */
export function pastRetentionContract(
  open: (reports: readonly MinuteReport[]) => Promise<AgingHistory>,
): void {
  const recorded = new Map<string, Summary>();
  let history: AgingHistory;
  let session: HistorySession;
  let byHours: HistorySession;

  beforeAll(async () => {
    history = await open(reportsOfMinutes());
    const options = { catalog: undefined, now: () => START + END * MINUTE };
    session = new HistorySession(history.engine, options);
    byHours = new HistorySession(history.engine, { ...options, sliceLimit: 0 });
    for (const { name, counted } of RANGES) {
      const [from, to] = counted;
      recorded.set(name, await session.summary({ range: rangeOf(from, to), filter: "" }));
    }
  });
  afterAll(() => history.close());

  test("hours that have all of their minutes are not asked", async () => {
    const { packets, coverage } = await session.summary({ range: rangeOf(-30, 60), filter: "" });
    expect(coverage).toMatchObject({ kind: "exact", resolution: "minute" });
    const first = await session.summary({ range: rangeOf(10, 60), filter: "" });
    expect(packets).toBe(first.packets);
  });

  describe.each(CUTS)("with minutes removed $name", ({ cut, seam }) => {
    beforeAll(() => history.dropBefore(START + cut * MINUTE));

    test.for(RANGES)("totals are what was recorded: $name", async ({ name, from, to }) => {
      const { packets, wireBytes, flows, protocols, applications } = recorded.get(name)!;
      const past = await session.summary({ range: rangeOf(from, to), filter: "" });
      expect(past).toMatchObject({ packets, wireBytes, flows, malformed: undefined });
      expect(past.applications).toEqual(applications);
      const plain = (list: Summary["protocols"]): unknown[] =>
        list.map((one) => ({ ...one, packetsByPort: 0 }));
      expect(plain(past.protocols)).toEqual(plain(protocols));
      expect(past.coverage).toMatchObject({ kind: "exact", resolution: "hour" });
      expect(past.coverage.note).toContain("whole hours");
    });

    test.for(RANGES)("timelines sum to the totals: $name", async ({ name, from, to }) => {
      const { packets, wireBytes } = recorded.get(name)!;
      for (const by of ["total", "protocol"] as const) {
        for (const step of [undefined, 60, 2 * HOUR]) {
          const question = { range: rangeOf(from, to), filter: "", by, step };
          const timeline = await session.timeline(question);
          expect(timeline.step % HOUR).toBe(0);
          expect(sum(timeline.packets)).toBe(packets);
          expect(sum(timeline.bytes)).toBe(wireBytes);
          const series = timeline.series.flatMap((one) => one.bytes);
          expect(sum(series)).toBe(by === "total" ? 0 : wireBytes);
          expect(timeline.coverage.resolution).toBe("hour");
        }
      }
    });

    test.for(RANGES)("lists and what they leave out are the totals: $name", async (one) => {
      const { packets, wireBytes } = recorded.get(one.name)!;
      for (const by of TOP_DIMENSIONS) {
        // No country or system is known, so a packet counts where it has none.
        const ends = by === "host" || by === "country" || by === "asn" ? 2 : 1;
        for (const asked of [session, byHours]) {
          const range = rangeOf(one.from, one.to);
          const top = await asked.top({ range, filter: "", by, metric: "bytes", limit: 5 });
          expect(sum(top.rows.map((row) => row.packets)) + top.other.packets, by).toBe(
            ends * packets,
          );
          expect(sum(top.rows.map((row) => row.bytes)) + top.other.bytes, by).toBe(
            ends * wireBytes,
          );
          expect(top.rows.length > 0, by).toBe(by !== "country" && by !== "asn");
        }
      }
    });

    test("a range cut at a whole hour sums to the whole", async () => {
      const whole = recorded.get("everything")!;
      for (const at of [120, 180, 240]) {
        const before = await session.summary({ range: rangeOf(0, at), filter: "" });
        const after = await session.summary({ range: rangeOf(at, END), filter: "" });
        expect(before.packets + after.packets).toBe(whole.packets);
        expect(before.wireBytes + after.wireBytes).toBe(whole.wireBytes);
      }
    });

    test("an open range reaches back as far as hours do", async () => {
      const { packets, coverage } = await session.summary({ range: EVERYTHING, filter: "" });
      expect(packets).toBe(recorded.get("everything")!.packets);
      expect(coverage.from).toBe(moment(0));
      expect(coverage.gaps[0]).toEqual({ from: moment(60), to: moment(120) });
      const { gaps, flows, hours } = await session.extent();
      expect(gaps).toEqual(coverage.gaps);
      expect(hours?.from).toBe(moment(0));
      expect(flows?.from).toBe(moment(cut === 205 ? 210 : cut));
    });

    test("coverage says which hours were counted, and where nothing was recorded", async () => {
      const { coverage } = await session.summary({ range: rangeOf(-60, 150), filter: "" });
      expect(coverage).toMatchObject({
        kind: "exact",
        from: moment(0),
        to: moment(180),
        gaps: [
          { from: moment(-60), to: moment(0) },
          { from: moment(60), to: moment(120) },
        ],
      });
      const minutes = await session.summary({ range: rangeOf(seam, END), filter: "" });
      expect(minutes.coverage.resolution).toBe("minute");
      const unseen = await session.summary({ range: rangeOf(60, 120), filter: "" });
      expect(unseen.coverage).toMatchObject({
        kind: "none",
        gaps: [{ from: moment(60), to: moment(120) }],
      });
    });

    test("hosts are there with the hours in which they were among the largest", async () => {
      const question = { range: rangeOf(0, END), filter: "", cursor: undefined, limit: 20 };
      const { hosts, coverage } = await session.hosts(question);
      expect(coverage.resolution).toBe("hour");
      const top = await session.top({ ...question, by: "host", metric: "bytes" });
      expect(hosts.map(({ address }) => address)).toEqual(top.rows.map(({ label }) => label));
      expect(hosts[0]).toMatchObject({ firstTimestamp: moment(0) });
      expect(hosts[0]!.lastTimestamp > moment(240)).toBe(true);
    });

    test("what hours can't tell is said", async () => {
      const gone = { range: rangeOf(0, 60), sort: "bytes", cursor: undefined, limit: 9 } as const;
      const [flows, filtered] = [
        await session.flows({ ...gone, filter: "" }),
        await session.top({ ...gone, filter: "tcp", by: "host", metric: "bytes" }),
      ];
      for (const { coverage } of [flows, filtered]) {
        expect(coverage).toMatchObject({ kind: "none", gaps: [] });
        expect(coverage.note).toContain("hours tell totals and rankings, without a filter");
      }
      const part = await session.flows({ ...gone, filter: "", range: rangeOf(0, END) });
      expect(part.coverage).toMatchObject({ kind: "retained", resolution: "minute" });
      expect(part.coverage.note).toContain("hours tell totals and rankings");
    });
  });
}

function reportsOfMinutes(): MinuteReport[] {
  const random = seeded(11);
  return MINUTES.map((offset) => {
    const minute = START + offset * MINUTE;
    const slices = randomSlices(random, 40, minute);
    return reportOf(minute, slices);
  });
}

function rangeOf(from: number, to: number): TimeRange {
  return { from: toUnixNanos(START + from * MINUTE, 0), to: toUnixNanos(START + to * MINUTE, 0) };
}

function moment(minute: number): string {
  return formatTimestamp(START + minute * MINUTE, 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
