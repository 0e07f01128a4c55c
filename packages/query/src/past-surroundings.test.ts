import { expect, test } from "vitest";
import { QueryError } from "./errors.ts";
import { MemorySession } from "./memory-session.ts";
import { type KnowingPast, PastKnowledge } from "./past-surroundings.ts";
import { Recorder } from "./recorder.ts";
import { RingArchive } from "./ring-archive.ts";
import { batchesOf, INTERFACES, knownPackets, START_SECONDS } from "./traffic.contract.ts";

const recorder = new Recorder({ archive: new RingArchive() });
for (const batch of batchesOf(knownPackets(2000))) recorder.feed(batch, INTERFACES);
const memory = new MemorySession(recorder, { version: "0", mode: "live" });
const MINUTES = { from: START_SECONDS, to: START_SECONDS + 60 };

/** A history that counts what it is asked, and can't answer at first where it is told to refuse. */
function counting(refusals = 0): { past: KnowingPast; asked: string[] } {
  const asked: string[] = [];
  const past: KnowingPast = {
    async flows(question) {
      asked.push("flows");
      if (asked.length <= refusals) throw new QueryError("QUERY_NO_HISTORY", "Not now.");
      return memory.flows(question);
    },
    async hosts(question) {
      asked.push("hosts");
      return memory.hosts(question);
    },
  };
  return { past, asked };
}

test("what filters don't ask for is not asked of history", async () => {
  const { past, asked } = counting();
  const knowledge = new PastKnowledge(past, () => MINUTES.to);
  await knowledge.of(MINUTES, ["direction", "country", "host.kind"]);
  expect(asked).toEqual([]);
  await knowledge.of(MINUTES, ["app.category"]);
  await knowledge.of(MINUTES, ["host.name", "country"]);
  expect(asked).toEqual(["flows", "hosts"]);
});

test("minutes that are over are asked for once", async () => {
  const { past, asked } = counting();
  let now = MINUTES.to + 120;
  const knowledge = new PastKnowledge(past, () => now);
  for (let page = 0; page < 3; page++, now += 1000) await knowledge.of(MINUTES, ["app"]);
  expect(asked).toEqual(["flows"]);
});

test("a minute that grows is asked for again after some seconds", async () => {
  const { past, asked } = counting();
  let now = MINUTES.to;
  const knowledge = new PastKnowledge(past, () => now);
  for (let page = 0; page < 3; page++, now += 3) await knowledge.of(MINUTES, ["app"]);
  expect(asked).toEqual(["flows", "flows"]);
});

test("what could not be answered is asked for again", async () => {
  const { past, asked } = counting(1);
  const knowledge = new PastKnowledge(past, () => MINUTES.to + 120);
  await expect(knowledge.of(MINUTES, ["app"])).rejects.toThrow("Not now.");
  expect((await knowledge.of(MINUTES, ["app"])).flows).toBeDefined();
  expect(asked).toEqual(["flows", "flows"]);
});
