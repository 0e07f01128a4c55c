import { describe, expect, test } from "vitest";
import { CANNED_STATUS, CannedSession } from "./canned-session.fixture.ts";
import { MAX_FILTER_LENGTH } from "./config.ts";
import { Server } from "./root.ts";

/** Of the canned session's newest packet, nanoseconds since 1970. */
const PRESENT = BigInt(Date.parse("2026-11-22T10:00:00Z")) * 1_000_000n;

function serve(session = new CannedSession()): {
  session: CannedSession;
  server: Server;
  get: (path: string, init?: RequestInit) => Promise<Response>;
} {
  const server = new Server({}, { session });
  const get = async (path: string, init?: RequestInit): Promise<Response> =>
    server.app.request(`http://localhost:9473${path}`, init);
  return { session, server, get };
}

describe("questions", () => {
  test.for<[path: string, name: string, question: unknown]>([
    ["/api/v1/summary", "summary", { range: { from: undefined, to: undefined }, filter: "" }],
    [
      "/api/v1/summary?from=1970-01-01T00:00:01.5Z&to=1970-01-01T00:00:02Z&filter=tcp",
      "summary",
      { range: { from: 1_500_000_000n, to: 2_000_000_000n }, filter: "tcp" },
    ],
    [
      "/api/v1/summary?from=1970-01-01T05:30:01+05:30",
      "summary",
      { range: { from: 1_000_000_000n, to: undefined }, filter: "" },
    ],
    [
      "/api/v1/timeline?by=protocol&step=0.5",
      "timeline",
      { range: { from: undefined, to: undefined }, filter: "", by: "protocol", step: 0.5 },
    ],
    [
      "/api/v1/top?by=conversation&metric=flows&limit=7",
      "top",
      {
        range: { from: undefined, to: undefined },
        filter: "",
        by: "conversation",
        metric: "flows",
        limit: 7,
      },
    ],
    [
      "/api/v1/flows?sort=last&cursor=abc",
      "flows",
      {
        range: { from: undefined, to: undefined },
        filter: "",
        sort: "last",
        cursor: "abc",
        limit: 100,
      },
    ],
    [
      "/api/v1/hosts",
      "hosts",
      { range: { from: undefined, to: undefined }, filter: "", cursor: undefined, limit: 100 },
    ],
    [
      "/api/v1/packets?cursor=40&direction=backward&limit=200",
      "packets",
      {
        range: { from: undefined, to: undefined },
        filter: "",
        cursor: 40,
        direction: "backward",
        limit: 200,
      },
    ],
    ["/api/v1/packets/7", "packet", 7],
  ])("%s asks %s with what it says", async ([path, name, question]) => {
    const { session, get } = serve();
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(session.asked).toEqual([{ name, question }]);
  });

  test("relative times count from the newest packet", async () => {
    const { session, get } = serve();
    await get("/api/v1/summary?from=-15m&to=+5s");
    const range = { from: PRESENT - 900_000_000_000n, to: PRESENT + 5_000_000_000n };
    expect(session.asked.at(-1)?.question).toEqual({ range, filter: "" });
  });

  test("a packet's octets are base64", async () => {
    const { get } = serve();
    const detail = (await (await get("/api/v1/packets/7")).json()) as { bytes: string };
    expect(detail.bytes).toBe("AP8H");
  });

  test("what is absent is left out of the JSON", async () => {
    const { get } = serve();
    const status = (await (await get("/api/v1/status")).json()) as object;
    expect(status).toEqual(JSON.parse(JSON.stringify(CANNED_STATUS)));
    expect(status).not.toHaveProperty("problem");
  });

  test("HEAD answers like GET, without a body", async () => {
    const { get } = serve();
    const response = await get("/api/v1/status", { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
  });
});

describe("problems", () => {
  test("a filter error names the column", async () => {
    const { get } = serve();
    const response = await get("/api/v1/packets?filter=tcp.prt%20%3D%3D%201");
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toEqual({
      title: "Bad Request",
      status: 400,
      detail: "There is no field tcp.prt.",
      code: "QUERY_BAD_FILTER",
      column: 1,
      length: 7,
      suggestion: "tcp.port",
    });
  });

  test.for<[path: string, status: number, code: string, parameter: string | undefined]>([
    ["/api/v1/summary?fitler=tcp", 400, "HTTP_UNKNOWN_PARAMETER", "fitler"],
    ["/api/v1/status?limit=1", 400, "HTTP_UNKNOWN_PARAMETER", "limit"],
    ["/api/v1/summary?from=yesterday", 400, "QUERY_BAD_RANGE", "from"],
    ["/api/v1/summary?filter=a&filter=b", 400, "HTTP_BAD_PARAMETER", "filter"],
    [
      `/api/v1/summary?filter=${"a".repeat(MAX_FILTER_LENGTH + 1)}`,
      400,
      "QUERY_BAD_FILTER",
      "filter",
    ],
    ["/api/v1/top?limit=0", 400, "QUERY_BAD_LIMIT", "limit"],
    ["/api/v1/top?limit=1001", 400, "QUERY_BAD_LIMIT", "limit"],
    ["/api/v1/top?limit=1e2", 400, "QUERY_BAD_LIMIT", "limit"],
    ["/api/v1/top?by=moon", 400, "QUERY_BAD_DIMENSION", "by"],
    ["/api/v1/timeline?step=0", 400, "QUERY_BAD_LIMIT", "step"],
    ["/api/v1/timeline?step=-1", 400, "QUERY_BAD_LIMIT", "step"],
    ["/api/v1/packets?cursor=x", 400, "QUERY_BAD_CURSOR", "cursor"],
    ["/api/v1/packets/x", 400, "QUERY_BAD_CURSOR", "number"],
    ["/api/v1/packets/8", 404, "HTTP_PACKET_FORGOTTEN", undefined],
    ["/api/v1/live", 426, "HTTP_UPGRADE_REQUIRED", undefined],
    ["/api/v1/nothing", 404, "HTTP_NOT_FOUND", undefined],
    ["/", 404, "HTTP_NOT_FOUND", undefined],
  ])("%s is %d %s", async ([path, status, code, parameter]) => {
    const { get } = serve();
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject(
      parameter === undefined ? { status, code } : { status, code, parameter },
    );
  });

  test("another method is refused and the right one named", async () => {
    const { get } = serve();
    const response = await get("/api/v1/status", { method: "DELETE" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD");
  });

  test("an unexpected error is not described", async () => {
    const session = new CannedSession();
    session.status = () => Promise.reject(new Error("secret.example"));
    const { get } = serve(session);
    const response = await get("/api/v1/status");
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  });
});

describe("the sample", () => {
  test("starts on request", async () => {
    let started = 0;
    const replaySample = async (): Promise<boolean> => {
      started += 1;
      return true;
    };
    const { app } = new Server({}, { session: new CannedSession(), replaySample });
    const response = await app.request("http://localhost/api/v1/demo", { method: "POST" });
    expect(response.status).toBe(204);
    expect(started).toBe(1);
  });

  test("is a problem where packets are read already", async () => {
    const { get } = serve();
    const response = await get("/api/v1/demo", { method: "POST" });
    expect(response.status).toBe(409);
  });
});

test("answers are counted by route and status, not by what was asked", async () => {
  const { server, get } = serve();
  await get("/api/v1/packets/7");
  await get("/api/v1/packets/8");
  await get("/api/v1/packets/9");
  expect([...server.metrics.requests]).toEqual([
    ["GET /api/v1/packets/{number} 200", 1],
    ["GET /api/v1/packets/{number} 404", 2],
  ]);
});
