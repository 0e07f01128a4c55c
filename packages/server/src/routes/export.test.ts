import type { PacketRow, PacketsPage, PacketsQuestion } from "@wirescope/query";
import { describe, expect, test } from "vitest";
import { CannedSession } from "../canned-session.fixture.ts";
import { Server } from "../root.ts";

async function get(query: string, session = new CannedSession()): Promise<Response> {
  const { app } = new Server({}, { session });
  return app.request(`http://localhost/api/v1/export?${query}`);
}

/** Answers from `count` packets, of which two more come with every page. */
class GrowingSession extends CannedSession {
  count: number;

  constructor(count: number) {
    super();
    this.count = count;
  }

  override packets = async (question: PacketsQuestion): Promise<PacketsPage> => {
    const template = (await new CannedSession().packets(question)).packets[0]!;
    const first = (question.cursor ?? 0) + 1;
    const length = Math.max(0, Math.min(question.limit, this.count - first + 1));
    const packets = Array.from(
      { length },
      (_, i): PacketRow => ({ ...template, number: first + i }),
    );
    const last = first + length - 1;
    const held = { first: 1, last: this.count };
    const cursor = last < this.count ? last : undefined;
    this.count += 2;
    return {
      packets,
      cursor,
      held,
      matching: undefined,
      coverage: {
        kind: "exact",
        resolution: "packet",
        from: undefined,
        to: undefined,
        gaps: [],
        note: undefined,
      },
    };
  };
}

describe("an export", () => {
  test("of packets is CSV with a header", async () => {
    const response = await get("of=packets");
    expect(response.headers.get("content-type")).toContain("text/csv");
    expect(response.headers.get("content-disposition")).toBe(
      'attachment; filename="wirescope-packets.csv"',
    );
    const [header, row] = (await response.text()).split("\r\n");
    expect(header).toBe(
      "number,timestamp,interface,source,destination,protocol,length,capturedLength,info",
    );
    expect(row).toBe(
      "7,2026-11-22T10:00:00.000000001Z,eth0,192.0.2.1:40000,198.51.100.2:443,TLS,60,3,Client Hello",
    );
  });

  test.for(["packets", "flows", "top"])("of %s is one JSON array", async (of) => {
    const response = await get(`of=${of}&format=json`);
    expect(response.headers.get("content-type")).toBe("application/json");
    const rows = (await response.json()) as unknown[];
    expect(rows.length).toBeGreaterThan(0);
  });

  test("goes through all pages, up to what is held when it begins", async () => {
    const response = await get("format=json", new GrowingSession(2500));
    const rows = (await response.json()) as PacketRow[];
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 2500 }, (_, i) => i + 1));
  });

  test("of nothing is a header, or an empty array", async () => {
    expect(await (await get("format=json", new GrowingSession(0))).json()).toEqual([]);
    expect((await (await get("", new GrowingSession(0))).text()).split("\r\n")).toHaveLength(2);
  });

  test("with a wrong filter is a problem, not half a file", async () => {
    const response = await get("filter=tcp.prt%20%3D%3D%201");
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "QUERY_BAD_FILTER", column: 1 });
  });

  test("in an unknown format is a problem", async () => {
    expect((await get("format=xls")).status).toBe(400);
  });
});
