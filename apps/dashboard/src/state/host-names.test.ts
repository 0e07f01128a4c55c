import type { LiveRanking } from "@wirescope/query";
import { expect, test } from "vitest";
import { HostNames } from "./host-names.ts";

const ranking = (entries: readonly (readonly [string, string])[]) =>
  ({
    labels: entries.map(([label]) => label),
    names: entries.map(([, name]) => name),
  }) as unknown as LiveRanking;

test("Names that were told once stand where they are missing, and the newest is kept", () => {
  const hosts = new HostNames();
  hosts.learn(ranking([["192.0.2.1", "old"]]));
  hosts.learn(
    ranking([
      ["192.0.2.1", "nas"],
      ["192.0.2.2", ""],
    ]),
  );
  const asked = ranking([
    ["192.0.2.2", ""],
    ["192.0.2.1", ""],
    ["192.0.2.3", "own"],
  ]);
  expect(hosts.complete(asked).names).toEqual(["", "nas", "own"]);
});

test("A ranking that lacks nothing is handed back as it is", () => {
  const hosts = new HostNames();
  hosts.learn(ranking([["192.0.2.1", "nas"]]));
  const asked = ranking([
    ["192.0.2.1", "cdn.example"],
    ["192.0.2.2", ""],
  ]);
  expect(hosts.complete(asked)).toBe(asked);
});

test("Only so many are remembered, and none of another source", () => {
  const hosts = new HostNames();
  for (let i = 0; i < 5000; i += 1) hosts.learn(ranking([[`host ${i}`, `name ${i}`]]));
  const asked = ranking([
    ["host 0", ""],
    ["host 4999", ""],
  ]);
  expect(hosts.complete(asked).names).toEqual(["", "name 4999"]);
  hosts.forget();
  expect(hosts.complete(asked)).toBe(asked);
});
