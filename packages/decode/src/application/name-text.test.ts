import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLabels } from "./name-text.ts";

function label(octets: readonly number[]): string {
  return readLabels(new DataView(Uint8Array.from(octets).buffer), 0, octets.length);
}

describe("a label of a domain name", () => {
  test.for([
    ["letters", [0x77, 0x77, 0x77], "www"],
    ["characters of several octets", [0xc3, 0xa9, 0xe2, 0x82, 0xac], "é€"],
    ["control characters in octal", [0x00, 0x1a, 0x7f, 0x41], "\\000\\032\\177A"],
    ["control characters that C has letters for", [0x07, 0x09, 0x0a, 0x0d], "\\a\\t\\n\\r"],
    ["a character that breaks off", [0xe2, 0x82, 0x41], "\uFFFDA"],
    ["a longer form than need be", [0xc0, 0x80], "\uFFFD"],
    ["a surrogate", [0xed, 0xa0, 0x80], "\uFFFD"],
    ["a form of five octets", [0xf9, 0x80, 0x80, 0x80, 0x80], "\uFFFD"],
    ["the beginning of a form beyond Unicode", [0xf7, 0xbf, 0xde, 0x76], "\uFFFD\uFFFDv"],
    ["octets that continue nothing", [0x80, 0xbf, 0xff], "\uFFFD\uFFFD\uFFFD"],
    ["a change of direction", [0xe2, 0x80, 0xae], "\\u202e"],
  ] as const)("%s", ([, octets, text]) => {
    expect(label(octets)).toBe(text);
  });

  test("whatever the octets, nothing unprintable is left", () => {
    const property = fc.property(fc.uint8Array({ maxLength: 63 }), (octets) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
      expect(label([...octets])).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    });
    fc.assert(property, { seed: 826, numRuns: 500 });
  });
});
