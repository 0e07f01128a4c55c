import { describe, expect, test } from "vitest";
import { createToken, sameSecret } from "./auth.ts";
import { CannedSession } from "./canned-session.fixture.ts";
import { Server } from "./root.ts";

const TOKEN = "correct-horse-battery";

function request(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const { app } = new Server({ token: TOKEN }, { session: new CannedSession() });
  return Promise.resolve(app.request(`http://localhost${path}`, { headers }));
}

describe("a server with a token", () => {
  test.for<[name: string, headers: Record<string, string>, status: number]>([
    ["nothing", {}, 401],
    ["the token", { authorization: `Bearer ${TOKEN}` }, 200],
    ["another token", { authorization: "Bearer correct-horse-batterz" }, 401],
    ["a part of the token", { authorization: "Bearer correct" }, 401],
    ["the token as a password", { authorization: `Basic ${TOKEN}` }, 401],
    ["the token as a cookie", { cookie: `wirescope=${TOKEN}` }, 401],
  ])("given %s answers %3$d", async ([, headers, status]) => {
    expect((await request("/api/v1/status", headers)).status).toBe(status);
  });

  test("says how to ask", async () => {
    const response = await request("/api/v1/status");
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="Wirescope"');
  });

  test("covers the page, the metrics and the description", async () => {
    for (const path of ["/", "/metrics", "/api/openapi.json", "/api/v1/live", "/nothing"]) {
      expect((await request(path)).status).toBe(401);
    }
  });

  test("swaps the link's token for a cookie that only it reads", async () => {
    const first = await request(`/?v=1&token=${TOKEN}`);
    expect(first.status).toBe(303);
    expect(first.headers.get("location")).toBe("/?v=1");
    const cookie = first.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Strict/);
    expect(cookie).not.toContain(TOKEN);
    const second = await request("/api/v1/status", { cookie: cookie.split(";")[0]! });
    expect(second.status).toBe(200);
  });

  test("does not redirect to another site", async () => {
    const response = await request(`//evil.example/?token=${TOKEN}`);
    expect(response.headers.get("location")).toBe("/evil.example/");
  });

  test("refuses a wrong token in the link", async () => {
    expect((await request("/?token=wrong")).status).toBe(401);
  });
});

test("another address than the loopback gets a token by itself", () => {
  const open = new Server({ host: "0.0.0.0" }, { session: new CannedSession() });
  expect(open.token).toMatch(/^[\w-]{32}$/);
  const local = new Server({}, { session: new CannedSession() });
  expect(local.token).toBe(undefined);
});

test("tokens differ and compare exactly", () => {
  const tokens = new Set(Array.from({ length: 50 }, createToken));
  expect(tokens.size).toBe(50);
  expect(sameSecret("a", "a")).toBe(true);
  expect(sameSecret("a", "aa")).toBe(false);
});
