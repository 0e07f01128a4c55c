import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { octets } from "./application-protocol.contract.ts";
import { itemLength, readInteger, readItem, readItems, readOid, readUnsigned } from "./ber.ts";

function view(hex: string): DataView {
  return new DataView(octets(hex).buffer);
}

describe("Items", () => {
  test.for([
    ["02 01 05", { tag: 2, start: 0, value: 2, end: 3 }],
    ["04 81 01 61", { tag: 4, start: 0, value: 3, end: 4 }],
    ["30 05 0201", { tag: 0x30, start: 0, value: 2, end: 4 }],
    ["04 05 6161", undefined],
    ["04 80 6161", undefined],
    ["04 85 0000000001 61", undefined],
    ["04", undefined],
  ] as const)("%s", ([hex, expected]) => {
    const data = view(hex);
    expect(readItem(data, 0, data.byteLength)).toEqual(expected);
  });

  test("A list ends at the first malformed item", () => {
    const data = view("020101 020102 04ff");
    expect(readItems(data, 0, data.byteLength).map(({ start }) => start)).toEqual([0, 3]);
  });

  test("Any octets give items that lie inside", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
        for (const { start, value, end } of readItems(data, 0, bytes.length)) {
          expect(start < value && value <= end && end <= bytes.length).toBe(true);
        }
        itemLength(data, 0, bytes.length);
      }),
      { seed: 20_261_122, numRuns: 1000 },
    );
  });
});

describe("Values", () => {
  test.for([
    ["0201ff", -1, 255],
    ["020200ff", 255, 255],
    ["0204ffffff80", -128, 4_294_967_168],
    ["0200", 0, 0],
  ] as const)("%s", ([hex, signed, unsigned]) => {
    const data = view(hex);
    const item = readItem(data, 0, data.byteLength)!;
    expect([readInteger(data, item), readUnsigned(data, item)]).toEqual([signed, unsigned]);
  });

  test.for([
    ["0606 2b0601020101", "1.3.6.1.2.1.1"],
    ["0602 8837", "2.999"],
    ["0601 01", "0.1"],
    ["0600", ""],
  ] as const)("%s", ([hex, oid]) => {
    const data = view(hex);
    expect(readOid(data, readItem(data, 0, data.byteLength)!)).toBe(oid);
  });
});
