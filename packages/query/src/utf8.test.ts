import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeUtf8, encodeUtf8, utf8Length } from "./utf8.ts";

const SEED = 20261122;

function encoded(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  expect(encodeUtf8(text, bytes, 0)).toBe(bytes.length);
  return bytes;
}

describe("UTF-8", () => {
  test("is what the platform's encoder writes, lone surrogates included", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.array(fc.integer({ min: 0, max: 0xffff })),
        (a, b) => {
          const text = a + String.fromCharCode(...b);
          expect(encoded(text)).toEqual(new Uint8Array(new TextEncoder().encode(text)));
        },
      ),
      { seed: SEED },
    );
  });

  test("is read back, also across the chunks it is read in", () => {
    const text = "aé€😀".repeat(3000);
    const bytes = encoded(text);
    expect(decodeUtf8(bytes, 0, bytes.length)).toBe(text);
  });

  test("never throws on other bytes and reads valid text as the platform does", () => {
    const reference = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        let expected: string;
        try {
          expected = reference.decode(bytes);
        } catch {
          expect(decodeUtf8(bytes, 0, bytes.length)).toContain("\ufffd");
          return;
        }
        expect(decodeUtf8(bytes, 0, bytes.length)).toBe(expected);
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });
});
