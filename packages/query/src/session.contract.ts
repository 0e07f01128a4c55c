/**
 * What every answerer of the query contract must do, run over generated traffic of known content.
 *
 * An implementation calls {@link describeSession} with a function that makes a session over a capture,
 * and all of them have to give the same, true answers.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  added,
  expectSeriesToSum,
  figures,
  figuresOf,
  isWithin,
  sumOf,
  timelineFigures,
  timeOf,
  timestampOf,
} from "./figures.contract.ts";
import { describeFilters, FILTERS } from "./filters.contract.ts";
import { describeLiveStream, type SessionUnderTest } from "./live-stream.contract.ts";
import { describePages } from "./pages.contract.ts";
import type { TopDimension } from "./question.ts";
import { EVERYTHING } from "./range.ts";
import type { Session } from "./session.ts";
import { toUnixNanos } from "./timestamp.ts";
import { type KnownPacket, knownPackets, START_SECONDS } from "./traffic.contract.ts";

export type { SessionUnderTest } from "./live-stream.contract.ts";
export { batchesOf, INTERFACES, type KnownPacket, knownPackets } from "./traffic.contract.ts";

/** Makes a session that has taken all of `packets` and keeps them. */
export type MakeSession = (packets: readonly KnownPacket[]) => Promise<SessionUnderTest>;

const DIMENSIONS: readonly TopDimension[] = [
  "protocol",
  "host",
  "source",
  "destination",
  "conversation",
  "service",
  "name",
];

/** Times with and without a fraction of a second, inside and outside the capture. */
const CUTS: readonly bigint[] = [
  toUnixNanos(START_SECONDS - 10, 0),
  toUnixNanos(START_SECONDS + 30, 0),
  toUnixNanos(START_SECONDS + 41, 123_456_789),
  toUnixNanos(START_SECONDS + 1_000_000, 1),
];

export function describeSession(name: string, makeSession: MakeSession): void {
  describe(name, () => {
    const packets = knownPackets(2000);
    let made: SessionUnderTest;
    let session: Session;

    beforeAll(async () => {
      made = await makeSession(packets);
      session = made.session;
    });
    afterAll(() => made.close());

    describe("counts", () => {
      test.for(FILTERS)("the packets of $filter", async ({ filter, selects }) => {
        const selected = packets.filter(selects);
        expect(selected.length).toBeGreaterThan(20);
        const summary = await session.summary({ range: EVERYTHING, filter });
        expect(figures(summary)).toEqual(figuresOf(selected));
        expect(summary.coverage).toMatchObject({
          kind: "exact",
          from: timestampOf(selected[0]),
          to: timestampOf(selected.at(-1)),
        });
      });

      test.for(FILTERS)("sum to the totals for $filter", async ({ filter }) => {
        const scope = { range: EVERYTHING, filter };
        const summary = await session.summary(scope);
        expect(
          figures({
            packets: sumOf(summary.protocols, "packets"),
            wireBytes: sumOf(summary.protocols, "bytes"),
          }),
        ).toEqual(figures(summary));
        for (const by of ["protocol", "total"] as const) {
          const timeline = await session.timeline({ ...scope, by, step: undefined });
          expect(timelineFigures(timeline)).toEqual(figures(summary));
          if (by === "protocol") expectSeriesToSum(timeline);
        }
      });

      test.for(DIMENSIONS)("and top lists by %s leave a rest that makes them whole", async (by) => {
        const scope = { range: EVERYTHING, filter: "" };
        const all = await session.top({ ...scope, by, metric: "bytes", limit: 1000 });
        const few = await session.top({ ...scope, by, metric: "bytes", limit: 2 });
        expect(few.rows).toEqual(all.rows.slice(0, 2));
        expect(few.other.members).toBe(all.rows.length - few.rows.length + all.other.members);
        for (const metric of ["packets", "bytes"] as const) {
          const whole = sumOf(all.rows, metric) + all.other[metric];
          expect(sumOf(few.rows, metric) + few.other[metric]).toBe(whole);
          if (by !== "host") expect(whole).toBe(figuresOf(packets)[metric]);
        }
      });

      test("rank by what was asked for", async () => {
        for (const metric of ["packets", "bytes", "flows"] as const) {
          const scope = { range: EVERYTHING, filter: "" };
          const { rows } = await session.top({ ...scope, by: "source", metric, limit: 100 });
          const values = rows.map((row) => row[metric]);
          expect(values).toEqual([...values].sort((a, b) => b - a));
        }
      });
    });

    describe("ranges", () => {
      test.for(["", "tcp"])("cut in two sum to the whole, for filter %j", async (filter) => {
        const whole = await session.summary({ range: EVERYTHING, filter });
        for (const cut of CUTS) {
          const [before, after] = await Promise.all([
            session.summary({ range: { from: undefined, to: cut }, filter }),
            session.summary({ range: { from: cut, to: undefined }, filter }),
          ]);
          expect(added(figures(before!), figures(after!))).toEqual(figures(whole));
        }
      });

      test("are half open and exact to the nanosecond", async () => {
        const [first, second] = [packets[500]!, packets[700]!];
        const range = { from: timeOf(first), to: timeOf(second) };
        const summary = await session.summary({ range, filter: "" });
        expect(figures(summary)).toEqual(figuresOf(packets.slice(500, 700)));
      });

      test("give a timeline of what is inside", async () => {
        for (const [from, to] of [
          [CUTS[1], CUTS[2]],
          [CUTS[0], CUTS[1]],
          [CUTS[2], CUTS[3]],
        ] as const) {
          const range = { from, to };
          const expected = figuresOf(packets.filter((packet) => isWithin(range, packet)));
          for (const step of [undefined, 1, 7]) {
            const timeline = await session.timeline({ range, filter: "", by: "protocol", step });
            expect(timelineFigures(timeline)).toEqual(expected);
            expectSeriesToSum(timeline);
          }
        }
      });

      test("that hold nothing give zeros", async () => {
        const range = { from: CUTS[3]!, to: undefined };
        const summary = await session.summary({ range, filter: "" });
        expect(figures(summary)).toEqual({ packets: 0, bytes: 0 });
        const timeline = await session.timeline({
          range,
          filter: "",
          by: "total",
          step: undefined,
        });
        expect(timeline).toMatchObject({ packets: [], bytes: [], start: null });
      });
    });

    describe("a packet", () => {
      test("comes with its octets, and layers that lie inside them", async () => {
        for (const known of packets.slice(0, 30)) {
          const detail = (await session.packet(known.number))!;
          expect(detail.row.number).toBe(known.number);
          expect(new Uint8Array(detail.bytes)).toEqual(known.bytes);
          expect(detail.layers.length).toBeGreaterThan(1);
          for (const layer of detail.layers) {
            expect(layer.start).toBeGreaterThanOrEqual(0);
            expect(layer.end).toBeLessThanOrEqual(known.bytes.length);
          }
        }
      });

      test("that is not there is undefined", async () => {
        expect(await session.packet(packets.length + 1)).toBeUndefined();
      });
    });

    describe("what is wrong with a question is said", () => {
      const scope = { range: EVERYTHING, filter: "" };
      test("a filter, with the column", async () => {
        const question = session.summary({ range: EVERYTHING, filter: "tcp && nosuch.field == 1" });
        await expect(question).rejects.toMatchObject({ code: "QUERY_BAD_FILTER", column: 8 });
      });

      test.for([
        {
          name: "a range that ends before it starts",
          code: "QUERY_BAD_RANGE",
          ask: () => session.summary({ ...scope, range: { from: 5n, to: 4n } }),
        },
        {
          name: "no rows",
          code: "QUERY_BAD_LIMIT",
          ask: () => session.top({ ...scope, by: "host", metric: "bytes", limit: 0 }),
        },
        {
          name: "too many rows",
          code: "QUERY_BAD_LIMIT",
          ask: () => session.hosts({ ...scope, cursor: undefined, limit: 1001 }),
        },
        {
          name: "an unknown dimension",
          code: "QUERY_BAD_DIMENSION",
          ask: () =>
            session.top({ ...scope, by: "colour" as TopDimension, metric: "bytes", limit: 1 }),
        },
        {
          name: "a foreign cursor",
          code: "QUERY_BAD_CURSOR",
          ask: () => session.flows({ ...scope, sort: "bytes", cursor: "x", limit: 1 }),
        },
        {
          name: "a step of nothing",
          code: "QUERY_BAD_LIMIT",
          ask: () => session.timeline({ ...scope, by: "total", step: 0 }),
        },
      ])("$name", async ({ code, ask }) => {
        await expect(ask()).rejects.toMatchObject({ code });
      });
    });

    describeFilters(() => session);
    describePages(() => session, packets);
    describeLiveStream(() => made, packets);
  });
}
