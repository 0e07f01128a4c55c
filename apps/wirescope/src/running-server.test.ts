import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findServer, leaveAddress, RunningServer, takeAddressBack } from "./running-server.ts";

const TOKEN = "a-token-of-its-own-0123456789";
const directory = mkdtempSync(join(tmpdir(), "wirescope-running-"));
const file = join(directory, "server.json");
const asked: string[] = [];

/** Stands for a server: knows its status, refuses filters, and lets nobody in without the token. */
const http = createServer((request, response) => {
  asked.push(request.url ?? "");
  if (request.headers.authorization !== `Bearer ${TOKEN}`) {
    response.writeHead(401, { "Content-Type": "application/problem+json" });
    response.end(JSON.stringify({ detail: "This server needs its token." }));
  } else if (request.url?.includes("filter=") === true) {
    response.writeHead(400, { "Content-Type": "application/problem+json" });
    response.end(JSON.stringify({ detail: "There is no field foo.", column: 3 }));
  } else {
    response.end("{}");
  }
});
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    http.listen(0, "127.0.0.1", resolve);
  });
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterAll(() => {
  http.close();
  rmSync(directory, { recursive: true, force: true });
});

test("a server is found by the address that it left, and by nobody else's", async () => {
  expect(await findServer(directory)).toBeUndefined();
  await leaveAddress(directory, { origin, token: TOKEN });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const server = await findServer(directory);
  expect(server).toBeDefined();
  await server?.get("/summary", { from: "-1h", to: undefined, filter: "" });
  expect(asked.at(-1)).toBe("/api/v1/summary?from=-1h");
  await takeAddressBack(directory);
  expect(await findServer(directory)).toBeUndefined();
});

test("an address is not taken back from a server that came later", async () => {
  const other = JSON.stringify({ origin, token: TOKEN, pid: process.pid + 1 });
  writeFileSync(file, other);
  await takeAddressBack(directory);
  expect(readFileSync(file, "utf8")).toBe(other);
});

test.for([
  { name: "nothing listens any more", text: '{"origin":"http://127.0.0.1:1","pid":1}' },
  { name: "the server has another token", text: `{"origin":"ORIGIN","token":"old","pid":1}` },
  { name: "the file is damaged", text: "{" },
])("no server is found where $name", async ({ text }) => {
  writeFileSync(file, text.replace("ORIGIN", origin));
  expect(await findServer(directory)).toBeUndefined();
});

test("a refusal is told in the server's words, with the column", async () => {
  const server = new RunningServer({ origin, token: TOKEN });
  await expect(server.get("/summary", { filter: "a foo" })).rejects.toThrow(
    "filter, column 3: There is no field foo.",
  );
});

test("a server that went away is told in a sentence", async () => {
  const server = new RunningServer({ origin: "http://127.0.0.1:1", token: undefined });
  await expect(server.get("/summary", {})).rejects.toThrow(/does not answer/);
});
