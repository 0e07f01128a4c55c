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
  isOutward,
  isWithin,
  sumOf,
  timelineFigures,
  timeOf,
  timestampOf,
  touches,
} from "./figures.contract.ts";
import { describeLiveStream, type SessionUnderTest } from "./live-stream.contract.ts";
import type { PacketsQuestion, TopDimension } from "./question.ts";
import { EVERYTHING } from "./range.ts";
import type { Session } from "./session.ts";
import { toUnixNanos } from "./timestamp.ts";
import { type KnownPacket, knownPackets, START_SECONDS } from "./traffic.contract.ts";

export type { SessionUnderTest } from "./live-stream.contract.ts";
export { batchesOf, INTERFACES, type KnownPacket, knownPackets } from "./traffic.contract.ts";

/** Makes a session that has taken all of `packets` and keeps them. */
export type MakeSession = (packets: readonly KnownPacket[]) => Promise<SessionUnderTest>;

/** Filters with what they select, by the contents of the known packets. */
const FILTERS: readonly { filter: string; selects: (packet: KnownPacket) => boolean }[] = [
  { filter: "", selects: () => true },
  { filter: "tcp", selects: ({ kind }) => kind === "tls" || kind === "http" },
  { filter: "udp || arp", selects: ({ kind }) => ["dns", "udp6", "arp"].includes(kind) },
  { filter: "dns", selects: ({ kind }) => kind === "dns" },
  { filter: "http.request", selects: (packet) => packet.kind === "http" && isOutward(packet) },
  { filter: "tcp.port == 443", selects: ({ kind }) => kind === "tls" },
  { filter: "ip.src == 10.0.0.1", selects: ({ source }) => source === "10.0.0.1" },
  { filter: "ip.addr == 10.0.0.3", selects: (packet) => touches(packet, "10.0.0.3") },
  { filter: "ipv6.addr == 2001:db8::4", selects: (packet) => touches(packet, "2001:db8::4") },
  { filter: "frame.len > 300", selects: ({ originalLength }) => originalLength > 300 },
  {
    filter: "icmp && !(ip.dst == 10.0.0.1)",
    selects: (packet) => packet.kind === "ping" && !isOutward(packet),
  },
];

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

    describe("filters", () => {
      test.for(FILTERS)("and their opposites part the packets: $filter", async ({ filter }) => {
        if (filter === "") return;
        const [yes, no, all] = await Promise.all(
          [filter, `!(${filter})`, ""].map((text) =>
            session.summary({ range: EVERYTHING, filter: text }),
          ),
        );
        expect(added(figures(yes!), figures(no!))).toEqual(figures(all!));
      });

      test.for(["source", "destination", "conversation", "service"] as const)(
        "of a top row by %s select that row",
        async (by) => {
          const scope = { range: EVERYTHING, filter: "" };
          const { rows } = await session.top({ ...scope, by, metric: "bytes", limit: 3 });
          for (const row of rows) {
            const selected = await session.summary({ range: EVERYTHING, filter: row.filter });
            expect(figures(selected)).toEqual({ packets: row.packets, bytes: row.bytes });
          }
        },
      );

      test("of a flow select its packets", async () => {
        const { flows } = await session.flows({
          range: EVERYTHING,
          filter: "",
          sort: "bytes",
          cursor: undefined,
          limit: 5,
        });
        expect(flows).toHaveLength(5);
        for (const flow of flows) {
          const selected = await session.summary({ range: EVERYTHING, filter: flow.filter });
          expect(figures(selected)).toEqual({
            packets: flow.packetsOut + flow.packetsIn,
            bytes: flow.bytesOut + flow.bytesIn,
          });
        }
      });

      test("of a field select the packet it was shown in", async () => {
        for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) {
          const detail = await session.packet(number);
          const filters = detail!.layers
            .flatMap(({ children }) => children)
            .map(({ filter }) => filter);
          for (const filter of filters.filter((text) => text !== undefined).slice(0, 6)) {
            const page = await session.packets({
              ...{ range: EVERYTHING, filter, direction: "forward", limit: 1 },
              cursor: number - 1,
            });
            expect(page.packets[0]?.number, filter).toBe(number);
          }
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

    describe("pages", () => {
      test.for([
        { filter: "", direction: "forward", limit: 333 },
        { filter: "", direction: "backward", limit: 1000 },
        { filter: "tcp.port == 443", direction: "forward", limit: 7 },
        { filter: "frame.len > 300", direction: "backward", limit: 100 },
      ] as const)("of packets visit each of $filter once, $direction", async (question) => {
        const { selects } = FILTERS.find(({ filter }) => filter === question.filter)!;
        const expected = packets.filter(selects).map(({ number }) => number);
        if (question.direction === "backward") expected.reverse();
        expect(await numbersOf(session, { range: EVERYTHING, ...question })).toEqual(expected);
      });

      test("of packets keep to a range", async () => {
        const range = { from: CUTS[1], to: CUTS[2] };
        const numbers = await numbersOf(session, {
          range,
          filter: "",
          direction: "forward",
          limit: 50,
        });
        expect(numbers).toEqual(
          packets.filter((packet) => isWithin(range, packet)).map(({ number }) => number),
        );
      });

      test("of packets show what was captured", async () => {
        const page = await session.packets({
          ...{ range: EVERYTHING, filter: "dns", direction: "forward", limit: 1 },
          cursor: undefined,
        });
        const known = packets.find(({ kind }) => kind === "dns")!;
        expect(page.packets[0]).toMatchObject({
          number: known.number,
          timestamp: timestampOf(known),
          interface: "eth0",
          source: `${known.source}:${known.sourcePort}`,
          destination: `${known.destination}:${known.destinationPort}`,
          protocol: "DNS",
          protocolByPort: false,
          length: known.originalLength,
          capturedLength: known.bytes.length,
        });
        expect(page.held).toEqual({ first: 1, last: packets.length });
        expect(page.coverage.kind).toBe("exact");
      });

      test("of flows visit each flow once", async () => {
        const ids: number[] = [];
        let figuresSeen = { packets: 0, bytes: 0 };
        let cursor: string | undefined;
        let total: number;
        do {
          const page = await session.flows({
            range: EVERYTHING,
            filter: "",
            sort: "packets",
            cursor,
            limit: 9,
          });
          ids.push(...page.flows.map(({ id }) => id));
          figuresSeen = page.flows.reduce(
            (sum, flow) => ({
              packets: sum.packets + flow.packetsOut + flow.packetsIn,
              bytes: sum.bytes + flow.bytesOut + flow.bytesIn,
            }),
            figuresSeen,
          );
          ({ cursor, total } = page);
        } while (cursor !== undefined);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length).toBe(total);
        expect(figuresSeen).toEqual(
          figuresOf(packets.filter(({ source }) => source !== undefined)),
        );
      });

      test("of hosts visit each host once, with the names it was given", async () => {
        const addresses: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await session.hosts({ range: EVERYTHING, filter: "", cursor, limit: 5 });
          addresses.push(...page.hosts.map(({ address }) => address));
          expect(page.total).toBeGreaterThan(5);
          ({ cursor } = page);
        } while (cursor !== undefined);
        const known = packets.flatMap(({ source, destination }) => [source, destination]);
        const expected = new Set(known.filter((address) => address !== undefined));
        expect(new Set(addresses)).toEqual(expected);
        expect(addresses).toHaveLength(expected.size);
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

    describeLiveStream(() => made, packets);
  });
}

async function numbersOf(
  session: Session,
  question: Omit<PacketsQuestion, "cursor">,
): Promise<number[]> {
  const numbers: number[] = [];
  let cursor: number | undefined;
  do {
    const page = await session.packets({ ...question, cursor });
    numbers.push(...page.packets.map(({ number }) => number));
    ({ cursor } = page);
  } while (cursor !== undefined);
  return numbers;
}
