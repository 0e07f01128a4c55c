import { once } from "node:events";
import { type ClientRequest, get, type IncomingMessage } from "node:http";
import { createServer, type Server as TcpServer } from "node:net";
import { decodeLiveFrame } from "@wirescope/query";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { CannedSession } from "./canned-session.fixture.ts";
import { MAX_GRANTS } from "./config.ts";
import { Server } from "./root.ts";

const open: { stop: () => Promise<void> }[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.stop();
});

async function start(
  config: ConstructorParameters<typeof Server>[0] = {},
): Promise<{ server: Server; session: CannedSession; url: string; port: number }> {
  const session = new CannedSession();
  const server = new Server({ port: 0, ...config }, { session });
  open.push(server);
  const { url, port } = await server.start();
  return { server, session, url, port };
}

async function occupy(): Promise<number> {
  const blocker: TcpServer = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
  open.push({ stop: () => new Promise((resolve) => blocker.close(() => resolve())) });
  return (blocker.address() as { port: number }).port;
}

/** A page: what it received, and promises of what it will. */
class Page {
  readonly socket: WebSocket;
  readonly received: (ArrayBuffer | string)[] = [];
  #waiting: (() => void)[] = [];

  constructor(port: number, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live`, { headers });
    this.socket.binaryType = "arraybuffer";
    this.socket.on("message", (data, isBinary) => {
      this.received.push(isBinary ? (data as ArrayBuffer) : data.toString());
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  async opened(): Promise<this> {
    await new Promise((resolve, reject) => {
      this.socket.once("open", resolve);
      this.socket.once("error", reject);
    });
    return this;
  }

  closed(): Promise<{ code: number; reason: string }> {
    return new Promise((resolve) => {
      this.socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  async message(index: number): Promise<ArrayBuffer | string> {
    while (this.received.length <= index) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return this.received[index]!;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(filter: string, epoch: number): void {
    this.send({ type: "subscribe", epoch, filter, window: 60, topLimit: 10, rowLimit: 100 });
  }

  /** Resolves once the server has handled everything sent before. */
  async settled(): Promise<void> {
    const pong = new Promise((resolve) => this.socket.once("pong", resolve));
    this.socket.ping();
    await pong;
  }
}

async function answerOf(request: ClientRequest): Promise<{ status?: number; body: string }> {
  const [response] = (await once(request, "response")) as [IncomingMessage];
  let body = "";
  for await (const piece of response) body += piece;
  return { status: response.statusCode ?? 0, body };
}

describe("listening", () => {
  test("serves over a real port, and not after it is stopped", async () => {
    const { server, url } = await start();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const response = await fetch(`${url}api/v1/status`);
    expect(await response.json()).toMatchObject({ state: "running" });
    await server.stop();
    await expect(fetch(url)).rejects.toThrow();
  });

  test.for(["/api/v1/status", "/api/v1/nothing"])(
    "a client that offers HTTP/2 is answered at %s as if it had not",
    async (path) => {
      const { port } = await start();
      const headers = {
        Connection: "Upgrade, HTTP2-Settings",
        Upgrade: "h2c",
        "HTTP2-Settings": "",
      };
      const offering = await answerOf(get({ port, path, headers }));
      expect(offering).toEqual(await answerOf(get({ port, path })));
    },
  );

  test("a busy port that was asked for is one sentence", async () => {
    const port = await occupy();
    const server = new Server({ port }, { session: new CannedSession() });
    await expect(server.start()).rejects.toMatchObject({
      code: "SERVER_PORT_BUSY",
      message: `Port ${port} on 127.0.0.1 is used by another program; choose another one with --port.`,
    });
  });

  test("a busy default port gives way to the next free one", async () => {
    const first = await start({ port: undefined });
    const second = await start({ port: undefined });
    expect(second.port).toBeGreaterThan(first.port);
  });

  test("an address of another machine is one sentence", async () => {
    const server = new Server({ host: "192.0.2.1", port: 0 }, { session: new CannedSession() });
    await expect(server.start()).rejects.toMatchObject({ code: "SERVER_BAD_ADDRESS" });
  });

  test.for<[name: string, config: ConstructorParameters<typeof Server>[0], code: string]>([
    ["a port beyond 65535", { port: 65_536 }, "SERVER_BAD_PORT"],
    ["a fractional port", { port: 1.5 }, "SERVER_BAD_PORT"],
    ["a host with a port", { host: "localhost:80" }, "SERVER_BAD_ADDRESS"],
    ["an empty host", { host: "" }, "SERVER_BAD_ADDRESS"],
    ["a short token", { token: "short" }, "SERVER_WEAK_TOKEN"],
  ])("%s is refused before anything starts", ([, config, code]) => {
    expect(() => new Server(config, { session: new CannedSession() })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test("the link carries the token that it needs", async () => {
    const { server, url } = await start({ host: "0.0.0.0" });
    expect(url).toContain(`/?token=${server.token}`);
    const response = await fetch(url, { redirect: "manual" });
    expect(response.status).toBe(303);
  });
});

describe("the live socket", () => {
  test("sends one frame for each grant, of the epoch subscribed to", async () => {
    const { session, port } = await start();
    const page = await new Page(port).opened();
    page.send({ type: "grant" });
    await page.settled();
    expect(page.received).toEqual([]);
    page.subscribe("tcp", 9);
    page.send({ type: "grant" });
    const frame = decodeLiveFrame((await page.message(1)) as ArrayBuffer);
    expect(frame).toMatchObject({ epoch: 9, totals: { packets: 12 } });
    await page.settled();
    expect(page.received).toHaveLength(2);
    expect(session.streams[0]?.subscription).toEqual({
      filter: "tcp",
      window: 60,
      topLimit: 10,
      rowLimit: 100,
    });
  });

  test("says what is wrong with a filter, by its epoch, and goes on", async () => {
    const { port } = await start();
    const page = await new Page(port).opened();
    page.subscribe("tcp.prt == 1", 4);
    expect(JSON.parse((await page.message(0)) as string)).toEqual({
      type: "problem",
      epoch: 4,
      problem: expect.objectContaining({ code: "QUERY_BAD_FILTER", column: 1 }),
    });
    page.subscribe("tcp", 5);
    page.send({ type: "grant" });
    expect(decodeLiveFrame((await page.message(1)) as ArrayBuffer).epoch).toBe(5);
  });

  test("owes a page only so many frames", async () => {
    const { server, session, port } = await start();
    const page = await new Page(port).opened();
    session.streams[0]!.prompt = false;
    page.subscribe("", 1);
    for (let i = 0; i < MAX_GRANTS + 6; i += 1) page.send({ type: "grant" });
    await page.settled();
    expect(session.streams[0]!.grants).toBe(MAX_GRANTS);
    expect(server.metrics.grantsIgnored).toBe(6);
  });

  test.for<[name: string, message: string | Buffer, code: number]>([
    ["nonsense", "{", 1008],
    ["half a subscription", '{"type":"subscribe","epoch":1,"filter":"","window":9}', 1008],
    ["octets", Buffer.from([1, 2]), 1003],
    ["a message that is too long", "x".repeat(40_000), 1009],
  ])("%s ends it", async ([, message, code]) => {
    const { session, port } = await start();
    const page = await new Page(port).opened();
    const closed = page.closed();
    page.socket.send(message);
    expect((await closed).code).toBe(code);
    await expect.poll(() => session.streams[0]!.closed).toBe(true);
  });

  test("is closed to other sites' pages", async () => {
    const { port } = await start();
    const page = new Page(port, { origin: "http://evil.example" });
    await expect(page.opened()).rejects.toThrow("403");
  });

  test("is open to the server's own page", async () => {
    const { port } = await start();
    const page = await new Page(port, { origin: `http://127.0.0.1:${port}` }).opened();
    expect(page.socket.readyState).toBe(WebSocket.OPEN);
  });

  test("needs the token where there is one", async () => {
    const token = "correct-horse-battery";
    const { port } = await start({ token });
    await expect(new Page(port).opened()).rejects.toThrow("401");
    await new Page(port, { authorization: `Bearer ${token}` }).opened();
  });

  test("takes only so many pages", async () => {
    const { server, port } = await start({ maxStreams: 1 });
    await new Page(port).opened();
    const second = new Page(port);
    expect((await second.closed()).code).toBe(1013);
    expect(server.metrics.streams).toBe(1);
  });

  test("ends with the server", async () => {
    const { server, port } = await start();
    const page = await new Page(port).opened();
    const closed = page.closed();
    await server.stop();
    expect((await closed).code).toBe(1001);
  });
});
