/** The properties of MQTT 5 messages, MQTT 5 §2.2.2. */

import type { FieldSpec } from "../field.ts";
import type { FieldCursor } from "../field-cursor.ts";
import * as fields from "./mqtt-fields.ts";

/** Properties of one message that are shown. */
const MAX_PROPERTIES = 500;

const BYTES_OF_NUMBER: Readonly<Record<number, number>> = {
  1: 1,
  2: 4,
  17: 4,
  19: 2,
  23: 1,
  24: 4,
  25: 1,
  33: 2,
  34: 2,
  37: 1,
  39: 4,
  40: 1,
  41: 1,
  42: 1,
};

const TEXTS: ReadonlySet<number> = new Set([0x08, 0x09, 0x12, 0x15, 0x16, 0x1a, 0x1c, 0x1f]);

const CONTENT_TYPE = 0x03;
const SUBSCRIPTION_IDENTIFIER = 0x0b;
const TOPIC_ALIAS = 0x23;
const MAXIMUM_QOS = 0x24;
const USER_PROPERTY = 0x26;

/** A variable byte integer, §1.5.5: `length` octets, 0 where it is cut off or longer than four. */
export function variableInteger(
  view: DataView,
  off: number,
  end: number,
): { readonly value: number; readonly length: number } {
  let value = 0;
  for (let length = 1; length <= 4 && off + length <= end; length += 1) {
    const octet = view.getUint8(off + length - 1);
    value += (octet & 0x7f) * 128 ** (length - 1);
    if (octet < 0x80) return { value, length };
  }
  return { value: 0, length: 0 };
}

/** Reads a property list, its length included. */
export function addProperties(cursor: FieldCursor, spec: FieldSpec): void {
  const { tree, off, end } = cursor;
  const { value, length } = variableInteger(tree.view, off, end);
  if (length === 0) {
    cursor.skip(end - off);
    return;
  }
  const start = off + length;
  const stop = Math.min(end, start + value);
  tree.inside(tree.group(spec, off, stop, ""), () => {
    tree.value(fields.PROPERTIES_LENGTH, value, off, start);
    cursor.skip(length);
    for (let count = 0; cursor.off < stop && count < MAX_PROPERTIES; count += 1) {
      addProperty(cursor);
    }
  });
  cursor.off = Math.max(cursor.off, stop);
}

function addProperty(cursor: FieldCursor): void {
  const { tree } = cursor;
  const id = cursor.number(fields.PROPERTY_ID);
  const octets = BYTES_OF_NUMBER[id];
  if (octets !== undefined) {
    cursor.add(fields.PROPERTY_NUMBER, octets);
  } else if (TEXTS.has(id)) {
    addText(cursor, fields.PROPERTY_TEXT_LENGTH, fields.PROPERTY_TEXT);
  } else if (id === USER_PROPERTY) {
    addText(cursor, fields.PROPERTY_KEY_LENGTH, fields.PROPERTY_KEY);
    addText(cursor, fields.PROPERTY_VALUE_LENGTH, fields.PROPERTY_VALUE);
  } else if (id === CONTENT_TYPE) {
    const length = cursor.left >= 2 ? tree.view.getUint16(cursor.off) : 0;
    cursor.skip(2);
    cursor.add(fields.PROPERTY_CONTENT_TYPE, length);
  } else if (id === MAXIMUM_QOS) {
    cursor.add(fields.PROPERTY_MAX_QOS);
  } else if (id === TOPIC_ALIAS) {
    cursor.add(fields.PROPERTY_TOPIC_ALIAS);
  } else if (id === SUBSCRIPTION_IDENTIFIER) {
    const { value, length } = variableInteger(tree.view, cursor.off, cursor.end);
    if (length > 0) {
      tree.value(fields.PROPERTY_NUMBER, value, cursor.off, cursor.off + length);
    }
    cursor.skip(length);
  } else {
    cursor.add(fields.PROPERTY_UNKNOWN, cursor.left);
  }
}

/** A string or binary data behind its length of two octets. @returns the text */
export function addText(cursor: FieldCursor, length: FieldSpec, spec: FieldSpec): string {
  const octets = cursor.number(length);
  return octets < 0 ? "" : (cursor.add(spec, octets)?.raw ?? "");
}
