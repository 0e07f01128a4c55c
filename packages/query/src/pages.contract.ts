/** How lists are read page by page, from every answerer of the query contract. */
import { describe, expect, test } from "vitest";
import { figuresOf, isWithin, timeOf, timestampOf } from "./figures.contract.ts";
import { FILTERS } from "./filters.contract.ts";
import type { PacketsQuestion } from "./question.ts";
import { EVERYTHING } from "./range.ts";
import type { Session } from "./session.ts";
import type { KnownPacket } from "./traffic.contract.ts";

/** Lists that are read page by page. */
export function describePages(session: () => Session, packets: readonly KnownPacket[]): void {
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
      expect(await numbersOf(session(), { range: EVERYTHING, ...question })).toEqual(expected);
    });

    test("of packets keep to a range", async () => {
      const range = { from: timeOf(packets[300]!), to: timeOf(packets[900]!) };
      const numbers = await numbersOf(session(), {
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
      const page = await session().packets({
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
        const page = await session().flows({
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
      expect(figuresSeen).toEqual(figuresOf(packets.filter(({ source }) => source !== undefined)));
    });

    test("of hosts visit each host once, with the names it was given", async () => {
      const addresses: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await session().hosts({ range: EVERYTHING, filter: "", cursor, limit: 5 });
        addresses.push(...page.hosts.map(({ address }) => address));
        expect(page.total).toBeGreaterThan(5);
        ({ cursor } = page);
      } while (cursor !== undefined);
      const known = packets.flatMap(({ source, destination }) => [source, destination]);
      const expected = new Set(known.filter((address) => address !== undefined));
      expect(new Set(addresses)).toEqual(expected);
      expect(addresses).toHaveLength(expected.size);
    });

    test("of filtered hosts name each as it is named without a filter", async () => {
      const page = { range: EVERYTHING, cursor: undefined, limit: 100 };
      const all = await session().hosts({ ...page, filter: "" });
      const pinged = await session().hosts({ ...page, filter: "icmp" });
      const names = new Map(all.hosts.map(({ address, names: known }) => [address, known]));
      expect(pinged.hosts.some((host) => host.names.length > 0)).toBe(true);
      for (const host of pinged.hosts) expect(host.names).toEqual(names.get(host.address));
    });
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
