/** What history answers in any engine: the same as memory does for whole minutes. */
import {
  EVERYTHING,
  type Flow,
  METRICS,
  MemorySession,
  type Metric,
  type MinuteReport,
  Recorder,
  RingArchive,
  type TimeRange,
  TOP_DIMENSIONS,
  type Top,
  toUnixNanos,
} from "@wirescope/query";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  batchesOf,
  INTERFACES,
  type KnownPacket,
  knownPackets,
  START_SECONDS,
} from "../../../query/src/traffic.contract.ts";
import { reportsOf, type TestHistory } from "./history.fixture.ts";

/** Frame with a datagram of 23 zeros, which is a header of Gnutella. */
const GNUTELLA_LENGTH = 85;

/** Packets of flows that are known for what they are from their first one on: a minute can't tell later what it was. */
const packets = fromTheirBeginning(knownPackets(8000, 3));
const minute = (n: number): bigint => toUnixNanos(START_SECONDS + 60 * n, 0);

const RANGES = [
  { name: "everything", range: EVERYTHING },
  { name: "two minutes", range: { from: minute(1), to: minute(3) } },
  { name: "from a minute on", range: { from: minute(2), to: undefined } },
  { name: "up to a minute", range: { from: undefined, to: minute(4) } },
];
/** Filters that select both directions of flows alike. */
const WHOLE_FLOWS = [
  "",
  "tcp",
  "udp || arp",
  "tcp.port == 443",
  "ip.addr == 10.0.0.3",
  "ip.addr != 10.0.0.3",
  "ipv6.addr == 2001:db8::4",
  "ip.addr == 10.0.0.0/29 && udp",
  'flow.protocol == "DNS"',
  'flow.protocol matches "^t.s$"',
  'flow.name contains "h3"',
  "all ip.addr in {10.0.0.1..10.0.0.4}",
  "ip.addr === 10.0.0.1",
  'direction == "internal"',
  "not (ip or arp)",
];
/** Filters that select single directions: what memory sees of a flow through them can break off and begin anew. */
const DIRECTIONS = [
  "ip.src == 10.0.0.1",
  "icmp && !(ip.dst == 10.0.0.1)",
  "tcp.dstport in {80, 443..444}",
  "ip.dst < 10.0.0.4",
  "tcp xor ip.src == 10.0.0.2",
  "udp.srcport > udp.dstport",
];

/** Filters by what flows are from their first to their last packet: for a shorter range, what they are in it. */
const SUMS = [
  "flow.packets > 6",
  "flow.bytes in {500..5000} && not udp",
  "flow.duration < 100",
  "tcp.srcport == 443 && flow.packets <= 40",
];

interface Case {
  readonly name: string;
  readonly range: TimeRange;
  readonly filter: string;
  /** Rises from case to case, so that what is tried in turn meets every range and every filter. */
  readonly turn: number;
}

/** Every range with every filter. */
const CASES: readonly Case[] = RANGES.flatMap(({ name, range }, i) =>
  [...WHOLE_FLOWS, ...DIRECTIONS, ...(range === EVERYTHING ? SUMS : [])].map((filter, j) => ({
    ...{ name, range, filter },
    turn: i + j,
  })),
);

/** Metrics of lists in which flows are counted otherwise than in memory. */
const SIZES = METRICS.filter((metric) => metric !== "flows");

function inTurn<T>(all: readonly T[], turn: number): T {
  return all[turn % all.length]!;
}

/** Rows of the same value can come in either order; a host's name is what was known in the view alone. */
function inOneOrder(top: Top, metric: Metric): Omit<Top, "coverage"> {
  const rows = top.rows.map((row) => ({ ...row, name: undefined }));
  rows.sort((a, b) => b[metric] - a[metric] || (a.label < b.label ? -1 : 1));
  return { rows, other: top.other };
}

function withoutFlows({ rows, other }: Omit<Top, "coverage">): Omit<Top, "coverage"> {
  return { rows: rows.map((row) => ({ ...row, flows: 0 })), other };
}

/** Leaves out what looks like the header of another protocol, and answers before their questions. */
function fromTheirBeginning(all: readonly KnownPacket[]): KnownPacket[] {
  const begun = new Set<string>();
  return all.filter((packet) => {
    const { kind, source, destination, sourcePort, destinationPort, originalLength } = packet;
    if (kind === "udp6" && originalLength === GNUTELLA_LENGTH) return false;
    if (kind !== "http" && kind !== "dns") return true;
    const isOutward = destination === "10.0.0.1";
    const [client, port] = isOutward ? [source, sourcePort] : [destination, destinationPort];
    const key = `${kind} ${client} ${port}`;
    if (isOutward) begun.add(key);
    return begun.has(key);
  });
}

/**
 * @param rankings of top lists: all of each case, or one in turn for an engine that takes its time
 * @param open makes a history of the reports
 */
export function pastSessionContract(
  rankings: "all" | "in turn",
  open: (reports: readonly MinuteReport[]) => Promise<Pick<TestHistory, "session" | "close">>,
): void {
  let history: Pick<TestHistory, "session" | "close">;
  const recorder = new Recorder({ archive: new RingArchive() });
  const memory = new MemorySession(recorder, { version: "0", mode: "live" });

  beforeAll(async () => {
    for (const batch of batchesOf(packets)) recorder.feed(batch, INTERFACES);
    history = await open(
      reportsOf({ packets, batchesOf, interfaces: INTERFACES, catalog: undefined }),
    );
  });
  afterAll(async () => {
    await history.close();
    await memory.close();
  });

  describe("history answers as memory does", () => {
    test.for(CASES)("summary: $name, $filter", async ({ range, filter }) => {
      const scope = { range, filter };
      const [past, live] = [await history.session.summary(scope), await memory.summary(scope)];
      expect(past.packets).toBe(live.packets);
      expect(past.wireBytes).toBe(live.wireBytes);
      expect(past.protocols).toEqual(live.protocols);
      if (WHOLE_FLOWS.includes(filter)) {
        expect(past.flows).toBe(live.flows);
        expect(past.applications).toEqual(live.applications);
        expect(past.coverage.from).toBe(live.coverage.from);
        expect(past.coverage.to).toBe(live.coverage.to);
      }
      expect(past.coverage).toMatchObject({ kind: "exact", resolution: "minute", gaps: [] });
    });

    test.for(CASES)("timeline: $name, $filter", async ({ range, filter }) => {
      for (const step of [60, 120]) {
        const question = { range, filter, by: "protocol", step } as const;
        const past = await history.session.timeline(question);
        const live = await memory.timeline({ ...question, step: 60 });
        expect(total(past.packets)).toBe(total(live.packets));
        expect(total(past.bytes)).toBe(total(live.bytes));
        if (step === 60) {
          expect({ ...past, coverage: undefined }).toEqual({ ...live, coverage: undefined });
        }
      }
    });

    test.for(CASES)("top lists: $name, $filter", async ({ range, filter, turn }) => {
      const isKnown = range.from === undefined && WHOLE_FLOWS.includes(filter);
      // Memory knows names and flows of a view by what the view has seen.
      const dimensions = TOP_DIMENSIONS.filter((by) => isKnown || by !== "name");
      const all = isKnown ? METRICS : SIZES;
      const metrics = rankings === "all" ? all : [inTurn(all, turn)];
      for (const [i, by] of dimensions.entries()) {
        for (const metric of metrics) {
          const question = { range, filter, by, metric, limit: 1000 };
          const past = inOneOrder(await history.session.top(question), metric);
          const live = inOneOrder(await memory.top(question), metric);
          expect(isKnown ? past : withoutFlows(past), `${by} by ${metric}`).toEqual(
            isKnown ? live : withoutFlows(live),
          );
          if (rankings === "in turn" && i !== turn % dimensions.length) continue;
          const few = await history.session.top({ ...question, limit: 2 });
          expect(few.other.members + few.rows.length).toBe(past.rows.length + past.other.members);
        }
      }
    });

    test.for(RANGES)("flows are added up within the range: $name", async ({ range }) => {
      const flowsOf = async (filter: string): Promise<readonly Flow[]> => {
        const question = { range, filter, sort: "bytes", cursor: undefined, limit: 1000 } as const;
        return (await history.session.flows(question)).flows;
      };
      const all = await flowsOf("");
      const large = (value: (flow: Flow) => number, limit: number): readonly number[] =>
        all.filter((flow) => value(flow) > limit).map(({ id }) => id);
      const idsOf = async (filter: string): Promise<readonly number[]> =>
        (await flowsOf(filter)).map(({ id }) => id);
      const packets = all[all.length >> 1]!.packetsOut;
      const bytes = all[all.length >> 1]!.bytesOut;
      expect(await idsOf(`flow.packets > ${packets}`)).toEqual(
        large((flow) => flow.packetsOut + flow.packetsIn, packets),
      );
      expect(await idsOf(`not flow.bytes <= ${bytes}`)).toEqual(
        large((flow) => flow.bytesOut + flow.bytesIn, bytes),
      );
      expect(large((flow) => flow.packetsOut + flow.packetsIn, packets).length).toBeLessThan(
        all.length,
      );
    });
  });
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
