import type { Session, Timeline, TimelineQuestion } from "@wirescope/query";
import { expect, test } from "vitest";
import { ExtentOverview } from "./extent-overview.ts";
import { SECOND } from "./time-window.ts";

const HOUR = 3600 * SECOND;

function makeSession() {
  const asked: TimelineQuestion[] = [];
  const answers: ((bytes: number) => void)[] = [];
  const session = {
    timeline: (question: TimelineQuestion) => {
      asked.push(question);
      return new Promise<Timeline>((resolve) => {
        answers.push((bytes) =>
          resolve({
            start: "1970-01-01T00:00:00Z",
            step: 60,
            bytes: [bytes],
          } as unknown as Timeline),
        );
      });
    },
  } as unknown as Session;
  return { session, asked, answers };
}

test("The outline is asked for while somebody looks, each minute or when there is much more", async () => {
  const clock = { now: 0 };
  const { session, asked } = makeSession();
  const overview = new ExtentOverview(() => clock.now);
  overview.follow(session);
  void overview.refresh({ from: 0, to: HOUR });
  expect(asked).toEqual([]);
  const leave = overview.watch();
  void overview.refresh({ from: 0, to: HOUR });
  void overview.refresh({ from: 0, to: HOUR * 1.1 });
  expect(asked).toMatchObject([{ by: "total", step: 30, range: { from: 0n, to: undefined } }]);
  void overview.refresh({ from: 0, to: HOUR * 10 });
  clock.now = 60_000;
  void overview.refresh({ from: 0, to: HOUR * 10 });
  leave();
  clock.now = 200_000;
  void overview.refresh({ from: 0, to: HOUR * 10 });
  expect(asked).toHaveLength(3);
});

test("Of two answers that are on their way the later question's counts", async () => {
  const { session, answers } = makeSession();
  const overview = new ExtentOverview(() => 0);
  overview.follow(session);
  overview.watch();
  const first = overview.refresh({ from: 0, to: HOUR });
  const second = overview.refresh({ from: 0, to: 9 * HOUR });
  answers[1]!(2);
  answers[0]!(1);
  await Promise.all([first, second]);
  expect(overview.columns.getSnapshot()).toEqual({ start: 0, step: 60, bytes: [2] });
});

test("A file that is much shorter than what was held before it, or older, is asked for at once", () => {
  const { session, asked } = makeSession();
  const overview = new ExtentOverview(() => 0);
  overview.follow(session);
  overview.watch();
  void overview.refresh({ from: 100 * HOUR, to: 101 * HOUR });
  void overview.refresh({ from: 101 * HOUR - 3 * SECOND, to: 101 * HOUR });
  void overview.refresh({ from: 5 * HOUR, to: 5 * HOUR + 3 * SECOND });
  expect(asked.map(({ range }) => range.from)).toEqual(
    [100 * 3600, 101 * 3600 - 60, 5 * 3600].map((seconds) => BigInt(seconds) * 1_000_000_000n),
  );
});
