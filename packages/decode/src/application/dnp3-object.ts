/** The object headers and objects of a DNP3 message, IEEE 1815-2012 clauses 4.2.2.7 and 11.3. */

import { defineField } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import type { Tree } from "../tree.ts";
import * as fields from "./dnp3-fields.ts";
import { CONTROL_BLOCK, GROUPS, type Layout, type Part, STRING_GROUPS } from "./dnp3-layout.ts";
import { elapsedText } from "./elapsed-text.ts";
import { formatTime } from "./time-text.ts";

/** Object headers of one message, and points of all of them, that are shown. */
const MAX_HEADERS = 300;
const MAX_POINTS = 4096;

const CLASS = 60;

/** Nodes for points and quality octets; not fields that a filter names. */
const POINT = defineField("dnp3.al.point", "protocol", "Point");
const QUALITY = defineField("dnp3.al.quality", "protocol", "Quality");

const PREFIX_OCTETS = [0, 1, 2, 4, 1, 2, 4] as const;

interface Range {
  readonly count: number;
  readonly first: number;
}

/**
 * Appends the objects in `[start, end)`.
 *
 * @param hasData false for requests that name objects without their values
 * @returns the names of the groups, the classes as one: `Binary Input Change, Class 123`
 */
export function addObjects(tree: Tree, start: number, end: number, hasData: boolean): string[] {
  const cursor = new FieldCursor(tree, start, end);
  const names: string[] = [];
  let points = 0;
  for (let count = 0; cursor.left >= 3 && count < MAX_HEADERS; count += 1) {
    const group = cursor.peek();
    const variation = tree.view.getUint8(cursor.off + 1);
    const header = cursor.add(fields.OBJECT);
    addName(names, group, variation);
    const before = points;
    tree.inside(header, () => {
      points += addHeaderAndPoints(cursor, group, variation, hasData);
    });
    if (points < before || points > MAX_POINTS) break;
  }
  return names;
}

function addName(names: string[], group: number, variation: number): void {
  const name = GROUPS[group]?.name ?? `Object ${group}`;
  const last = names.at(-1);
  if (group !== CLASS) names.push(name);
  else if (last?.startsWith("Class ")) names[names.length - 1] = `${last}${variation - 1}`;
  else names.push(`Class ${variation - 1}`);
}

/** @returns the number of points; -Infinity where what follows cannot be told */
function addHeaderAndPoints(
  cursor: FieldCursor,
  group: number,
  variation: number,
  hasData: boolean,
): number {
  const { tree } = cursor;
  const qualifier = cursor.peek();
  tree.add(fields.PREFIX, cursor.off);
  cursor.add(fields.RANGE);
  const range = addRange(cursor, qualifier & 0x0f);
  const prefix = (qualifier >>> 4) & 7;
  const layout = layoutOf(group, variation);
  const sized = prefix >= 4;
  if (!hasData && prefix === 0) return 0;
  if (range === undefined) return Number.NEGATIVE_INFINITY;
  if (layout === undefined && hasData && !sized && range.count > 0) {
    cursor.add(fields.UNKNOWN, cursor.left);
    return Number.NEGATIVE_INFINITY;
  }
  const packedBits = layout?.packedBits ?? 0;
  if (packedBits !== 0 && prefix === 0) return addPacked(cursor, packedBits, range);
  let point = 0;
  while (point < range.count && point < MAX_POINTS && cursor.left > 0) {
    const at = cursor.off;
    addPoint(cursor, prefix, range.first + point, hasData ? layout : undefined);
    if (cursor.off === at) break;
    point += 1;
  }
  return point;
}

function layoutOf(group: number, variation: number): Layout | undefined {
  if (!STRING_GROUPS.has(group)) return GROUPS[group]?.variations[variation];
  return { packedBits: 0, parts: [{ ...fields.OCTETS, octets: variation }] };
}

/** Clause 4.2.2.7.3.3. @returns undefined for codes that are reserved */
function addRange(cursor: FieldCursor, code: number): Range | undefined {
  if (code === 6) return { count: 0, first: 0 };
  if (code === 11) return { count: cursor.number(fields.QUANTITY[1]!), first: 0 };
  const width = 1 << (code % 3);
  if (code > 9) return undefined;
  if (code >= 7) {
    const octets = 1 << (code - 7);
    return { count: cursor.number(fields.QUANTITY[octets]!), first: 0 };
  }
  const first = cursor.number((code < 3 ? fields.RANGE_START : fields.RANGE_ADDRESS)[width]!);
  const last = cursor.number((code < 3 ? fields.RANGE_STOP : fields.RANGE_ADDRESS)[width]!);
  return last < first || first < 0 ? undefined : { count: last - first + 1, first };
}

/** Objects of one or two bits side by side, the first in the lowest bits. */
function addPacked(cursor: FieldCursor, bits: 1 | 2, { count, first }: Range): number {
  const { tree } = cursor;
  const perOctet = 8 / bits;
  const start = cursor.off;
  const shown = Math.min(count, cursor.left * perOctet, MAX_POINTS);
  for (let point = 0; point < shown; point += 1) {
    const off = start + Math.floor(point / perOctet);
    const value = (tree.view.getUint8(off) >>> ((point % perOctet) * bits)) & (2 ** bits - 1);
    const text = `Point Number ${first + point}, Value: ${value}`;
    tree.inside(tree.group(POINT, off, off + 1, text), () => {
      tree.value(fields.POINT_INDEX, first + point, off, off + 1);
      if (bits === 1) tree.value(fields.BIT, value === 1, off, off + 1);
      else tree.value(fields.TWO_BITS, value, off, off + 1);
    });
  }
  cursor.skip(Math.ceil(count / perOctet));
  return shown;
}

function addPoint(
  cursor: FieldCursor,
  prefix: number,
  number: number,
  layout: Layout | undefined,
): void {
  const { tree } = cursor;
  const group = tree.group(POINT, cursor.off, cursor.off, `Point Number ${number}`);
  tree.inside(group, () => {
    const width = PREFIX_OCTETS[prefix] ?? 0;
    if (width === 0) {
      tree.value(fields.POINT_INDEX, number, cursor.off, cursor.off);
    } else if (prefix >= 4) {
      const size = cursor.number(fields.SIZE[width]!);
      if (size > 0) cursor.add(fields.OCTETS, size);
      return;
    } else {
      group.text = `Point Number ${cursor.number(fields.INDEX[width]!)}`;
    }
    if (layout !== undefined && layout.packedBits > 0) cursor.skip(1);
    for (const part of layout?.parts ?? []) addPart(cursor, part);
  });
}

function addPart(cursor: FieldCursor, part: Part): void {
  const { tree, off } = cursor;
  if ("length" in part) {
    if (cursor.left < 1) return;
    const name = part === CONTROL_BLOCK ? "Control Code" : "Quality";
    tree.inside(tree.group(QUALITY, off, off + 1, name), () => {
      for (const bit of part) tree.add(bit, off);
    });
    cursor.skip(1);
  } else if (part === fields.TIMESTAMP) {
    addTime(cursor);
  } else if (part === fields.RELATIVE_TIME) {
    addRelativeTime(cursor);
  } else {
    cursor.add(part);
  }
}

/** Milliseconds since 1970 in 48 bits, clause 11.3.3. */
function addTime(cursor: FieldCursor): void {
  const { tree, off } = cursor;
  if (cursor.left < fields.TIMESTAMP.octets) {
    cursor.skip(cursor.left);
    return;
  }
  const low = tree.view.getUint32(off, true);
  const milliseconds = tree.view.getUint16(off + 4, true) * 2 ** 32 + low;
  const seconds = Math.floor(milliseconds / 1000);
  const text = formatTime(seconds, (milliseconds % 1000) * 1_000_000);
  tree.value(fields.TIMESTAMP, text, off, off + 6);
  cursor.skip(6);
}

/** Milliseconds since the last common time of occurrence. */
function addRelativeTime(cursor: FieldCursor): void {
  const { tree, off } = cursor;
  if (cursor.left < fields.RELATIVE_TIME.octets) {
    cursor.skip(cursor.left);
    return;
  }
  const milliseconds = tree.view.getUint16(off, true);
  const moment = {
    seconds: Math.floor(milliseconds / 1000),
    nanoseconds: (milliseconds % 1000) * 1_000_000,
  };
  const text = elapsedText({ seconds: 0, nanoseconds: 0 }, moment);
  tree.value(fields.RELATIVE_TIME, text, off, off + 2);
  cursor.skip(2);
}
