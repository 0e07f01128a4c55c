import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decompress } from "./inflate.ts";

const SEED = 20_261_122;
const MOST = 65_536;

function unpack(packed: Uint8Array, coding: string, most: number = MOST): Uint8Array | undefined {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  return decompress(view, 0, packed.length, coding, most);
}

const CODINGS = {
  gzip: [gzipSync, "gzip"],
  zlib: [deflateSync, "deflate"],
  raw: [deflateRawSync, "deflate"],
} as const;

describe.for(Object.entries(CODINGS))("%s", ([, [pack, coding]]) => {
  test("What was packed is unpacked again", () => {
    const octets = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc.string({ maxLength: 200 }).map((text) => new TextEncoder().encode(text.repeat(20))),
    );
    fc.assert(
      fc.property(octets, fc.constantFrom(0, 1, 9), (original, level) => {
        const packed = new Uint8Array(pack(original, { level }));
        expect(unpack(packed, coding)).toEqual(Uint8Array.from(original));
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  test("No more than asked for comes out", () => {
    const packed = new Uint8Array(pack(new Uint8Array(1_000_000)));
    expect(unpack(packed, coding, 1000)).toEqual(new Uint8Array(1000));
  });

  test("A stream that is cut gives nothing", () => {
    const packed = new Uint8Array(pack(new TextEncoder().encode("hello, hello, hello")));
    expect(unpack(packed.slice(0, 8), coding)).toBeUndefined();
  });
});

test("Random octets harm nothing", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
      const unpacked = unpack(octets, "deflate", 1000);
      expect(unpacked === undefined || unpacked.length <= 1000).toBe(true);
      expect(unpack(octets, "br")).toBeUndefined();
    }),
    { seed: SEED, numRuns: 500 },
  );
});
