import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toUnixNanos } from "@wirescope/query";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomSlices, reportOf, seeded } from "../minute-report.fixture.ts";
import { type TestHistory, writeHistory } from "./history.fixture.ts";
import { HistorySession } from "./past-session.ts";

const HOUR = 1_800_000_000 - (1_800_000_000 % 3600);
const MINUTES = 200;
const directory = mkdtempSync(join(tmpdir(), "wirescope-hours-"));
let history: TestHistory;
/** Rests on rollups wherever it can. */
let byHours: HistorySession;

beforeAll(async () => {
  const random = seeded(5);
  const reports = Array.from({ length: MINUTES }, (_, i) => {
    const minute = HOUR + 60 * i;
    const slices = randomSlices(random, 40, minute).map((slice) => ({
      ...slice,
      // No octets come without a packet.
      bytesOut: slice.packetsOut === 0 ? 0 : (slice.bytesOut ?? 0),
      bytesIn: slice.packetsIn === 0 ? 0 : (slice.bytesIn ?? 0),
    }));
    return reportOf(minute, slices);
  });
  history = await writeHistory(join(directory, "hours.duckdb"), reports, undefined);
  const now = (): number => HOUR + 60 * MINUTES;
  byHours = new HistorySession(history.engine, { catalog: undefined, now, sliceLimit: 0 });
});
afterAll(async () => {
  await history.close();
  rmSync(directory, { recursive: true });
});

const DIMENSIONS = [
  "host",
  "source",
  "destination",
  "conversation",
  "service",
  "name",
  "country",
  "asn",
] as const;

const minuteRange = fc
  .tuple(fc.nat(MINUTES - 1), fc.integer({ min: 1, max: MINUTES }))
  .map(([from, length]) => [from, Math.min(MINUTES, from + length)] as const);

function rangeOf([from, to]: readonly [number, number]): { from: bigint; to: bigint } {
  return { from: toUnixNanos(HOUR + 60 * from, 0), to: toUnixNanos(HOUR + 60 * to, 0) };
}

describe("lists of long ranges", () => {
  test("are those of slices where no hour has more members than its rollups", async () => {
    await fc.assert(
      fc.asyncProperty(minuteRange, fc.constantFrom(...DIMENSIONS), async (minutes, by) => {
        const range = rangeOf(minutes);
        const question = { range, filter: "", by, metric: "bytes" as const, limit: 1000 };
        const exact = await history.session.top(question);
        const hourly = await byHours.top(question);
        const plain = ({ rows }: typeof exact): unknown =>
          [...rows].sort((a, b) => (a.label < b.label ? -1 : 1));
        if (exact.other.members === 0) expect(plain(hourly)).toEqual(plain(exact));
        const whole = (key: "packets" | "bytes", top: typeof exact): number =>
          top.rows.reduce((sum, row) => sum + row[key], top.other[key]);
        for (const key of ["packets", "bytes"] as const) {
          expect(whole(key, hourly)).toBe(whole(key, exact));
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test("say that they are by the hour", async () => {
    const question = { filter: "", by: "host", metric: "bytes", limit: 5 } as const;
    const { coverage } = await byHours.top({ ...question, range: rangeOf([0, 190]) });
    expect(coverage.resolution).toBe("hour");
    const short = await byHours.top({ ...question, range: rangeOf([5, 40]) });
    expect(short.coverage.resolution).toBe("minute");
    const { coverage: summary } = await byHours.summary({ range: rangeOf([0, 190]), filter: "" });
    expect(summary.resolution).toBe("hour");
  });
});

const FILTERS = [
  "ip.src == 192.168.0.0/17",
  "tcp.port == 443",
  "tls",
  'flow.name contains "a"',
  "ipv6",
];

describe("answers", () => {
  test("of a range cut in two sum to the whole", async () => {
    await fc.assert(
      fc.asyncProperty(
        minuteRange,
        fc.nat(MINUTES),
        fc.constantFrom("", ...FILTERS),
        async ([from, to], cut, filter) => {
          const at = Math.min(to, Math.max(from, cut));
          const [whole, before, after] = await Promise.all(
            [
              [from, to],
              [from, at],
              [at, to],
            ].map((minutes) =>
              history.session.summary({ range: rangeOf(minutes as [number, number]), filter }),
            ),
          );
          expect(before!.packets + after!.packets).toBe(whole!.packets);
          expect(before!.wireBytes + after!.wireBytes).toBe(whole!.wireBytes);
        },
      ),
      { numRuns: 25, seed: 2 },
    );
  });

  test("to a filter and to its opposite part the whole", async () => {
    for (const filter of FILTERS) {
      const [yes, no, all] = await Promise.all(
        [filter, `!(${filter})`, ""].map((text) =>
          history.session.summary({ range: rangeOf([0, MINUTES]), filter: text }),
        ),
      );
      expect(yes!.packets + no!.packets).toBe(all!.packets);
      expect(yes!.wireBytes + no!.wireBytes).toBe(all!.wireBytes);
    }
  });

  test("have parts that sum to their totals", async () => {
    for (const filter of ["", ...FILTERS]) {
      const scope = { range: rangeOf([3, 150]), filter };
      const { packets, wireBytes, protocols, applications } = await history.session.summary(scope);
      const timeline = await history.session.timeline({ ...scope, by: "protocol", step: 120 });
      const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
      expect(sum(protocols.map((one) => one.packets))).toBe(packets);
      expect(sum(applications.map((one) => one.bytes))).toBe(wireBytes);
      expect(sum(timeline.packets)).toBe(packets);
      expect(sum(timeline.series.flatMap((series) => series.bytes))).toBe(wireBytes);
      for (const by of [
        "protocol",
        "application",
        "source",
        "conversation",
        "service",
        "name",
      ] as const) {
        const { rows, other } = await history.session.top({
          ...scope,
          by,
          metric: "packets",
          limit: 3,
        });
        expect(sum(rows.map((row) => row.packets)) + other.packets).toBe(packets);
        expect(sum(rows.map((row) => row.bytes)) + other.bytes).toBe(wireBytes);
      }
    }
  });
});
