import type {
  LiveRanking,
  Scope,
  Session,
  Summary,
  Timeline,
  Top,
  TopQuestion,
} from "@wirescope/query";
import { expect, test } from "vitest";
import { Answers, type AnswersQuestion } from "./answers.ts";
import { HostNames } from "./host-names.ts";

const PAST = { from: 1n, to: 2n };
const PRESENT = { from: 1n, to: undefined };

function makeSession() {
  const log = { summaries: [] as Scope[], timelines: 0, tops: [] as TopQuestion[] };
  const waiting: ((packets: number) => void)[] = [];
  const session = {
    summary: (question: Scope) => {
      log.summaries.push(question);
      return new Promise<Summary>((resolve) => {
        waiting.push((packets) => resolve({ packets } as Summary));
      });
    },
    timeline: async (): Promise<Timeline> => {
      log.timelines += 1;
      return { start: null, step: 1, packets: [], bytes: [], series: [] } as unknown as Timeline;
    },
    top: async (question: TopQuestion): Promise<Top> => {
      log.tops.push(question);
      return { rows: [], other: { packets: 0, bytes: 0, members: 0 } } as unknown as Top;
    },
  } as unknown as Session;
  return { session, log, waiting };
}

function question(session: Session, part: Partial<AnswersQuestion>): AnswersQuestion {
  return {
    session,
    filter: "",
    scope: undefined,
    window: undefined,
    step: 60,
    present: PRESENT,
    ...part,
  };
}

async function settle(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
}

test("What live frames tell is not asked for, but places always are", async () => {
  const { session, log } = makeSession();
  const answers = new Answers(new HostNames());
  answers.watch("host");
  answers.watch("country");
  answers.ask(question(session, {}));
  await settle();
  expect(log).toMatchObject({ summaries: [], timelines: 0 });
  expect(log.tops.map(({ by, range }) => [by, range])).toEqual([["country", PRESENT]]);
});

test("A scope is asked about, with the lists that somebody looks at", async () => {
  const { session, log } = makeSession();
  const answers = new Answers(new HostNames());
  const leave = answers.watch("host");
  answers.ask(question(session, { scope: PAST, window: PAST, present: PAST }));
  leave();
  answers.ask(question(session, { scope: PAST, window: PAST, present: PAST }));
  await settle();
  expect(log.summaries).toHaveLength(2);
  expect(log.timelines).toBe(2);
  expect(log.tops.map(({ by }) => by)).toEqual(["host"]);
});

test("What is past is asked about once, what follows the present again", async () => {
  const { session, log } = makeSession();
  const answers = new Answers(new HostNames());
  const mixed = question(session, { scope: PAST, present: PAST, window: PRESENT });
  answers.ask(mixed);
  answers.refresh(mixed);
  await settle();
  expect(log.summaries).toHaveLength(1);
  expect(log.timelines).toBe(2);
});

test("A value says which question it answers, until the next one is answered", async () => {
  const { session, waiting } = makeSession();
  const answers = new Answers(new HostNames());
  answers.ask(question(session, { scope: PRESENT }));
  waiting[0]!(1);
  await settle();
  answers.ask(question(session, { scope: PAST, present: PAST }));
  expect(answers.summary.getSnapshot()).toMatchObject({ value: { packets: 1 }, epoch: 1 });
  waiting[1]!(2);
  await settle();
  expect(answers.summary.getSnapshot()).toMatchObject({ value: { packets: 2 }, epoch: 2 });
});

test("A late answer to an earlier question is dropped", async () => {
  const { session, waiting } = makeSession();
  const answers = new Answers(new HostNames());
  answers.ask(question(session, { scope: PAST, present: PAST }));
  answers.ask(question(session, { scope: PRESENT }));
  waiting[1]!(2);
  await settle();
  waiting[0]!(1);
  await settle();
  expect(answers.summary.getSnapshot()).toMatchObject({ value: { packets: 2 }, pending: false });
});

test("A failure is one sentence in place of the answer", async () => {
  const answers = new Answers(new HostNames());
  const { session } = makeSession();
  const broken = { ...session, summary: () => Promise.reject(new Error("Too long ago.")) };
  answers.ask(question(broken, { scope: PAST, present: PAST }));
  await settle();
  expect(answers.summary.getSnapshot()).toEqual({
    value: undefined,
    epoch: 0,
    pending: false,
    problem: "Too long ago.",
  });
});

test("Names of hosts that an answer told are remembered", async () => {
  const rows = [{ label: "192.0.2.1", name: "nas" }, { label: "192.0.2.2" }];
  const session = {
    ...makeSession().session,
    top: async () => ({ rows }) as unknown as Top,
  } as unknown as Session;
  const names = new HostNames();
  const answers = new Answers(names);
  answers.watch("source");
  answers.ask(question(session, { scope: PRESENT }));
  await settle();
  const ranking = { labels: ["192.0.2.2", "192.0.2.1"], names: ["", ""] };
  expect(names.complete(ranking as unknown as LiveRanking).names).toEqual(["", "nas"]);
});
