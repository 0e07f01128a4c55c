import { expect, test } from "vitest";
import { Thread } from "./thread.ts";

const LIMITS = { maxOldGenerationSizeMb: 16 };

/** Answers an order with itself; `stop` ends it, `break` breaks it, `leave` has it leave with 3. */
const ECHO = `
import { parentPort, workerData } from "node:worker_threads";
parentPort.on("message", (order) => {
  if (order === "stop") parentPort.close();
  else if (order === "break") throw new RangeError("broken");
  else if (order === "leave") process.exit(3);
  else if (order !== "hang") parentPort.postMessage(workerData.prefix + order);
  else for (;;);
});
`;

function start(): { thread: Thread<string, string>; report: () => Promise<string> } {
  let take: (report: string) => void = () => {};
  const thread = new Thread<string, string>({
    entry: new URL(`data:text/javascript,${encodeURIComponent(ECHO)}`),
    name: "echo",
    data: { prefix: "> " },
    ports: [],
    limits: LIMITS,
    onReport: (report) => take(report),
  });
  const report = (): Promise<string> =>
    new Promise((resolve) => {
      take = resolve;
    });
  return { thread, report };
}

test("it reports, and ends when it is told to", async () => {
  const { thread, report } = start();
  const reported = report();
  thread.order("hello");
  expect(await reported).toBe("> hello");
  await thread.stop("stop", 10_000);
  await thread.stop("stop", 10_000);
  await thread.ended;
});

test.for([
  ["break", "broken"],
  ["leave", "The thread ended with 3."],
] as const)("its end by %s is an accident that is told", async ([order, message]) => {
  const { thread } = start();
  thread.order(order);
  await expect(thread.failed).rejects.toThrow(message);
  await thread.ended;
});

test("its end is no accident once it is dismissed", async () => {
  const { thread } = start();
  let failed = false;
  thread.failed.catch(() => {
    failed = true;
  });
  thread.dismiss();
  thread.order("leave");
  await thread.ended;
  expect(failed).toBe(false);
});

test("one that doesn't listen is ended by force", async () => {
  const { thread } = start();
  thread.order("hang");
  await thread.stop("stop", 50);
});
