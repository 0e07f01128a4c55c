import { expect, test } from "vitest";
import { linkTypeName, unknownLinkTypes } from "./link-type.ts";

test("link types have the names of the registry, or their number", () => {
  expect([1, 113, 147].map(linkTypeName)).toEqual(["Ethernet", "Linux cooked v1", "LINKTYPE 147"]);
});

test.for([
  [[], undefined],
  [[1, 105, 1], undefined],
  [[9999], "Link type 9999 is unknown"],
  [[1, 147, 9999, 147], "Link type 147, 9999 is unknown"],
] as const)("of interfaces with link types %j it is said: %s", ([types, sentence]) => {
  const said = unknownLinkTypes(types.map((linkType) => ({ linkType })));
  expect(said?.split(":")[0]).toBe(sentence);
});
