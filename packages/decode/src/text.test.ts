import { expect, test } from "vitest";
import { onesComplementSum } from "./checksum.ts";
import { readEscaped, readHex } from "./text.ts";

function view(octets: readonly number[] | Uint8Array): DataView {
  return new DataView(Uint8Array.from(octets).buffer);
}

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
