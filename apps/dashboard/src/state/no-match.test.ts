import {
  EVERYTHING,
  type FlowsQuestion,
  type PacketsQuestion,
  type Session,
} from "@wirescope/query";
import { expect, test } from "vitest";
import { findCulprit, type Listed } from "./no-match.ts";

/** A session in which only these filters match anything. */
function makeSession(matching: ReadonlyMap<string, number>): Session {
  return {
    packets: async ({ filter }: PacketsQuestion) => {
      const count = matching.get(filter) ?? 0;
      return { packets: count > 0 ? [{}] : [], matching: count };
    },
    flows: async ({ filter }: FlowsQuestion) => ({ total: matching.get(filter) ?? 0 }),
  } as unknown as Session;
}

function find(of: Listed, session: Session, filter = "dns && tcp.port == 1") {
  return findCulprit({ of, session, range: EVERYTHING, filter });
}

test.for(["packet", "flow"] as const)(
  "The clause without which there is a %s is named",
  async (of) => {
    expect(await find(of, makeSession(new Map([["dns", 412]])))).toEqual({
      clause: "tcp.port == 1",
      rest: "dns",
      matching: 412,
    });
  },
);

test("Where the page of packets does not tell how many there are, they are counted", async () => {
  const session = {
    packets: async ({ filter }: PacketsQuestion) => ({ packets: filter === "dns" ? [{}] : [] }),
    summary: async () => ({ packets: 7, coverage: { kind: "retained" } }),
  } as unknown as Session;
  expect((await find("packet", session))?.matching).toBe(7);
});

test.for(["packet", "flow"] as const)("For a %s none is named that is not to blame", async (of) => {
  const session = makeSession(new Map());
  expect(await find(of, session)).toBeUndefined();
  expect(await find(of, session, "dns")).toBeUndefined();
});
