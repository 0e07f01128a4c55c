import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha1 } from "./sha1.ts";

function hex(bytes: Uint8Array): string {
  return [...bytes].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

test.for([
  ["abc", "a9993e364706816aba3e25717850c26c9cd0d89d"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
  ],
  ["", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
])("the digest of %j is that of RFC 3174", ([message, digest]) => {
  expect(hex(sha1(new TextEncoder().encode(message)))).toBe(digest);
});

test("digests of all lengths are those of Node", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
      expect(hex(sha1(message))).toBe(createHash("sha1").update(message).digest("hex"));
    }),
    { seed: 3174, numRuns: 200 },
  );
});
