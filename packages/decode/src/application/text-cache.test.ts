import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TextCache } from "./text-cache.ts";

const SEED = 41;

function viewOf(text: string): DataView {
  const octets = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
}

describe("Texts by their octets", () => {
  test("Each text is what its octets say, whatever was read before", () => {
    const cache = new TextCache();
    const texts = fc.array(fc.stringMatching(/^[ -~]{0,4}$/), { minLength: 1, maxLength: 5000 });
    fc.assert(
      fc.property(texts, (all) => {
        for (const text of all) expect(cache.read(viewOf(text), 0, text.length)).toBe(text);
      }),
      { seed: SEED, numRuns: 20 },
    );
  });

  test("More texts than there are places displace one another", () => {
    const cache = new TextCache();
    for (let round = 0; round < 2; round += 1) {
      for (let i = 0; i < 5000; i += 1) {
        const text = `host-${i}.example`;
        expect(cache.read(viewOf(text), 0, text.length)).toBe(text);
      }
    }
  });

  test.for(["a\x1fb", "a\x7f", "\x80", "caf\xe9"])("%j is not its own text", (text) => {
    expect(new TextCache().read(viewOf(text), 0, text.length)).toBeUndefined();
  });

  test("Only the octets of the range count", () => {
    const cache = new TextCache();
    const view = viewOf("www.example.org");
    expect(cache.read(view, 4, 11)).toBe("example");
    expect(cache.read(view, 12, 15)).toBe("org");
    expect(cache.read(view, 5, 5)).toBe("");
  });
});
