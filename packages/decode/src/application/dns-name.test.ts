import { expect, test } from "vitest";
import { expandName, isUnreadable } from "./dns-name.ts";

const LONG = `3f${"61".repeat(63)}`.repeat(5);

test.for([
  ["labels", "03777777 026465 00", { name: "www.de", after: 8 }],
  ["the root", "00", { name: "<Root>", after: 1 }],
  ["a pointer", "026465 00 03777777 c000", { name: "www.de", after: 10, isMalformed: false }, 4],
  ["a pointer beyond the message", "0131 dd30", { name: "1", after: 4, isMalformed: true }],
  [
    "a label of no known kind",
    "8161",
    { name: "<Unknown extended label>", after: 1, isMalformed: true },
  ],
  ["more than 255 octets", `${LONG}00`, { name: "<Name too long>", after: 321 }],
  [
    "more than 255 octets before a pointer",
    `00${LONG}c000`,
    { name: "<Name too long>", after: 323, isMalformed: false },
    1,
  ],
] as const)("a name of %s", ([, hex, expanded, off = 0]) => {
  const view = new DataView(
    Uint8Array.from(hex.match(/[0-9a-f]{2}/gi) ?? [], (octet) => Number.parseInt(octet, 16)).buffer,
  );
  expect(expandName(view, 0, off, view.byteLength)).toEqual(expanded);
  expect(isUnreadable(expanded.name)).toBe(/^<[^R]/.test(expanded.name));
});
