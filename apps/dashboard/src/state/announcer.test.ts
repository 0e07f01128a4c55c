import { expect, test } from "vitest";
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
