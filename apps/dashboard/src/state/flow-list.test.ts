import type { FlowsPage, FlowsQuestion, Session } from "@wirescope/query";
import { expect, test } from "vitest";
import { FlowList, MOST_FLOWS } from "./flow-list.ts";

const RANGE = { from: 1n, to: 2n };

/** Flows in order of their numbers; `cursor` is the number that a page begins with. */
function makeSession(total: number, overlap = 0) {
  const asked: FlowsQuestion[] = [];
  const session = {
    flows: async (question: FlowsQuestion): Promise<FlowsPage> => {
      asked.push(question);
      const from = Math.max(0, Number(question.cursor ?? 0) - overlap);
      const end = Math.min(total, from + question.limit);
      return {
        flows: Array.from({ length: end - from }, (_, i) => ({
          id: from + i,
          communityId: "1:a",
          firstTimestamp: `second ${from + i}`,
        })),
        total,
        cursor: end < total ? String(end) : undefined,
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
    { filter: "dns", range: RANGE, sort: "bytes", cursor: undefined, limit: 200 },
  ]);
  expect(list.state.getSnapshot()).toMatchObject({ total: 3, hasMore: false, pending: false });
});

test("Each page begins where the one before ended, and no flow is there twice", async () => {
  const { session, asked } = makeSession(500, 3);
  const list = new FlowList();
  list.setShown(true);
  list.ask({ session, filter: "", range: RANGE });
  expect(list.state.getSnapshot().hasMore).toBe(false);
  await list.more();
  await settle();
  await Promise.all([list.more(), list.more()]);
  await list.more();
  await list.more();
  expect(asked.map(({ cursor }) => cursor)).toEqual([undefined, "200", "397"]);
  const { flows, hasMore } = list.state.getSnapshot();
  expect(flows.map(({ id }) => id)).toEqual(Array.from({ length: 500 }, (_, id) => id));
  expect(hasMore).toBe(false);
});

test("Rows are fetched up to the most that a list has", async () => {
  const { session } = makeSession(2 * MOST_FLOWS);
  const list = new FlowList();
  list.setShown(true);
  list.ask({ session, filter: "", range: RANGE });
  await settle();
  while (list.state.getSnapshot().hasMore) await list.more();
  expect(list.state.getSnapshot().flows).toHaveLength(MOST_FLOWS);
});

test("A page that comes after another question is dropped", async () => {
  const { session } = makeSession(500);
  const list = new FlowList();
  list.setShown(true);
  list.ask({ session, filter: "", range: RANGE });
  await settle();
  const late = list.more();
  list.ask({ session: makeSession(2).session, filter: "", range: RANGE });
  await late;
  await settle();
  expect(list.state.getSnapshot().flows).toHaveLength(2);
});

test("A page that fails leaves the rows, and can be asked for again", async () => {
  const { session } = makeSession(500);
  const { flows } = session;
  const list = new FlowList();
  list.setShown(true);
  list.ask({ session, filter: "", range: RANGE });
  await settle();
  session.flows = () => Promise.reject(new Error("No."));
  await list.more();
  expect(list.state.getSnapshot()).toMatchObject({ failure: "No.", hasMore: true });
  expect(list.state.getSnapshot().flows).toHaveLength(200);
  session.flows = flows;
  await list.more();
  expect(list.state.getSnapshot()).toMatchObject({ failure: undefined });
  expect(list.state.getSnapshot().flows).toHaveLength(400);
});

test("The open flow is renewed with the rows, and closed with another session", async () => {
  const { session } = makeSession(3);
  const list = new FlowList();
  list.setShown(true);
  list.ask({ session, filter: "", range: RANGE });
  await settle();
  const before = list.state.getSnapshot().flows[1]!;
  list.opened.show(before);
  list.refresh({ session, filter: "", range: RANGE });
  await settle();
  const after = list.state.getSnapshot().flows[1]!;
  expect(after).not.toBe(before);
  expect(list.opened.state.getSnapshot()).toEqual({ kind: "open", flow: after });
  list.ask({ session: makeSession(3).session, filter: "", range: RANGE });
  expect(list.opened.state.getSnapshot().kind).toBe("closed");
});

test("A held list does not move, and another order starts at the first page", async () => {
  const { session, asked } = makeSession(500);
  const list = new FlowList();
  list.setShown(true);
  list.ask({ session, filter: "", range: RANGE });
  list.setHeld(true);
  list.refresh({ session, filter: "", range: { from: 5n, to: undefined } });
  expect(asked).toHaveLength(1);
  void list.more();
  list.setSort("last");
  await settle();
  expect(asked.at(-1)).toMatchObject({ sort: "last", limit: 200, range: { from: 5n } });
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
