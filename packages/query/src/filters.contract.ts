/** What filters select, in every answerer of the query contract. */
import { describe, expect, test } from "vitest";
import { added, figures, isOutward, touches } from "./figures.contract.ts";
import { EVERYTHING } from "./range.ts";
import type { Session } from "./session.ts";
import type { KnownPacket } from "./traffic.contract.ts";

/** Filters with what they select, by the contents of the known packets. */
export const FILTERS: readonly { filter: string; selects: (packet: KnownPacket) => boolean }[] = [
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

/** The filters that come with answers, and those that packets are known to match. */
export function describeFilters(session: () => Session): void {
  describe("filters", () => {
    test.for(FILTERS)("and their opposites part the packets: $filter", async ({ filter }) => {
      if (filter === "") return;
      const [yes, no, all] = await Promise.all(
        [filter, `!(${filter})`, ""].map((text) =>
          session().summary({ range: EVERYTHING, filter: text }),
        ),
      );
      expect(added(figures(yes!), figures(no!))).toEqual(figures(all!));
    });

    test.for(["source", "destination", "conversation", "service"] as const)(
      "of a top row by %s select that row",
      async (by) => {
        const scope = { range: EVERYTHING, filter: "" };
        const { rows } = await session().top({ ...scope, by, metric: "bytes", limit: 3 });
        for (const row of rows) {
          const selected = await session().summary({ range: EVERYTHING, filter: row.filter });
          expect(figures(selected)).toEqual({ packets: row.packets, bytes: row.bytes });
        }
      },
    );

    test("of a flow select its packets", async () => {
      const { flows } = await session().flows({
        range: EVERYTHING,
        filter: "",
        sort: "bytes",
        cursor: undefined,
        limit: 5,
      });
      expect(flows).toHaveLength(5);
      for (const flow of flows) {
        const selected = await session().summary({ range: EVERYTHING, filter: flow.filter });
        expect(figures(selected)).toEqual({
          packets: flow.packetsOut + flow.packetsIn,
          bytes: flow.bytesOut + flow.bytesIn,
        });
      }
    });

    test("of a field select the packet it was shown in", async () => {
      for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) {
        const detail = await session().packet(number);
        const filters = detail!.layers
          .flatMap(({ children }) => children)
          .map(({ filter }) => filter);
        for (const filter of filters.filter((text) => text !== undefined).slice(0, 6)) {
          const page = await session().packets({
            ...{ range: EVERYTHING, filter, direction: "forward", limit: 1 },
            cursor: number - 1,
          });
          expect(page.packets[0]?.number, filter).toBe(number);
        }
      }
    });
  });
}
