import type { FlowsPage, FlowsQuestion, Session } from "@wirescope/query";
import { expect, test } from "vitest";
import { FlowList } from "./flow-list.ts";

const RANGE = { from: 1n, to: 2n };

function makeSession(total: number) {
  const asked: FlowsQuestion[] = [];
  const session = {
    flows: async (question: FlowsQuestion): Promise<FlowsPage> => {
      asked.push(question);
      const count = Math.min(total, question.limit);
      return {
        flows: Array.from({ length: count }, (_, id) => ({ id })),
        total,
        cursor: count < total ? "more" : undefined,
        coverage: { kind: "exact" },
      } as unknown as FlowsPage;
    },
  } as unknown as Session;
  return { session, asked };
}

async function settle(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
}

test("Flows are asked for once somebody looks at them", async () => {
  const { session, asked } = makeSession(3);
  const list = new FlowList();
  list.ask({ session, filter: "dns", range: RANGE });
  expect(asked).toEqual([]);
  list.setShown(true);
  await settle();
  expect(asked).toEqual([
    { filter: "dns", range: RANGE, sort: "bytes", cursor: undefined, limit: 100 },
  ]);
  expect(list.state.getSnapshot()).toMatchObject({ total: 3, hasMore: false, pending: false });
});

test("More rows are fetched up to a thousand", async () => {
  const { session } = makeSession(5000);
  const list = new FlowList();
  list.setShown(true);
  list.ask({ session, filter: "", range: RANGE });
  for (let i = 0; i < 20; i += 1) list.more();
  await settle();
  expect(list.state.getSnapshot().flows).toHaveLength(1000);
  expect(list.state.getSnapshot().hasMore).toBe(false);
});

test("A held list does not move, and another order starts at the first page", async () => {
  const { session, asked } = makeSession(500);
  const list = new FlowList();
  list.setShown(true);
  list.ask({ session, filter: "", range: RANGE });
  list.setHeld(true);
  list.refresh({ session, filter: "", range: { from: 5n, to: undefined } });
  expect(asked).toHaveLength(1);
  list.more();
  list.setSort("last");
  await settle();
  expect(asked.at(-1)).toMatchObject({ sort: "last", limit: 100, range: { from: 5n } });
});

test("A failure is told, and gone with the next answer", async () => {
  const list = new FlowList();
  list.setShown(true);
  const broken = { flows: () => Promise.reject(new Error("No.")) } as unknown as Session;
  list.ask({ session: broken, filter: "", range: RANGE });
  await settle();
  expect(list.state.getSnapshot()).toMatchObject({ failure: "No.", flows: [] });
  list.ask({ session: makeSession(2).session, filter: "", range: RANGE });
  await settle();
  expect(list.state.getSnapshot()).toMatchObject({ failure: undefined, total: 2 });
});
