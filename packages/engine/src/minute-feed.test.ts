import { once } from "node:events";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { Analysis } from "@wirescope/analysis";
import {
  type CaptureMessage,
  type HistoryMessage,
  type MinuteTraffic,
  REPORTS_IN_FLIGHT,
} from "@wirescope/query";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Losses, MinuteFeed } from "./minute-feed.ts";

const RUN = 1_700_000_000;
const MINUTE = 1_700_000_040;

let history: MessagePort;
let feed: MinuteFeed;
let capture: MessagePort;
let losses: Losses;
let running: MinuteTraffic | undefined;
beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  history = port1;
  capture = port2;
  losses = { kernelDrops: 0, interfaceDrops: 0 };
  running = undefined;
  feed = new MinuteFeed({
    port: port2,
    run: RUN,
    interfaces: ["eth0"],
    losses: () => losses,
    peek: () => running,
  });
});
afterEach(() => {
  history.close();
  capture.close();
});

/** The `index`th minute, with as many packets without a flow. */
function trafficOf(index: number): MinuteTraffic {
  const { ledger } = new Analysis({ sliceCapacity: 10 });
  ledger!.start(MINUTE + 60 * index);
  for (let i = 0; i < index; i++) ledger!.addWithoutFlow(1, false, 100, MINUTE, i);
  const slices = ledger!.close();
  return { slices, hosts: [], packets: index, wireBytes: 100 * index, malformed: 0 };
}

/** All that comes until history has heard the answer to a question that follows it. */
async function received(): Promise<CaptureMessage[]> {
  const messages: CaptureMessage[] = [];
  history.on("message", (message: CaptureMessage) => messages.push(message));
  tell({ kind: "peek", id: 99 });
  do await once(history, "message");
  while (messages.at(-1)?.kind !== "running");
  history.removeAllListeners("message");
  return messages.slice(0, -1);
}

function tell(message: HistoryMessage): void {
  history.postMessage(message);
}

/** Minutes told of, by their index, with what was lost before. */
function summaryOf(messages: readonly CaptureMessage[]) {
  return messages.map((message) => {
    if (message.report === undefined) throw new Error("A minute that is over has a report.");
    const { slices, reportsLost } = message.report;
    return [(slices.minute - MINUTE) / 60, reportsLost];
  });
}

test("a minute goes to history whole, its columns without a copy", async () => {
  const traffic = trafficOf(3);
  const expected = structuredClone(traffic);
  feed.send(traffic);
  expect(traffic.slices.bytesOut).toHaveLength(0);
  expect(await received()).toEqual([
    {
      kind: "minute",
      run: RUN,
      report: {
        ...expected,
        ...{ kernelDrops: 0, interfaceDrops: 0, reportsLost: 0, interfaces: ["eth0"] },
      },
    },
  ]);
});

test("each minute has the losses since the one before", async () => {
  losses = { kernelDrops: 5, interfaceDrops: 1 };
  feed.send(trafficOf(1));
  losses = { kernelDrops: 7, interfaceDrops: 1 };
  feed.send(trafficOf(2));
  const told = (await received()).map(({ report }) => [
    report?.kernelDrops,
    report?.interfaceDrops,
  ]);
  expect(told).toEqual([
    [5, 1],
    [2, 0],
  ]);
});

test("minutes that history has no room for are dropped, and the next one says so", async () => {
  for (let i = 0; i < REPORTS_IN_FLIGHT + 3; i++) feed.send(trafficOf(i));
  losses = { kernelDrops: 9, interfaceDrops: 0 };
  tell({ kind: "taken" });
  const first = await received();
  expect(summaryOf(first)).toEqual(Array.from({ length: REPORTS_IN_FLIGHT }, (_, i) => [i, 0]));
  feed.send(trafficOf(20));
  feed.send(trafficOf(21));
  tell({ kind: "taken" });
  const second = await received();
  expect(summaryOf(second)).toEqual([[20, 3]]);
  // Losses are packets: none may be forgotten together with a minute.
  expect(second[0]?.report?.kernelDrops).toBe(9);
  feed.send(trafficOf(22));
  expect(summaryOf(await received())).toEqual([[22, 1]]);
});

test("the running minute is shown when it is asked for, and told all the same later", async () => {
  tell({ kind: "peek", id: 1 });
  expect((await once(history, "message"))[0]).toEqual({
    ...{ kind: "running", id: 1, run: RUN, report: undefined },
  });
  running = trafficOf(2);
  losses = { kernelDrops: 4, interfaceDrops: 0 };
  tell({ kind: "peek", id: 2 });
  const [shown] = (await once(history, "message")) as [CaptureMessage];
  expect(shown).toMatchObject({ kind: "running", id: 2, report: { packets: 2, kernelDrops: 4 } });
  running = undefined;
  feed.send(trafficOf(2));
  const [told] = await received();
  expect(told).toMatchObject({ kind: "minute", report: { packets: 2, kernelDrops: 4 } });
});
