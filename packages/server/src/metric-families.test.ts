import { EVERYTHING, QueryError, type Session } from "@wirescope/query";
import { expect, test } from "vitest";
import { CANNED_STATUS, CannedSession } from "./canned-session.fixture.ts";
import type { PipelineFigures } from "./metrics.ts";
import { Server } from "./root.ts";

async function metrics(session: Session = new CannedSession()): Promise<string> {
  const pipeline = (): PipelineFigures => ({
    batches: 4,
    packets: 12,
    feedTime: 250,
    longestFeed: 125,
  });
  const { app } = new Server({}, { session, pipeline });
  await app.request("http://localhost/api/v1/status");
  const response = await app.request("http://localhost/metrics");
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  return response.text();
}

test("the counts are those of the session", async () => {
  const text = await metrics();
  for (const line of [
    "wirescope_packets_total 12",
    "wirescope_wire_bytes_total 1200",
    'wirescope_dropped_packets_total{where="kernel"} 3',
    'wirescope_dropped_packets_total{where="interface"} 1',
    "wirescope_forgotten_packets_total 5",
    "wirescope_unwritten_packets_total 6",
    "wirescope_flows_total 1",
    "wirescope_hosts 2",
    'wirescope_state{state="running"} 1',
    'wirescope_state{state="failed"} 0',
    'wirescope_http_requests_total{method="GET",route="/api/v1/status",code="200"} 1',
    "wirescope_pipeline_batches_total 4",
    "wirescope_pipeline_seconds_total 0.25",
    "wirescope_pipeline_longest_batch_seconds 0.125",
    'wirescope_protocol_packets{protocol="T\\"LS"} 12',
  ]) {
    expect(text).toContain(`\n${line}\n`);
  }
});

test("every line is a comment or a sample of a family announced before", async () => {
  const announced = new Set<string>();
  for (const line of (await metrics()).trimEnd().split("\n")) {
    const type = /^# TYPE (\w+) (?:counter|gauge)$/.exec(line)?.[1];
    if (type !== undefined) announced.add(type);
    if (line.startsWith("#")) continue;
    const name = /^(\w+)(?:\{(?:\w+="(?:[^"\\]|\\.)*",?)+\})? -?[\d.e+]+$/.exec(line)?.[1];
    expect(announced, line).toContain(name);
  }
  expect(announced.size).toBeGreaterThan(15);
});

test("what is not known has no sample", async () => {
  const session = new CannedSession();
  const summary = await session.summary({ range: EVERYTHING, filter: "" });
  session.summary = async () => ({ ...summary, malformed: undefined });
  const family = "wirescope_malformed_packets_total";
  expect(await metrics()).toContain(`\n${family} 0\n`);
  const text = await metrics(session);
  expect(text).toContain(`# TYPE ${family} counter\n# HELP`);
  expect(text).not.toContain(`\n${family} `);
});

test("no address and no name out of a packet appears", async () => {
  const text = await metrics();
  expect(text).not.toMatch(/192\.0\.2|198\.51\.100|secret/);
});

test("without a pipeline there are no figures of one", async () => {
  const { app } = new Server({}, { session: new CannedSession() });
  const response = await app.request("http://localhost/metrics");
  expect(await response.text()).not.toContain("wirescope_pipeline");
});

test("where nothing is captured, history is not asked, and its being away does not matter", async () => {
  const session = new CannedSession();
  session.status = async () => ({ ...CANNED_STATUS, mode: "history" });
  session.summary = () => Promise.reject(new QueryError("QUERY_NO_HISTORY", "It is away."));
  const text = await metrics(session);
  expect(text).toContain('\nwirescope_state{state="running"} 1\n');
  expect(text).not.toContain("wirescope_flows_total");
});
