import type { MessagePort } from "node:worker_threads";
import { expect, test } from "vitest";
import { builtBeside, Thread } from "./thread.ts";

const LIMITS = { maxOldGenerationSizeMb: 16 };

/** Answers an order and a question with itself; `stop` ends it, `break` breaks it, `leave` has it leave with 3. */
const ECHO = `
import { parentPort, workerData } from "node:worker_threads";
const { prefix, port } = workerData;
port.on("message", (question) => port.postMessage(prefix + question));
port.unref();
parentPort.on("message", (order) => {
  if (order === "stop") parentPort.close();
  else if (order === "break") throw new RangeError("broken");
  else if (order === "leave") process.exit(3);
  else if (order !== "hang") parentPort.postMessage(prefix + order);
  else for (;;);
});
`;

type EchoThread = Thread<{ prefix: string; port: MessagePort }, string, string>;

function start(): EchoThread {
  return new Thread({
    entry: new URL(`data:text/javascript,${encodeURIComponent(ECHO)}`),
    name: "echo",
    data: { prefix: "> " },
    ports: [],
    limits: LIMITS,
    accident: (cause) => new TypeError(`Oh no: ${cause.message}`),
  });
}

test("it reports, and ends when it is told to", async () => {
  const thread = start();
  const reports: string[] = [];
  thread.onReport((report) => reports.push(report));
  for (const order of ["hello", "again"]) thread.order(order);
  await thread.reported((report) => report === "> again");
  expect(reports).toEqual(["> hello", "> again"]);
  await thread.stop("stop", 10_000);
  await thread.stop("stop", 10_000);
  await thread.ended;
});

test("it answers at its port, which closes at its end", async () => {
  const thread = start();
  const answer = new Promise((resolve) => thread.port.once("message", resolve));
  const closed = new Promise<void>((resolve) => thread.port.once("close", resolve));
  thread.port.postMessage("who?");
  expect(await answer).toBe("> who?");
  await thread.stop("stop", 10_000);
  await closed;
});

test.for([
  ["break", "Oh no: broken"],
  ["leave", "Oh no: The thread ended with 3."],
] as const)("its end by %s is an accident that is told", async ([order, message]) => {
  const thread = start();
  const reported = thread.reported(() => true);
  thread.order(order);
  await expect(reported).rejects.toThrow(new TypeError(message));
  await expect(thread.failed).rejects.toThrow(message);
  await thread.ended;
});

test("its end is no accident once it has refused", async () => {
  const thread = start();
  let failed = false;
  thread.failed.catch(() => {
    failed = true;
  });
  const reported = thread.reported((report) => {
    throw new RangeError(`No ${report}.`);
  });
  thread.order("order");
  await expect(reported).rejects.toThrow("No > order.");
  thread.order("leave");
  await thread.ended;
  expect(failed).toBe(false);
});

test("one that doesn't listen is ended by force", async () => {
  const thread = start();
  thread.order("hang");
  await thread.stop("stop", 50);
});

test.for([
  ["file:///usr/src/x/packages/a/src/b/c.ts", "file:///usr/src/x/packages/a/dist/b/worker.js"],
  ["file:///usr/src/x/dist/c.js", "file:///usr/src/x/dist/worker.js"],
] as const)("the thread of %s is built code", ([starter, entry]) => {
  expect(builtBeside(starter, "./worker.js").href).toBe(entry);
});
