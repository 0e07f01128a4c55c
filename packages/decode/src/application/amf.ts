/** Action Message Format 0, "amf0-file-format-specification": values with a type before them. */

import type { FieldSpec } from "../field.ts";
import type { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import { readText } from "./name-text.ts";

const Type = {
  Number: 0,
  Boolean: 1,
  String: 2,
  Object: 3,
  Null: 5,
  Undefined: 6,
  EcmaArray: 8,
  ObjectEnd: 9,
  StrictArray: 10,
  Date: 11,
  LongString: 12,
} as const;

const TYPES: Readonly<Record<number, string>> = {
  0: "Number",
  1: "Boolean",
  2: "String",
  3: "Object",
  5: "Null",
  6: "Undefined",
  8: "ECMA array",
  9: "Object End",
  10: "Strict array",
  11: "Date",
  12: "Long string",
};

/** Values within values that are followed, and members of one that are shown. */
const MAX_DEPTH = 8;
const MAX_MEMBERS = 256;

const list = new FieldList();
const TYPE = list.define("amf.amf0_type", "uint8", "AMF0 type", { hex: true, values: TYPES });
const NUMBER = list.define("amf.number", "double", "Number");
const BOOLEAN = list.define("amf.boolean", "boolean", "Boolean");
const LENGTH = list.define("amf.stringlength", "uint16", "String length");
const LONG_LENGTH = list.define("amf.stringlength", "uint32", "String length");
const STRING = list.define("amf.string", "string", "String");
const LONG_STRING = list.define("amf.longstring", "string", "Long string");
const OBJECT = list.define("amf.object", "protocol", "Object");
const ECMA_ARRAY = list.define("amf.ecmaarray", "protocol", "ECMA array");
const STRICT_ARRAY = list.define("amf.strictarray", "protocol", "Strict array");
const ARRAY_LENGTH = list.define("amf.arraylength", "uint32", "Array length");

export const AMF_FIELDS: readonly FieldSpec[] = list.specs;

/** What is told of a value to those who show it in a line. */
export interface AmfText {
  /** The text of a string. */
  readonly text: string | undefined;
  /** Texts of an object's members by their names. */
  readonly members: ReadonlyMap<string, string>;
}

const NOTHING: AmfText = { text: undefined, members: new Map() };

/** Adds the value at the cursor and moves behind it; to the end where its length is not known. */
export function addAmfValue(cursor: FieldCursor, depth = 0): AmfText {
  const type = cursor.number(TYPE);
  switch (type) {
    case Type.Number:
      cursor.add(NUMBER);
      return NOTHING;
    case Type.Boolean:
      cursor.add(BOOLEAN);
      return NOTHING;
    case Type.String:
      return { ...NOTHING, text: addText(cursor, LENGTH, STRING) };
    case Type.LongString:
      return { ...NOTHING, text: addText(cursor, LONG_LENGTH, LONG_STRING) };
    case Type.Object:
      return { ...NOTHING, members: addMembers(cursor, OBJECT, depth) };
    case Type.EcmaArray:
      cursor.add(ARRAY_LENGTH);
      return { ...NOTHING, members: addMembers(cursor, ECMA_ARRAY, depth) };
    case Type.StrictArray:
      addArray(cursor, depth);
      return NOTHING;
    case Type.Null:
    case Type.Undefined:
      return NOTHING;
    case Type.Date:
      cursor.skip(10);
      return NOTHING;
    default:
      cursor.skip(cursor.left);
      return NOTHING;
  }
}

function addText(cursor: FieldCursor, length: FieldSpec, text: FieldSpec): string {
  const octets = cursor.number(length);
  const { tree, off } = cursor;
  const field = octets < 0 ? undefined : cursor.add(text, octets);
  return field === undefined ? "" : readText(tree.view, off, off + octets);
}

/** Members with their names before them, up to an empty name and the object's end. */
function addMembers(cursor: FieldCursor, spec: FieldSpec, depth: number): Map<string, string> {
  const { tree } = cursor;
  const members = new Map<string, string>();
  tree.inside(tree.group(spec, cursor.off, cursor.end, ""), () => {
    for (let count = 0; cursor.left > 0; count += 1) {
      if (depth >= MAX_DEPTH || count >= MAX_MEMBERS) {
        cursor.skip(cursor.left);
        return;
      }
      const name = addText(cursor, LENGTH, STRING);
      if (name === "" && cursor.peek() === Type.ObjectEnd) {
        cursor.skip(1);
        return;
      }
      const { text } = addAmfValue(cursor, depth + 1);
      if (text !== undefined) members.set(name, text);
    }
  });
  return members;
}

function addArray(cursor: FieldCursor, depth: number): void {
  const { tree } = cursor;
  tree.inside(tree.group(STRICT_ARRAY, cursor.off, cursor.end, ""), () => {
    const length = cursor.number(ARRAY_LENGTH);
    for (let count = 0; count < length && cursor.left > 0; count += 1) {
      if (depth >= MAX_DEPTH || count >= MAX_MEMBERS) cursor.skip(cursor.left);
      else addAmfValue(cursor, depth + 1);
    }
  });
}
