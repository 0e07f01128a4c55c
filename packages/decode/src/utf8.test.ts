import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeUtf8, readUtf8, utf8Length, writeUtf8 } from "./utf8.ts";

const SEED = 3629;

function read(octets: Uint8Array): string {
  return readUtf8(new DataView(octets.buffer, octets.byteOffset), 0, octets.length);
}

test("text is written as the platform writes it, lone surrogates included", () => {
  const units = fc.array(fc.integer({ min: 0, max: 0xffff }));
  const property = fc.property(fc.string({ unit: "binary" }), units, (start, end) => {
    const text = start + String.fromCharCode(...end);
    const octets = new TextEncoder().encode(text);
    expect(encodeUtf8(text)).toEqual(octets);
    expect(utf8Length(text)).toBe(octets.length);
  });
  fc.assert(property, { seed: SEED });
});

test("text is written where it belongs", () => {
  const octets = new Uint8Array(6);
  expect(writeUtf8("é€", octets, 1)).toBe(6);
  expect([...octets]).toEqual([0, 0xc3, 0xa9, 0xe2, 0x82, 0xac]);
});

test("any octets are read as the platform reads them", () => {
  const platform = new TextDecoder("utf-8", { ignoreBOM: true });
  const lead = fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xe2, 0xed, 0xf0, 0xf4, 0xf5);
  const octet = fc.oneof(lead, fc.integer({ min: 0x80, max: 0xbf }), fc.nat(0xff));
  const property = fc.property(fc.array(octet, { maxLength: 24 }), (octets) => {
    const bytes = Uint8Array.from(octets);
    expect(read(bytes)).toBe(platform.decode(bytes));
  });
  fc.assert(property, { seed: SEED, numRuns: 2000 });
});

test("a long text is read whole", () => {
  const text = "aé€😀".repeat(3000);
  expect(read(encodeUtf8(text))).toBe(text);
});

test.for([
  ["a lone continuation", [0x80]],
  ["an overlong slash", [0xc0, 0xaf]],
  ["an overlong three-octet form", [0xe0, 0x80, 0xaf]],
  ["a surrogate", [0xed, 0xa0, 0x80]],
  ["a code point above U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
] as const)("%s becomes U+FFFD for every octet", ([, octets]) => {
  expect(read(Uint8Array.from(octets))).toBe("\uFFFD".repeat(octets.length));
});

test("the start of a character that breaks off becomes one U+FFFD", () => {
  expect(read(Uint8Array.of(0xe2, 0x82, 0x41))).toBe("\uFFFDA");
  expect(read(Uint8Array.of(0xe2, 0x82))).toBe("\uFFFD");
});
