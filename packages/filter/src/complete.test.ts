import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completeFilter } from "./complete.ts";

/** The texts that are offered where `|` stands. */
function offered(marked: string): string[] {
  const caret = marked.indexOf("|");
  return completeFilter(marked.replace("|", ""), caret).map(({ text }) => text);
}

describe("Completion", () => {
  test.for([
    ["tcp.po|", "tcp.port"],
    ["dns && !ht|", "http"],
    ["(ud|", "udp"],
    ["le|", "len("],
    ["tcp.port |", "=="],
    ["http.host con|", "contains"],
    ["dns |", "&&"],
    ["tcp.port == 80 |", "||"],
    ["(tcp) |", "&&"],
    ["arp.opcode == |", "1"],
    ["arp.opcode == re|", "1"],
    ["arp.opcode in {1, |", "2"],
    ["tcp.flags.syn == |", "1"],
    ["ip.src == 10|", "10.0.0.0/8"],
  ] as const)("%s offers %s", ([marked, expected]) => {
    expect(offered(marked)).toContain(expected);
  });

  test.for(['http.host == "tc|', "tcp.port == 12|", "tcp.port + |"])(
    "%s offers nothing",
    (marked) => {
      expect(offered(marked)).toEqual([]);
    },
  );

  test("Protocols come before their fields", () => {
    expect(offered("dn|")[0]).toBe("dns");
  });

  test("A field is found by what it means", () => {
    expect(offered("hop li|".replace(" ", " "))).toEqual([]);
    expect(offered("opcode|")).toContain("arp.opcode");
  });

  test("The word around the caret is what is replaced", () => {
    const [first] = completeFilter("ip && tcp.prt == 80", 9);
    expect(first?.replace).toEqual({ start: 6, end: 13 });
  });

  test("No text and caret throw, and every offer lies in the text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.nat(30), (text, at) => {
        const caret = Math.min(at, text.length);
        for (const { replace } of completeFilter(text, caret)) {
          expect(replace.start).toBeLessThanOrEqual(caret);
          expect(replace.end).toBeGreaterThanOrEqual(caret);
          expect(replace.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { seed: 20_261_122, numRuns: 1000 },
    );
  });
});
