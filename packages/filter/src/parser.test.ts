import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Expression, Operand } from "./ast.ts";
import { FilterError } from "./errors.ts";
import { parseFilter } from "./parser.ts";
import { printFilter } from "./print.ts";

const SEED = 20_261_122;

function canonical(text: string): string {
  return printFilter(parseFilter(text));
}

function failure(text: string): FilterError {
  try {
    parseFilter(text);
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
  throw new Error(`${text} is accepted`);
}

describe("Canonical text", () => {
  test.for([
    ["", ""],
    ["   ", ""],
    ["tcp", "tcp"],
    ["not tcp", "!tcp"],
    ["!!tcp", "!!tcp"],
    ["NOT tcp AND udp", "!tcp && udp"],
    ["a and b or c", "(a && b) || c"],
    ["a && (b && c) && d", "a && b && c && d"],
    ["a or b xor c", "a || (b ^^ c)"],
    ["tcp.port eq 80", "tcp.port == 80"],
    ["tcp.port ne 80", "tcp.port != 80"],
    ["tcp.port any_ne 80", "any tcp.port != 80"],
    ["tcp.port !== 80", "any tcp.port != 80"],
    ["tcp.port === 80", "all tcp.port == 80"],
    ["all tcp.port != 80", "tcp.port != 80"],
    ["any tcp.port == 80", "tcp.port == 80"],
    ["tcp.port in {80,443 , 8000 .. 8999}", "tcp.port in {80, 443, 8000..8999}"],
    ["tcp.port not in {80}", "!(tcp.port in {80})"],
    ["all tcp.port in {80}", "all tcp.port in {80}"],
    ["eth.addr[0:3]==00:11:22", "eth.addr[0:3] == 00:11:22"],
    ["eth.addr[1-2,:4,3:,2,-2:1]", "eth.addr[1:2, 0:4, 3:, 2, -2]"],
    ["ip.addr==10.0.0.0/8", "ip.addr == 10.0.0.0/8"],
    ["ipv6.addr==fe80::/10", "ipv6.addr == fe80::/10"],
    ["ipv6.addr==::1", "ipv6.addr == ::1"],
    ["x == -5", "x == -5"],
    ["tcp.flags & 0x02", "tcp.flags & 0x02"],
    ["tcp.flags&2==2", "tcp.flags & 2 == 2"],
    ["a + b * c > 5", "a + {b * c} > 5"],
    ["{a + b} * c > 5", "{a + b} * c > 5"],
    ["1 < a < 5", "1 < a && a < 5"],
    ["len(http.host) > 5", "len(http.host) > 5"],
    ["max(a, b) == 2", "max(a, b) == 2"],
    ["ip.src#2 == 1.1.1.1", "ip.src#2 == 1.1.1.1"],
    ["ip.src#[-1] == 1.1.1.1", "ip.src#[-1] == 1.1.1.1"],
    ['a == "x\\x41\\n\\""', 'a == "xA\\x0a\\""'],
    ['a matches r"\\.com$"', 'a matches "\\\\.com$"'],
    ['a ~ "x"', 'a matches "x"'],
    ["a == 'x'", "a == 'x'"],
    ["a == '\\''", "a == '\\''"],
  ] as const)("%s", ([text, expected]) => {
    expect(canonical(text)).toBe(expected);
    expect(canonical(expected)).toBe(expected);
  });
});

describe("Errors say where", () => {
  test.for([
    ["tcp &&", "FILTER_SYNTAX", 7, 0, undefined],
    ["&& tcp", "FILTER_SYNTAX", 1, 2, undefined],
    ["(tcp", "FILTER_SYNTAX", 5, 0, ")"],
    ["tcp)", "FILTER_SYNTAX", 4, 1, undefined],
    ["tcp udp", "FILTER_SYNTAX", 5, 3, undefined],
    ["tcp.port = 80", "FILTER_SYNTAX", 10, 1, "=="],
    ["tcp | udp", "FILTER_SYNTAX", 5, 1, "||"],
    ["tcp.port ==", "FILTER_SYNTAX", 12, 0, undefined],
    ["tcp.port == == 80", "FILTER_SYNTAX", 13, 2, undefined],
    ["tcp.port in 80", "FILTER_SYNTAX", 13, 2, "{"],
    ["tcp.port in {80 443}", "FILTER_SYNTAX", 17, 3, ","],
    ["tcp.port in {80", "FILTER_SYNTAX", 16, 0, "}"],
    ["tcp.port in {}", "FILTER_SYNTAX", 14, 1, undefined],
    ["eth.addr[", "FILTER_SYNTAX", 10, 0, undefined],
    ["eth.addr[0:0]", "FILTER_SYNTAX", 12, 1, undefined],
    ["eth.addr[3-1]", "FILTER_SYNTAX", 11, 1, undefined],
    ["eth.addr[0:3", "FILTER_SYNTAX", 13, 0, "]"],
    ["any tcp", "FILTER_SYNTAX", 8, 0, undefined],
    ["ip.src#0 == 1.1.1.1", "FILTER_SYNTAX", 8, 1, undefined],
    ["len(a", "FILTER_SYNTAX", 6, 0, ")"],
    ['a == "x', "FILTER_BAD_STRING", 6, 2, undefined],
    ['a == "\\q"', "FILTER_BAD_STRING", 7, 2, "\\\\"],
    ["a == 'xy'", "FILTER_BAD_STRING", 6, 2, undefined],
    ["a == ''", "FILTER_BAD_STRING", 6, 2, undefined],
    ["🦈 && $", "FILTER_SYNTAX", 1, 2, undefined],
  ] as const)("%s", ([text, code, column, length, suggestion]) => {
    const error = failure(text);
    expect([error.code, error.column, error.length, error.suggestion]).toEqual([
      code,
      column,
      length,
      suggestion,
    ]);
  });

  test.for([
    ["parentheses", `${"(".repeat(5000)}tcp${")".repeat(5000)}`],
    ["negations", `${"!".repeat(5000)}tcp`],
    ["calls", `${"len(".repeat(5000)}a${")".repeat(5000)} > 1`],
    ["arithmetic", `a${" + 1".repeat(5000)} > 1`],
    ["length", "a".repeat(70_000)],
  ] as const)("Too many %s are refused before they exhaust the stack", ([, text]) => {
    expect(failure(text).code).toBe("FILTER_TOO_COMPLEX");
  });

  test("Thousands of alternatives are fine", () => {
    const text = Array.from({ length: 3000 }, (_, i) => `tcp.port == ${i}`).join(" || ");
    expect(canonical(text)).toBe(text);
  });
});

const word = fc.constantFrom("tcp.port", "ip.src", "dns", "x-y", "10.0.0.0/8", "fe80::1", "0x1f");
const operand: fc.Arbitrary<Operand> = fc.letrec<{ operand: Operand }>((tie) => ({
  operand: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    word.map((text): Operand => ({ kind: "word", text, start: 0, end: 0 })),
    fc
      .string({ maxLength: 6 })
      .map((text): Operand => ({ kind: "string", text, start: 0, end: 0 })),
    tie("operand").map(
      (inner): Operand => ({
        kind: "slice",
        operand: inner,
        ranges: [
          { start: 1, length: 2 },
          { start: -3, length: undefined },
        ],
        start: 0,
        end: 0,
      }),
    ),
    fc.tuple(tie("operand"), tie("operand"), fc.constantFrom("&", "+", "-", "*", "/", "%")).map(
      ([left, right, operator]): Operand => ({
        kind: "arithmetic",
        operator: operator as "+",
        left,
        right,
        start: 0,
        end: 0,
      }),
    ),
    fc.array(tie("operand"), { minLength: 1, maxLength: 2 }).map(
      (operands): Operand => ({
        kind: "call",
        name: "len",
        nameSpan: { start: 0, end: 0 },
        arguments: operands,
        start: 0,
        end: 0,
      }),
    ),
  ),
})).operand;

const expression: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    operand.map((one): Expression => ({ kind: "test", operand: one, start: 0, end: 0 })),
    fc
      .tuple(operand, operand, fc.constantFrom("==", "!=", "<", ">=", "contains"), fc.boolean())
      .map(
        ([left, right, operator, isAny]): Expression => ({
          kind: "comparison",
          operator: operator as "==",
          quantifier: isAny ? "any" : "all",
          left,
          right,
          start: 0,
          end: 0,
        }),
      ),
    fc.tuple(operand, operand, operand).map(
      ([one, from, to]): Expression => ({
        kind: "membership",
        quantifier: "any",
        operand: one,
        members: [
          { from, to: undefined },
          { from, to },
        ],
        start: 0,
        end: 0,
      }),
    ),
    tie("expression").map(
      (inner): Expression => ({ kind: "not", operand: inner, start: 0, end: 0 }),
    ),
    fc
      .tuple(
        fc.constantFrom("and", "or", "xor"),
        fc.array(tie("expression"), { minLength: 2, maxLength: 3 }),
      )
      .map(([kind, operands]): Expression => ({ kind: kind as "and", operands, start: 0, end: 0 })),
  ),
})).expression;

test("What is printed parses into what prints the same", () => {
  fc.assert(
    fc.property(expression, (tree) => {
      const text = canonical(printFilter(tree));
      expect(canonical(text)).toBe(text);
    }),
    { seed: SEED, numRuns: 1000 },
  );
});

test("Any text gives a tree or a FilterError inside the text", () => {
  const part = fc.oneof(
    fc.constantFrom("tcp", "==", "(", ")", "{", "}", "[", "]", "0:3", "..", "!", "and", '"', "'"),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join(" ");
      try {
        parseFilter(text);
      } catch (error) {
        expect(error).toBeInstanceOf(FilterError);
        const { column, length } = error as FilterError;
        expect(column).toBeGreaterThanOrEqual(1);
        expect(length).toBeGreaterThanOrEqual(0);
        expect(column - 1 + length).toBeLessThanOrEqual(text.length);
      }
    }),
    { seed: SEED, numRuns: 2000 },
  );
});
