import type { Flow, FlowsPage, FlowsQuestion, Session } from "@wirescope/query";
import { expect, test } from "vitest";
import { nameOf } from "./flow-name.ts";
import { OpenedFlow } from "./opened-flow.ts";

const RANGE = { from: 1n, to: 2n };
const FILTER = "tcp.port == 40000 && tcp.port == 443";

/** A flow of the same endpoints as all others here. @param second of its first packet. */
function flow(id: number, second: number): Flow {
  const firstTimestamp = `2026-11-22T14:00:0${second}.000000000Z`;
  return { id, firstTimestamp, communityId: "1:a", filter: FILTER } as unknown as Flow;
}

/** Answers each question with the next of `answers`. */
function makeSession(...answers: (readonly Flow[] | Error)[]) {
  const asked: FlowsQuestion[] = [];
  const session = {
    flows: async (question: FlowsQuestion): Promise<FlowsPage> => {
      const answer = answers[asked.push(question) - 1] ?? [];
      if (answer instanceof Error) throw answer;
      return { flows: answer } as unknown as FlowsPage;
    },
  } as unknown as Session;
  return { session, asked };
}

test("Of the flows between two endpoints the one is found that the name means", async () => {
  const { session, asked } = makeSession([flow(1, 2), flow(2, 5), flow(3, 9)]);
  const opened = new OpenedFlow();
  await opened.find({ session, filter: "dns || tls", range: RANGE }, nameOf(flow(7, 5)));
  expect(opened.state.getSnapshot()).toEqual({ kind: "open", flow: flow(2, 5) });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ range: RANGE, filter: `(dns || tls) && (${FILTER})` });
});

test("A flow that is older than the list is looked for since it began", async () => {
  const { session, asked } = makeSession([], [flow(2, 5)]);
  const opened = new OpenedFlow();
  const name = nameOf(flow(2, 5));
  await opened.find({ session, filter: "", range: RANGE }, name);
  expect(opened.state.getSnapshot()).toEqual({ kind: "open", flow: flow(2, 5) });
  expect(asked.map(({ filter }) => filter)).toEqual([FILTER, FILTER]);
  expect(asked[1]!.range).toEqual({ from: BigInt(name.start) * 1000n, to: undefined });
});

test("What is not found is told, and so is what failed", async () => {
  const opened = new OpenedFlow();
  const name = nameOf(flow(2, 5));
  await opened.find({ session: makeSession().session, filter: "", range: RANGE }, name);
  expect(opened.state.getSnapshot()).toEqual({ kind: "gone" });
  const { session } = makeSession(new Error("No."));
  await opened.find({ session, filter: "", range: RANGE }, name);
  expect(opened.state.getSnapshot()).toEqual({ kind: "failed", message: "No." });
});

test("A flow that is shown already is not asked for, and one that was closed meanwhile stays closed", async () => {
  const { session, asked } = makeSession([flow(2, 5)]);
  const opened = new OpenedFlow();
  opened.show(flow(2, 5));
  await opened.find({ session, filter: "", range: RANGE }, nameOf(flow(2, 5)));
  expect(asked).toEqual([]);
  opened.close();
  const search = opened.find({ session, filter: "", range: RANGE }, nameOf(flow(2, 5)));
  opened.close();
  await search;
  expect(opened.state.getSnapshot().kind).toBe("closed");
});

test("New rows renew the flow, also where a view numbers it differently", () => {
  const opened = new OpenedFlow();
  opened.show(flow(2, 5));
  opened.renew([flow(2, 8), flow(4, 1)]);
  expect(opened.state.getSnapshot()).toEqual({ kind: "open", flow: flow(2, 8) });
  opened.renew([flow(4, 1), flow(5, 8)]);
  expect(opened.state.getSnapshot()).toEqual({ kind: "open", flow: flow(5, 8) });
  opened.renew([flow(6, 1)]);
  expect(opened.isShowing(flow(5, 8))).toBe(true);
  expect(opened.isShowing(flow(6, 1))).toBe(false);
});
