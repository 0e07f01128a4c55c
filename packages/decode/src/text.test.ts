import fc from "fast-check";
import { expect, test } from "vitest";
import { onesComplementSum } from "./checksum.ts";
import { readEscaped, readHex, readUtf8 } from "./text.ts";

const SEED = 3629;

function view(octets: readonly number[] | Uint8Array): DataView {
  return new DataView(Uint8Array.from(octets).buffer);
}

test("UTF-8 is read as the platform reads it", () => {
  const property = fc.property(fc.string({ unit: "binary" }), (text) => {
    const octets = new TextEncoder().encode(text);
    expect(readUtf8(view(octets), 0, octets.length)).toBe(text);
  });
  fc.assert(property, { seed: SEED });
});

test.for([
  ["a lone continuation", [0x80]],
  ["an overlong slash", [0xc0, 0xaf]],
  ["an overlong three-octet form", [0xe0, 0x80, 0xaf]],
  ["a surrogate", [0xed, 0xa0, 0x80]],
  ["a code point above U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
] as const)("%s becomes U+FFFD for every octet", ([, octets]) => {
  const text = readUtf8(view(octets), 0, octets.length);
  expect(text).toBe("\uFFFD".repeat(octets.length));
});

test("the start of a character that breaks off becomes one U+FFFD", () => {
  expect(readUtf8(view([0xe2, 0x82, 0x41]), 0, 3)).toBe("\uFFFDA");
  expect(readUtf8(view([0xe2, 0x82]), 0, 2)).toBe("\uFFFD");
});

test("control characters are escaped", () => {
  const octets = [0x61, 0x0a, 0x0d, 0x09, 0x1b, 0xff];
  expect(readEscaped(view(octets), 0, 6)).toBe("a\\n\\r\\t\\x1b\\xff");
  expect(readHex(view(octets), 1, 4)).toBe("0a0d09");
});

test("the checksum of RFC 1071's example is ddf2, and an odd octet is padded", () => {
  const octets = [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7];
  expect(onesComplementSum(view(octets), 0, 8)).toBe(0xddf2);
  expect(onesComplementSum(view([0x12]), 0, 1)).toBe(0x1200);
});
