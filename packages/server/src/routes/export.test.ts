import { CaptureReader, PacketBatch } from "@wirescope/pcap";
import { type PacketRow, type PacketsPage, type PacketsQuestion, viewOf } from "@wirescope/query";
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

  test.for(["packets", "flows", "top", "usage"])("of %s is one JSON array", async (of) => {
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

  test("of packets as pcapng holds their octets, and carries the view", async () => {
    const response = await get("format=pcapng&view=f%3Ddns%26t%3Dlive-5m&filter=dns");
    expect(response.headers.get("content-disposition")).toContain("wirescope-packets.pcapng");
    const reader = new CaptureReader();
    reader.push(new Uint8Array(await response.arrayBuffer()));
    reader.end();
    const batch = new PacketBatch();
    expect(reader.next(batch)).toBe(true);
    expect(batch.count).toBe(1);
    expect(batch.originalLength[0]).toBe(60);
    expect(viewOf(reader.fileComments)).toBe("f=dns&t=live-5m");
  });

  test.for(["packets", "flows", "top", "usage"])("of %s is Parquet", async (of) => {
    const response = await get(`of=${of}&format=parquet`);
    const octets = new Uint8Array(await response.arrayBuffer());
    expect(String(Buffer.from(octets.subarray(0, 4)))).toBe("PAR1");
    expect(String(Buffer.from(octets.subarray(-4)))).toBe("PAR1");
  });

  test("of usage takes a period and a time zone, and defuses names", async () => {
    const response = await get("of=usage&period=month&timeZone=Asia/Kolkata");
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(",02:00:00:00:00:01,192.168.1.7,'=laptop,");
  });

  test.for([
    ["limit", "of=packets&limit=10"],
    ["by", "by=host"],
    ["timeZone", "of=top&timeZone=UTC"],
  ] as const)("of something that %s says nothing of is refused: %s", async ([parameter, query]) => {
    const response = await get(query);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "HTTP_BAD_PARAMETER", parameter });
  });

  test("of a table as pcapng is a problem that says so", async () => {
    const response = await get("of=flows&format=pcapng");
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ parameter: "format" });
  });

  test("in an unknown format is a problem", async () => {
    expect((await get("format=xls")).status).toBe(400);
  });
});
