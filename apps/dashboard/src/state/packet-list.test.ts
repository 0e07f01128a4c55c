import type { LiveFrame, PacketRow, PacketsPage, PacketsQuestion, Session } from "@wirescope/query";
import { describe, expect, test } from "vitest";
import { PacketList } from "./packet-list.ts";

/** A session that holds the packets `first … last`; a filter keeps the even ones. */
function makeSession(first: number, last: number) {
  const asked: PacketsQuestion[] = [];
  const session = {
    packets: async (question: PacketsQuestion): Promise<PacketsPage> => {
      asked.push(question);
      let numbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      if (question.filter !== "") numbers = numbers.filter((number) => number % 2 === 0);
      const { cursor, direction, limit } = question;
      const side = numbers.filter((number) =>
        cursor === undefined ? true : direction === "forward" ? number > cursor : number < cursor,
      );
      const page = direction === "forward" ? side.slice(0, limit) : side.slice(-limit).reverse();
      return {
        packets: page.map(row),
        cursor: page.length < side.length ? page.at(-1) : undefined,
        matching: numbers.length,
        held: { first, last },
        coverage: {
          kind: "exact",
          resolution: "packet",
          from: undefined,
          to: undefined,
          gaps: [],
          note: undefined,
        },
      };
    },
  } as unknown as Session;
  return { session, asked };
}

function row(number: number): PacketRow {
  return {
    number,
    timestamp: "2026-11-22T14:03:29.000000000Z",
    interface: undefined,
    source: "192.0.2.1",
    destination: "192.0.2.2",
    protocol: "DNS",
    protocolByPort: false,
    length: 60,
    capturedLength: 60,
    info: "",
  };
}

function frame(
  numbers: number[],
  totals: { first: number; last: number; matching: number },
  skipped = 0,
) {
  const text = numbers.map(() => "");
  return {
    totals: { firstHeld: totals.first, lastHeld: totals.last, packets: totals.matching },
    rows: {
      number: Float64Array.from(numbers),
      time: new Float64Array(numbers.length),
      length: new Uint32Array(numbers.length),
      protocolByPort: new Uint8Array(numbers.length),
      protocol: text,
      source: text,
      destination: text,
      info: text,
      skipped,
    },
  } as unknown as LiveFrame;
}

async function settle(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}

function numbers(list: PacketList): (number | string)[] {
  const { length } = list.state.getSnapshot();
  return Array.from({ length }, (_, position) => {
    const line = list.line(position)!;
    return line.kind === "gap" ? `gap ${line.before}` : (list.numberAt(position) ?? "none");
  });
}

describe("PacketList without a filter", () => {
  test("The newest packet stands first, and pages are fetched for what is looked at", async () => {
    const { session, asked } = makeSession(1, 1000);
    const list = new PacketList();
    list.ask(session, { filter: "", range: undefined, order: "newest" });
    list.receive(frame([999, 1000], { first: 1, last: 1000, matching: 1000 }));
    expect(list.line(0)).toMatchObject({ kind: "row", row: { number: 1000 } });
    expect(list.line(500)).toEqual({ kind: "loading", number: 500 });
    list.show(500, 520);
    await settle();
    expect(list.line(519)).toMatchObject({ kind: "row", row: { number: 481 } });
    expect(asked).toHaveLength(1);
  });

  test("Oldest first reads the same packets upwards", () => {
    const list = new PacketList();
    list.ask(makeSession(5, 9).session, { filter: "", range: undefined, order: "oldest" });
    list.receive(frame([], { first: 5, last: 9, matching: 5 }));
    expect(numbers(list)).toEqual([5, 6, 7, 8, 9]);
    expect(list.positionOf(7)).toBe(2);
    expect(list.neighbour(7, 1)).toBe(8);
    expect(list.neighbour(9, 1)).toBeUndefined();
  });

  test("A packet that the session forgot is said to be gone and not asked for again", async () => {
    const { session, asked } = makeSession(900, 1000);
    const list = new PacketList();
    list.ask(session, { filter: "", range: undefined, order: "newest" });
    list.receive(frame([], { first: 1, last: 1000, matching: 1000 }));
    list.show(999, 1000);
    await settle();
    list.show(999, 1000);
    await settle();
    expect(list.line(999)).toEqual({ kind: "gone", number: 1 });
    expect(asked).toHaveLength(1);
  });
});

test("Another session's packets never stand under the same numbers", () => {
  const list = new PacketList();
  list.ask(makeSession(1, 3).session, { filter: "", range: undefined, order: "newest" });
  list.receive(frame([1, 2, 3], { first: 1, last: 3, matching: 3 }));
  list.ask(makeSession(1, 3).session, { filter: "", range: undefined, order: "newest" });
  list.receive(frame([], { first: 1, last: 3, matching: 3 }));
  expect(list.line(0)).toEqual({ kind: "loading", number: 3 });
});

describe("Held", () => {
  test.for(["", "even"])("no row moves while packets arrive (filter %j)", async (filter) => {
    const { session } = makeSession(1, 10);
    const list = new PacketList();
    list.ask(session, { filter, range: undefined, order: "newest" });
    await settle();
    list.receive(frame([10], { first: 1, last: 10, matching: 10 }));
    list.setHeld(true);
    const before = numbers(list);
    for (let turn = 0; turn < 5; turn += 1) {
      const last = 12 + turn * 2;
      list.receive(frame([last], { first: 1 + turn, last, matching: last }));
      expect(numbers(list)).toEqual(before);
    }
    expect(list.state.getSnapshot().arrived).toBe(10);
    list.setHeld(false);
    expect(list.state.getSnapshot().arrived).toBe(0);
    expect(list.numberAt(0)).toBe(20);
  });

  test("Pausing holds the list as well, until both are over", () => {
    const list = new PacketList();
    list.ask(makeSession(1, 3).session, { filter: "", range: undefined, order: "newest" });
    list.receive(frame([3], { first: 1, last: 3, matching: 3 }));
    list.setPaused(true);
    list.setHeld(true);
    list.setHeld(false);
    list.receive(frame([4], { first: 1, last: 4, matching: 4 }));
    expect(list.numberAt(0)).toBe(3);
    list.setPaused(false);
    expect(list.numberAt(0)).toBe(4);
  });
});

describe("PacketList with a filter", () => {
  test("Matches are listed from a page and continued live", async () => {
    const { session } = makeSession(1, 10);
    const list = new PacketList();
    list.ask(session, { filter: "even", range: undefined, order: "newest" });
    await settle();
    list.receive(frame([12, 14], { first: 1, last: 14, matching: 7 }));
    expect(numbers(list)).toEqual([14, 12, 10, 8, 6, 4, 2]);
  });

  test("Skipped matches leave a gap that is filled on request", async () => {
    const { session } = makeSession(1, 30);
    const list = new PacketList();
    list.ask(session, { filter: "even", range: undefined, order: "newest" });
    await settle();
    list.receive(frame([40, 42], { first: 1, last: 42, matching: 21 }, 4));
    expect(numbers(list).slice(0, 4)).toEqual([42, 40, "gap 40", 30]);
    await list.fillGap(40);
    expect(numbers(list).slice(0, 4)).toEqual([42, 40, 30, 28]);
  });

  test("Older matches are fetched when the end of the list is looked at", async () => {
    const { session } = makeSession(1, 900);
    const list = new PacketList();
    list.ask(session, { filter: "even", range: undefined, order: "newest" });
    await settle();
    expect(list.state.getSnapshot().length).toBe(201);
    list.show(195, 201);
    await settle();
    expect(list.state.getSnapshot().length).toBe(401);
    expect(list.numberAt(200)).toBe(500);
  });

  test("Oldest first, matches are fetched from the start, as far as is looked at", async () => {
    const { session, asked } = makeSession(1, 900);
    const list = new PacketList();
    list.ask(session, { filter: "even", range: undefined, order: "oldest" });
    await settle();
    list.receive(frame([902], { first: 1, last: 902, matching: 451 }));
    expect(list.numberAt(0)).toBe(2);
    expect(list.state.getSnapshot().length).toBe(200);
    list.show(180, 200);
    await settle();
    expect(list.state.getSnapshot().length).toBe(400);
    expect(asked).toHaveLength(2);
    list.show(390, 400);
    await settle();
    list.receive(frame([902], { first: 1, last: 902, matching: 451 }));
    expect(list.numberAt(450)).toBe(902);
  });

  test("An answer to an earlier filter is dropped", async () => {
    const { session } = makeSession(1, 10);
    const list = new PacketList();
    list.ask(session, { filter: "even", range: undefined, order: "newest" });
    list.ask(session, { filter: "", range: undefined, order: "newest" });
    await settle();
    list.receive(frame([], { first: 1, last: 3, matching: 3 }));
    expect(numbers(list)).toEqual([3, 2, 1]);
  });
});
