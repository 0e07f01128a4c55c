import { QueryError } from "@wirescope/query";
import { describe, expect, test } from "vitest";
import { SessionError } from "./errors.ts";
import { RemoteSession } from "./remote.ts";

function makeSession(answer: (url: URL) => Response | Promise<Response>) {
  const asked: string[] = [];
  const session = new RemoteSession({
    origin: "http://127.0.0.1:4280",
    fetch: async (input, init) => {
      asked.push(`${init?.method} ${String(input)}`);
      return answer(new URL(String(input)));
    },
    openSocket: () => {
      throw new Error("no socket is opened here");
    },
  });
  return { session, asked };
}

describe("RemoteSession", () => {
  test("A question becomes a readable address", async () => {
    const { session, asked } = makeSession(() => Response.json({ rows: [] }));
    await session.top({
      range: { from: 1_700_000_000_123_456_789n, to: undefined },
      filter: "ip.addr == 10.0.0.0/8",
      by: "host",
      metric: "bytes",
      limit: 10,
    });
    expect(asked).toEqual([
      "GET http://127.0.0.1:4280/api/v1/top?from=2023-11-14T22%3A13%3A20.123456789Z&filter=ip.addr+%3D%3D+10.0.0.0%2F8&by=host&metric=bytes&limit=10",
    ]);
  });

  test("A moment before 1970 keeps its nanoseconds", async () => {
    const { session, asked } = makeSession(() => Response.json({}));
    await session.summary({ range: { from: -1n, to: undefined }, filter: "" });
    expect(decodeURIComponent(asked[0]!)).toContain("from=1969-12-31T23:59:59.999999999Z");
  });

  test("A packet's bytes are decoded, and a forgotten packet is undefined", async () => {
    const { session } = makeSession((url) =>
      url.pathname.endsWith("/7")
        ? Response.json({ row: { number: 7 }, layers: [], bytes: "AP+A" })
        : Response.json({ title: "Not found" }, { status: 404 }),
    );
    expect((await session.packet(7))?.bytes).toEqual(Uint8Array.of(0, 255, 128));
    expect(await session.packet(8)).toBeUndefined();
  });

  test("A bad filter names its column", async () => {
    const { session } = makeSession(() =>
      Response.json({ detail: "Unknown field.", column: 5 }, { status: 400 }),
    );
    const error = await session.fields().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(QueryError);
    expect(error).toMatchObject({ column: 5, message: "Unknown field." });
  });

  test.for([
    ["a server that is gone", () => Promise.reject(new TypeError("failed")), "SESSION_UNREACHABLE"],
    ["a missing token", () => Response.json({}, { status: 401 }), "SESSION_FORBIDDEN"],
    ["an answer that is not JSON", () => new Response("<html>"), "SESSION_BAD_ANSWER"],
  ] as const)("%s has a code of its own", async ([, answer, code]) => {
    const { session } = makeSession(answer);
    const error = await session.status().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SessionError);
    expect(error).toMatchObject({ code });
  });
});
