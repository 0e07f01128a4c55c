import type { Extent, Session } from "@wirescope/query";
import { expect, test } from "vitest";
import { HistoryExtent, oldestHeld, oldestPacket } from "./history-extent.ts";

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
