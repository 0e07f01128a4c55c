import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyClause,
  clauseState,
  joinClauses,
  negate,
  removeClause,
  splitClauses,
} from "./clauses.ts";

describe("splitClauses", () => {
  test.for([
    ["", []],
    ["dns", ["dns"]],
    ["dns && tcp.port == 443", ["dns", "tcp.port == 443"]],
    ["dns and not ip.addr == 10.0.0.1", ["dns", "not ip.addr == 10.0.0.1"]],
    ["(a || b) && c", ["a || b", "c"]],
    ["a || b && c", ["a || b && c"]],
    ['http.host contains "a && b" && dns', ['http.host contains "a && b"', "dns"]],
    ["tcp.port in {80, 443} and dns", ["tcp.port in {80, 443}", "dns"]],
    ["eth.addr[0:3] == a4:83:e7 && android.and", ["eth.addr[0:3] == a4:83:e7", "android.and"]],
    ["a&&b", ["a", "b"]],
    ['http.host == "unfinished && b', ['http.host == "unfinished && b']],
  ] as const)("%s", ([text, clauses]) => {
    expect(splitClauses(text)).toEqual(clauses);
  });
});

describe("applyClause", () => {
  test.for([
    ["add to nothing", "", "dns", "and", "dns"],
    ["add", "dns", "ip.addr == 10.0.0.1", "and", "dns && ip.addr == 10.0.0.1"],
    ["add again removes", "dns && ip.addr == 10.0.0.1", "ip.addr == 10.0.0.1", "and", "dns"],
    ["keep an expression whole", "a || b", "c", "and", "(a || b) && c"],
    ["exclude", "dns", "udp.port == 53", "not", "dns && !(udp.port == 53)"],
    ["exclude what was chosen", "dns && tls", "tls", "not", "dns && !(tls)"],
    ["exclude twice", "!(tls)", "tls", "not", "!(tls)"],
    ["click what is excluded", "dns && !(tls)", "tls", "and", "dns"],
    [
      "or beside the same field",
      "ip.addr == 10.0.0.1 && dns",
      "ip.addr == 10.0.0.2",
      "or",
      "(ip.addr == 10.0.0.1 || ip.addr == 10.0.0.2) && dns",
    ],
    ["or of protocols", "dns", "tls", "or", "dns || tls"],
    ["or of another field", "dns", "ip.addr == 10.0.0.2", "or", "dns && ip.addr == 10.0.0.2"],
    ["or again", "dns || tls", "tls", "or", "dns || tls"],
    [
      "remove one alternative",
      "(dns || tls) && ip.addr == 10.0.0.2",
      "tls",
      "and",
      "dns && ip.addr == 10.0.0.2",
    ],
    ["only", "dns && tls", "arp", "only", "arp"],
  ] as const)("%s", ([, filter, clause, act, result]) => {
    expect(applyClause(filter, clause, act)).toBe(result);
  });
});

test("Marks tell chosen from excluded", () => {
  expect(clauseState("(dns || tls) && !(arp)", "TLS")).toBe("chosen");
  expect(clauseState("(dns || tls) && !(arp)", "arp")).toBe("excluded");
  expect(clauseState("(dns || tls) && !(arp)", "icmp")).toBe("none");
});

test("A negation taken back is the clause", () => {
  expect(negate(negate("a || b"))).toBe("a || b");
  expect(negate("not (dns)")).toBe("dns");
  expect(negate("!(a) || (b)")).toBe("!(!(a) || (b))");
});

const clause = fc.constantFrom(
  "dns",
  "tls",
  "ip.addr == 10.0.0.1",
  "tcp.port == 80 || udp.port == 80",
);

test("Adding a clause that is not there and clicking it again gives the filter back", () => {
  fc.assert(
    fc.property(fc.uniqueArray(clause), clause, (clauses, added) => {
      const filter = joinClauses(clauses);
      fc.pre(
        clauseState(filter, added) === "none" && splitClauses(filter).length === clauses.length,
      );
      expect(removeClause(applyClause(filter, added, "and"), added)).toBe(filter);
    }),
    { seed: 20 },
  );
});

test("Splitting and joining is stable for any text", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const once = joinClauses(splitClauses(text));
      expect(joinClauses(splitClauses(once))).toBe(once);
    }),
    { seed: 21 },
  );
});
