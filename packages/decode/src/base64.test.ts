import { expect, test } from "vitest";
import { decodeBase64, decodeBase64Text, encodeBase64 } from "./base64.ts";

test("octets of every length go there and back as others write them", () => {
  const octets = Uint8Array.from({ length: 256 }, (_, i) => (i * 151) & 255);
  const view = new DataView(octets.buffer);
  for (let start = 0; start <= octets.length; start += 1) {
    const text = btoa(String.fromCharCode(...octets.subarray(start)));
    expect(encodeBase64(view, start, octets.length)).toBe(text);
    expect(decodeBase64(text)).toBe(String.fromCharCode(...octets.subarray(start)));
  }
});

test.for(["a", "ab~d", "ab=d", "abcde"])("%j is no base 64", (text) => {
  expect(decodeBase64(text)).toBeUndefined();
});

test("what is not printable is not shown", () => {
  expect(decodeBase64Text(btoa("a\x1b[1m\xe9"))).toBe("a.[1m.");
});
