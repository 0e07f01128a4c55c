import { expect, test } from "vitest";
import { dnsMessage, type FrameSpec, packetOf, TCP } from "../test/frames.ts";
import { Analysis } from "./analysis.ts";
import type { HealthRecord } from "./health-record.ts";

const ASK: FrameSpec = { from: "10.0.0.1", to: "10.0.0.53", fromPort: 50_000, toPort: 53 };
const ANSWER: FrameSpec = { from: "10.0.0.53", to: "10.0.0.1", fromPort: 53, toPort: 50_000 };

/** A message with another identifier and response code. */
function withHead(message: Uint8Array, identifier: number, code = 0): Uint8Array {
  const copy = Uint8Array.from(message);
  copy[1] = identifier;
  copy[3] = (copy[3]! & 0xf0) | code;
  return copy;
}

const query = dnsMessage("example.org");
const answer = dnsMessage("example.org", ["192.0.2.1"]);

function healthOf(packets: readonly (readonly [FrameSpec, number])[]): HealthRecord | undefined {
  const analysis = new Analysis();
  for (const [spec, seconds] of packets) analysis.add(packetOf(spec, seconds));
  expect(analysis.flows.size).toBe(1);
  return analysis.flowRecord(0).health;
}

test("the first answer is timed against its own query, by the identifier", () => {
  const health = healthOf([
    [{ ...ASK, payload: withHead(query, 1) }, 10],
    [{ ...ASK, payload: withHead(query, 2) }, 10.001],
    [{ ...ANSWER, payload: withHead(answer, 2) }, 10.021],
    [{ ...ANSWER, payload: withHead(answer, 1, 3) }, 10.5],
  ]);
  expect(health).toMatchObject({ kind: "dns", queries: 2, answers: 2, responseCode: 3 });
  expect(health).toHaveProperty("responseTime", expect.closeTo(0.02, 6));
});

test("an answer to something else has no time, and a query without one no code", () => {
  expect(
    healthOf([
      [{ ...ASK, payload: withHead(query, 1) }, 10],
      [{ ...ANSWER, payload: withHead(answer, 9) }, 10.02],
    ]),
  ).toEqual({ kind: "dns", queries: 1, answers: 1, responseTime: undefined, responseCode: 0 });
  expect(healthOf([[{ ...ASK, payload: query }, 10]])).toEqual({
    kind: "dns",
    queries: 1,
    answers: 0,
    responseTime: undefined,
    responseCode: undefined,
  });
});

test("the code of an answer over TCP is kept with the connection", () => {
  const message = withHead(answer, 1, 2);
  const payload = Uint8Array.of(0, message.length, ...message);
  const health = healthOf([[{ ...ANSWER, transport: "tcp", flags: TCP.ack, payload }, 10]]);
  expect(health).toMatchObject({ kind: "tcp", responseCode: 2 });
});

test("rows of flows that leave are used again", () => {
  const analysis = new Analysis({ flowCapacity: 16 });
  const feed = (first: number, count: number): void => {
    for (let port = first; port < first + count; port++) {
      const spec = { ...ASK, fromPort: port };
      analysis.add(packetOf({ ...spec, payload: query }, port));
      analysis.add(packetOf({ ...spec, transport: "tcp", flags: TCP.syn }, port));
    }
  };
  feed(2000, 100);
  const tables = (): number => analysis.memoryLength - analysis.timeline.memoryLength;
  const before = tables();
  feed(3000, 2000);
  for (let row = 0; row < 16; row++) {
    const { ipProtocol, health } = analysis.flowRecord(row);
    expect(health?.kind).toBe(ipProtocol === 6 ? "tcp" : "dns");
    if (health?.kind === "dns") expect(health.queries).toBe(1);
  }
  expect(tables()).toBe(before);
});
