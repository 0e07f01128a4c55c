import { EVERYTHING, type Scope, type Session } from "@wirescope/query";
import { expect, test } from "vitest";
import { countMatches } from "./match-count.ts";

function makeSession(matching: object, all: object): Session {
  return {
    summary: async ({ filter }: Scope) => (filter === "" ? all : matching),
  } as unknown as Session;
}

const exact = { kind: "exact", resolution: "packet" };

test("Matches are told with what they are a part of", async () => {
  const session = makeSession({ packets: 12, coverage: exact }, { packets: 40, coverage: exact });
  expect(await countMatches(session, EVERYTHING, "dns")).toEqual({ matching: 12, of: 40 });
});

test.for([
  ["a part is held only", { ...exact, kind: "retained" }, 12],
  ["one is counted by the minute", { ...exact, resolution: "minute" }, 12],
  ["packets arrived in between", exact, 41],
] as const)("They are told alone where %s", async ([, coverage, packets]) => {
  const session = makeSession({ packets, coverage }, { packets: 40, coverage: exact });
  expect(await countMatches(session, EVERYTHING, "dns")).toEqual({
    matching: packets,
    of: undefined,
  });
});
