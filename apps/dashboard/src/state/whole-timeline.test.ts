import type { Session, Timeline } from "@wirescope/query";
import { expect, test } from "vitest";
import { columns } from "./answers.ts";
import { WholeTimeline } from "./whole-timeline.ts";

const ANSWER: Timeline = {
  start: "2026-11-22T14:00:00.500000000Z",
  step: 2,
  packets: [3],
  bytes: [30],
  series: [{ name: "DNS", packets: [3], bytes: [30] }],
  coverage: {
    kind: "exact",
    resolution: "packet",
    from: undefined,
    to: undefined,
    gaps: [],
    note: undefined,
  },
};

test("An answer becomes the columns of a frame", () => {
  const timeline = columns(ANSWER);
  expect(timeline.start).toBe(Date.UTC(2026, 10, 22, 14) / 1000 + 0.5);
  expect(timeline).toMatchObject({ step: 2, names: ["DNS"], bytes: [Float64Array.of(30)] });
  expect(columns({ ...ANSWER, start: null, series: [] }).names).toEqual([]);
});

test("A growing file is asked about once a second, and once more when it is read", async () => {
  let asked = 0;
  let now = 0;
  const session = {
    timeline: async () => {
      asked += 1;
      return ANSWER;
    },
  } as unknown as Session;
  const whole = new WholeTimeline(() => now);
  await whole.refresh(1, false);
  expect(asked).toBe(0);
  whole.ask(session, "");
  await whole.refresh(100, false);
  await whole.refresh(200, false);
  expect(asked).toBe(1);
  now = 1000;
  await whole.refresh(300, false);
  await whole.refresh(400, true);
  await whole.refresh(400, true);
  expect(asked).toBe(3);
  expect(whole.timeline.getSnapshot()?.names).toEqual(["DNS"]);
});
