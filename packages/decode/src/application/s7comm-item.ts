/** The variables that S7 jobs name, and the values that stand for them. */

import type { FieldCursor } from "../field-cursor.ts";
import type { Tree } from "../tree.ts";
import * as fields from "./s7comm-fields.ts";

/** Octets of an address by area, data block and offset, behind the length in front of it. */
const ANY_LENGTH = 10;
const ANY_SYNTAX = 0x10;
const COUNTERS = 28;
const TIMERS = 29;
const SUCCESS = 0xff;

/** Sizes of data whose lengths are in bits. */
const SIZES_IN_BITS: ReadonlySet<number> = new Set([3, 4, 5]);

/** Appends the variables of a read or write job. */
export function addItems(cursor: FieldCursor, count: number): void {
  const { tree } = cursor;
  for (let index = 1; index <= count && cursor.left >= 2; index += 1) {
    const start = cursor.off;
    const length = tree.view.getUint8(start + 1);
    const next = Math.min(cursor.end, start + 2 + length);
    const group = tree.group(fields.ITEM, start, next, "");
    tree.inside(group, () => {
      cursor.add(fields.SPECIFICATION);
      cursor.add(fields.SPECIFICATION_LENGTH);
      const syntax = cursor.number(fields.SYNTAX);
      const isAddress = syntax === ANY_SYNTAX && length === ANY_LENGTH && cursor.left >= 9;
      group.text = `[${index}]${isAddress ? `: (${addAddress(cursor)})` : ""}`;
    });
    cursor.off = (next - start) % 2 === 1 ? Math.min(cursor.end, next + 1) : next;
  }
}

/** @returns `DB 1.DBX 4.0 BYTE 4` */
function addAddress(cursor: FieldCursor): string {
  const { tree, off } = cursor;
  const size = cursor.add(fields.TRANSPORT_SIZE);
  const length = cursor.number(fields.ITEM_LENGTH);
  const block = cursor.number(fields.DATA_BLOCK);
  const area = cursor.number(fields.AREA);
  const at = cursor.off;
  const address = tree.view.getUint16(at + 1) + tree.view.getUint8(at) * 65_536;
  const isNumbered = area === COUNTERS || area === TIMERS;
  tree.inside(cursor.add(fields.ADDRESS), () => {
    if (isNumbered) {
      tree.add(fields.NUMBER_ADDRESS, at);
    } else {
      tree.add(fields.BYTE_ADDRESS, at);
      tree.add(fields.BIT_ADDRESS, at);
    }
  });
  const unit = size?.text.replace(/ \(\d+\)$/, "") ?? String(tree.view.getUint8(off));
  const place = isNumbered
    ? String(address & 0xffff)
    : `${(address >>> 3) & 0xffff}.${address & 7}`;
  const letter = /\(([A-Z]+)\)$/.exec(fields.AREAS[area] ?? "")?.[1] ?? `area ${area}`;
  return `${letter === "DB" ? `DB ${block}.DBX` : letter} ${place} ${unit} ${length}`;
}

/** Appends the values of a write job or of the answer to a read job. */
export function addDataItems(tree: Tree, cursor: FieldCursor, count: number): void {
  for (let index = 1; index <= count && cursor.left >= 1; index += 1) {
    const start = cursor.off;
    const code = cursor.peek();
    const length = cursor.left >= 4 ? octetsOf(tree, start) : 0;
    const end = Math.min(cursor.end, start + 4 + length);
    tree.inside(tree.group(fields.DATA_ITEM, start, end, `[${index}]`), () => {
      cursor.add(fields.RETURN_CODE);
      cursor.add(fields.DATA_SIZE);
      if (cursor.left >= 2) {
        tree.value(fields.ITEM_DATA_LENGTH, length, cursor.off, cursor.off + 2);
      }
      cursor.skip(2);
      if (code !== SUCCESS && code !== 0) return;
      if (length > 0) cursor.add(fields.ITEM_DATA, Math.min(length, cursor.left));
      if (length % 2 === 1 && index < count) cursor.add(fields.FILL);
    });
  }
}

function octetsOf(tree: Tree, start: number): number {
  const length = tree.view.getUint16(start + 2);
  return SIZES_IN_BITS.has(tree.view.getUint8(start + 1)) ? Math.ceil(length / 8) : length;
}

/** Appends the return codes that answer a write job. */
export function addReturnCodes(cursor: FieldCursor, count: number): void {
  const { tree } = cursor;
  for (let index = 1; index <= count && cursor.left >= 1; index += 1) {
    const { off } = cursor;
    tree.inside(tree.group(fields.DATA_ITEM, off, off + 1, `[${index}]`), () => {
      cursor.add(fields.RETURN_CODE);
    });
  }
}
