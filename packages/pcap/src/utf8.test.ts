import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

test("encoding agrees with the platform's, lone surrogates included", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(encodeUtf8(text)).toEqual(new TextEncoder().encode(text));
    }),
    { seed: 1 },
  );
  expect(encodeUtf8("a\ud800b")).toEqual(new TextEncoder().encode("a\ud800b"));
});

test("decoding reverses encoding", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const bytes = encodeUtf8(text);
      expect(decodeUtf8(bytes, 0, bytes.length)).toBe(text);
    }),
    { seed: 2 },
  );
});

test.for([
  ["a lone continuation", [0x80, 0x41], "\ufffdA"],
  ["an overlong slash", [0xc0, 0xaf], "\ufffd\ufffd"],
  ["a surrogate", [0xed, 0xa0, 0x80], "\ufffd\ufffd\ufffd"],
  ["beyond U+10FFFF", [0xf4, 0x90, 0x80, 0x80], "\ufffd\ufffd\ufffd\ufffd"],
  ["an overlong of three octets", [0xe0, 0x9f, 0xbf], "\ufffd\ufffd\ufffd"],
  ["an overlong of four octets", [0xf0, 0x8f, 0xbf, 0xbf], "\ufffd\ufffd\ufffd\ufffd"],
  ["a lead without room for the rest", [0x41, 0xe2, 0x82], "A\ufffd\ufffd"],
  ["an octet that never occurs", [0xff], "\ufffd"],
] as const)("%s becomes replacement characters", ([, octets, text]) => {
  expect(decodeUtf8(Uint8Array.from(octets), 0, octets.length)).toBe(text);
});
