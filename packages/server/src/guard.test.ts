import { hostname } from "node:os";
import { describe, expect, test } from "vitest";
import { CannedSession } from "./canned-session.fixture.ts";
import { completeConfig } from "./config.ts";
import { isHostAllowed, isOriginAllowed } from "./guard.ts";
import { hostOfHeader } from "./host-name.ts";
import { Server } from "./root.ts";

describe("the Host header", () => {
  test.for<[header: string, host: string | undefined]>([
    ["localhost:9473", "localhost"],
    ["LOCALHOST.", "localhost"],
    ["127.0.0.1", "127.0.0.1"],
    ["[::1]:80", "::1"],
    ["[localhost]", undefined],
    ["::1", undefined],
    ["a b", undefined],
    ["evil.example/;script-src *", undefined],
    ["user@localhost", undefined],
    ["", undefined],
  ])("%j names %j", ([header, host]) => {
    expect(hostOfHeader(header)).toBe(host);
  });

  test.for<[bound: string, host: string, allowed: boolean]>([
    ["127.0.0.1", "localhost", true],
    ["127.0.0.1", "127.0.0.1", true],
    ["127.0.0.1", "::1", true],
    ["127.0.0.1", "evil.example", false],
    ["127.0.0.1", "localhost.evil.example", false],
    ["127.0.0.1", "192.0.2.1", false],
    ["0.0.0.0", "192.0.2.1", true],
    ["0.0.0.0", hostname().toLowerCase(), true],
    ["0.0.0.0", "evil.example", false],
    ["::", "2001:db8::1", true],
    ["sensor.example", "sensor.example", true],
    ["sensor.example", "evil.example", false],
    ["192.0.2.1", "allowed.example", true],
  ])("bound to %s, %s is allowed: %s", ([bound, host, allowed]) => {
    const config = completeConfig({ host: bound, allowedHosts: ["allowed.example"] });
    expect(isHostAllowed(host, config)).toBe(allowed);
  });

  test("a rebound name gets no answer from any path", async () => {
    const { app } = new Server({}, { session: new CannedSession() });
    for (const path of ["/", "/api/v1/status", "/metrics", "/api/v1/live"]) {
      const response = await app.request(`http://localhost${path}`, {
        headers: { host: "evil.example" },
      });
      expect(response.status).toBe(421);
      expect(response.headers.get("content-security-policy")).toBe(null);
    }
  });
});

describe("the Origin header", () => {
  test.for<[origin: string | undefined, allowed: boolean]>([
    [undefined, true],
    ["http://localhost:9473", true],
    ["https://localhost:9473", true],
    ["http://localhost:9474", false],
    ["http://evil.example", false],
    ["file://localhost:9473", false],
    ["null", false],
  ])("%s may ask localhost:9473: %s", ([origin, allowed]) => {
    expect(isOriginAllowed(origin, "localhost:9473")).toBe(allowed);
  });

  test.for<[name: string, path: string, init: RequestInit, status: number]>([
    [
      "another site's form",
      "/api/v1/demo",
      { method: "POST", headers: { origin: "http://evil.example" } },
      403,
    ],
    ["a sandboxed form", "/api/v1/demo", { method: "POST", headers: { origin: "null" } }, 403],
    [
      "another site's socket",
      "/api/v1/live",
      { headers: { upgrade: "websocket", origin: "http://evil.example" } },
      403,
    ],
    [
      "another site's image",
      "/api/v1/summary",
      { headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" } },
      403,
    ],
    [
      "another site's link",
      "/api/v1/status",
      { headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" } },
      200,
    ],
    [
      "the page itself",
      "/api/v1/status",
      { headers: { "sec-fetch-site": "same-origin", origin: "http://localhost" } },
      200,
    ],
  ])("%s gets %4$d", async ([, path, init, status]) => {
    const { app } = new Server({}, { session: new CannedSession() });
    expect((await app.request(`http://localhost${path}`, init)).status).toBe(status);
  });
});

test("every answer carries the security headers", async () => {
  const { app } = new Server({}, { session: new CannedSession() });
  for (const path of ["/api/v1/status", "/nothing", "/metrics"]) {
    const { headers } = await app.request(`http://localhost:9473${path}`);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("ws://localhost:9473");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("cache-control")).toBe("no-store");
  }
});
