import { expect, test } from "vitest";
import { EMPTY_FRAME } from "../../../../packages/query/src/live-frame.contract.ts";
import { Announcer } from "./announcer.ts";

test("One sentence at a time; of those that come meanwhile, the newest", () => {
  const due: (() => void)[] = [];
  const announcer = new Announcer({
    now: () => 0,
    after: (_, run) => {
      due.push(run);
      return () => {};
    },
  });
  announcer.say("first");
  announcer.say("second");
  announcer.say("third");
  expect(announcer.text.getSnapshot()).toBe("first");
  due.shift()!();
  expect(announcer.text.getSnapshot()).toBe("third");
  due.shift()!();
  expect(announcer.text.getSnapshot()).toBe("third");
  expect(due).toEqual([]);
});

test("What a filter matches is said once, and nothing without a filter", () => {
  const announcer = new Announcer({ now: () => 0, after: () => () => {} });
  const frame = (epoch: number, packets: number) => ({
    epoch,
    totals: { ...EMPTY_FRAME.totals, packets, allPackets: 9 },
  });
  announcer.sayMatches(frame(1, 9), "");
  expect(announcer.text.getSnapshot()).toBe("");
  announcer.sayMatches(frame(2, 4), "dns");
  announcer.sayMatches(frame(2, 5), "dns");
  expect(announcer.text.getSnapshot()).toBe("4 of 9 packets match.");
});
