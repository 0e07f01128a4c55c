import { EVERYTHING, type PacketsQuestion, type Session } from "@wirescope/query";
import { expect, test } from "vitest";
import { findCulprit } from "./no-match.ts";

/** A session in which only these filters match anything. */
function makeSession(matching: ReadonlyMap<string, number>): Session {
  return {
    packets: async ({ filter }: PacketsQuestion) => {
      const count = matching.get(filter) ?? 0;
      return { packets: count > 0 ? [{}] : [], matching: count };
    },
  } as unknown as Session;
}

test("The clause without which there are packets is named", async () => {
  const session = makeSession(new Map([["dns", 412]]));
  expect(await findCulprit(session, "dns && tcp.port == 1", EVERYTHING)).toEqual({
    clause: "tcp.port == 1",
    rest: "dns",
    matching: 412,
  });
});

test("Where the page of packets does not tell how many there are, they are counted", async () => {
  const session = {
    packets: async ({ filter }: PacketsQuestion) => ({ packets: filter === "dns" ? [{}] : [] }),
    summary: async () => ({ packets: 7, coverage: { kind: "retained" } }),
  } as unknown as Session;
  const culprit = await findCulprit(session, "dns && tcp.port == 1", EVERYTHING);
  expect(culprit?.matching).toBe(7);
});

test("When no single clause is to blame, none is named", async () => {
  const session = makeSession(new Map());
  expect(await findCulprit(session, "dns && tcp.port == 1", EVERYTHING)).toBeUndefined();
  expect(await findCulprit(session, "dns", EVERYTHING)).toBeUndefined();
});
