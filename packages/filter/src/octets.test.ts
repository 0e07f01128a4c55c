import fc from "fast-check";
import { expect, test } from "vitest";
import { compareOctets, includesOctets } from "./octets.ts";

const SETTINGS = { seed: 20_261_122, numRuns: 500 };

test("Octets compare and occur as in a Buffer", () => {
  const octets = fc.array(fc.nat(2), { maxLength: 6 }).map((list) => Uint8Array.from(list));
  fc.assert(
    fc.property(octets, octets, (a, b) => {
      expect(Math.sign(compareOctets(a, b))).toBe(Buffer.compare(a, b));
      expect(includesOctets(a, b)).toBe(Buffer.from(a).includes(Buffer.from(b)));
    }),
    SETTINGS,
  );
});
