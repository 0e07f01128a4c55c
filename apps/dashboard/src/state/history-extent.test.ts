import type { Extent, Session } from "@wirescope/query";
import { describe, expect, test } from "vitest";
import { HistoryExtent, oldestHeld, oldestPacket, recordedBefore } from "./history-extent.ts";

const EXTENT: Extent = {
  packets: { from: "1970-01-01T00:10:00Z", to: "1970-01-01T00:20:00Z" },
  flows: { from: "1970-01-01T00:05:00Z", to: "1970-01-01T00:20:00Z" },
  hours: undefined,
  gaps: [],
  problem: undefined,
};

test("The oldest that is held is that of any kind", () => {
  expect(oldestHeld(EXTENT)).toBe(300e6);
  expect(oldestPacket(EXTENT)).toBe(600e6);
  expect(oldestHeld(undefined)).toBeUndefined();
  expect(oldestHeld({ ...EXTENT, packets: undefined, flows: undefined })).toBeUndefined();
});

describe("Earlier captures recorded", () => {
  const flows = { from: "1970-01-01T00:05:00Z", to: "1970-01-01T00:20:00Z" };
  const hours = { from: "1970-01-01T00:00:00Z", to: "1970-01-01T01:00:00Z" };
  const gaps = [
    { from: "1970-01-01T00:07:00Z", to: "1970-01-01T00:08:00Z" },
    { from: "1970-01-01T00:10:00Z", to: "1970-01-01T00:15:00Z" },
  ];
  test.for([
    ["up to the minute of a start after them", 15 * 60 + 20, { flows }, 15 * 60],
    ["up to the gap before it", 15 * 60 + 20, { flows, gaps }, 10 * 60],
    ["up to their end, where this one told nothing yet", 25 * 60, { flows }, 20 * 60],
    ["nothing, where the oldest minute is this one's", 5 * 60 + 20, { flows }, undefined],
    ["hours that are kept longer than minutes", 5 * 60, { flows, hours }, 5 * 60],
    ["nothing, where no history is kept", 15 * 60, {}, undefined],
  ] as const)("%s", ([, startedAt, held, until]) => {
    const extent = { ...EXTENT, flows: undefined, hours: undefined, gaps: [], ...held };
    const micros = until === undefined ? undefined : until * 1e6;
    expect(recordedBefore(extent, startedAt * 1e6)).toBe(micros);
  });
});

test("It is asked for every ten seconds, and once of what does not grow", async () => {
  let asked = 0;
  let now = 0;
  const session = {
    extent: async () => {
      asked += 1;
      return EXTENT;
    },
  } as unknown as Session;
  const history = new HistoryExtent(() => now);
  history.follow(session);
  await history.refresh(false);
  await history.refresh(false);
  expect(asked).toBe(1);
  now = 10_000;
  await history.refresh(false);
  expect(asked).toBe(2);
  now = 20_000;
  await history.refresh(true);
  expect(asked).toBe(2);
  expect(history.extent.getSnapshot()).toBe(EXTENT);
});
