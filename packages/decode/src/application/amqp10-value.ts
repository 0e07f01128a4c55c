/** Values of AMQP 1.0's type system, OASIS AMQP part 1 §1.6: a constructor, and octets as it tells. */

import { readText } from "./name-text.ts";

/** What a value is, as far as fields need to tell. */
export type ValueKind =
  | "null"
  | "boolean"
  | "number"
  | "text"
  | "binary"
  | "described"
  | "list"
  | "array"
  | "other";

/** A value at an offset: where its octets are, and where the next one begins. */
export interface AmqpValue {
  readonly kind: ValueKind;
  /** The constructor. */
  readonly code: number;
  /** Of its octets, without constructor, length or count. */
  readonly start: number;
  readonly end: number;
  /** Elements of a list or an array, whose one constructor stands first. */
  readonly count: number;
}

const DESCRIBED = 0x00;
const TRUE = 0x41;
const FALSE = 0x42;
const UINT_0 = 0x43;
const ULONG_0 = 0x44;
const LIST_0 = 0x45;
const BOOLEAN = 0x56;
const LIST_8 = 0xc0;
const LIST_32 = 0xd0;
/** This and all above it are arrays. */
const ARRAY_8 = 0xe0;

/** The value at `off`; undefined where it is cut off or has no constructor that is known. */
export function valueAt(view: DataView, off: number, end: number): AmqpValue | undefined {
  if (off >= end) return undefined;
  const code = view.getUint8(off);
  const start = off + 1;
  const made = (kind: ValueKind, from: number, to: number, count = 0): AmqpValue | undefined =>
    to > end ? undefined : { kind, code, start: from, end: to, count };
  if (code === DESCRIBED) return made("described", start, start);
  switch (code >>> 4) {
    case 0x4:
      return made(emptyKind(code), start, start);
    case 0x5:
      return made(code === BOOLEAN ? "boolean" : "number", start, start + 1);
    case 0x6:
      return made("number", start, start + 2);
    case 0x7:
      return made(code <= 0x71 ? "number" : "other", start, start + 4);
    case 0x8:
      return made(code <= 0x81 ? "number" : "other", start, start + 8);
    case 0x9:
      return made("other", start, start + 16);
    case 0xa:
    case 0xc:
    case 0xe:
      return end - start < 1 ? undefined : counted(view, code, start, 1, made);
    case 0xb:
    case 0xd:
    case 0xf:
      return end - start < 4 ? undefined : counted(view, code, start, 4, made);
    default:
      return undefined;
  }
}

function emptyKind(code: number): ValueKind {
  switch (code) {
    case TRUE:
    case FALSE:
      return "boolean";
    case UINT_0:
    case ULONG_0:
      return "number";
    case LIST_0:
      return "list";
    default:
      return "null";
  }
}

/** Octets behind their length, or elements behind length and count; the length counts the count. */
function counted(
  view: DataView,
  code: number,
  start: number,
  width: number,
  made: (kind: ValueKind, from: number, to: number, count?: number) => AmqpValue | undefined,
): AmqpValue | undefined {
  const read = (at: number): number => (width === 1 ? view.getUint8(at) : view.getUint32(at));
  const from = start + width;
  const to = from + read(start);
  const isList = code === LIST_8 || code === LIST_32;
  if (isList || code >= ARRAY_8) {
    if (to < from + width || from + width > view.byteLength) return undefined;
    return made(isList ? "list" : "array", from + width, to, read(from));
  }
  switch (code & 0x0f) {
    case 0:
      return made(code < 0xc0 ? "binary" : "other", from, to);
    case 1:
    case 3:
      return made(code < 0xc0 ? "text" : "other", from, to);
    default:
      return made("other", from, to);
  }
}

/** The value as a field has it; undefined for those that are neither number, boolean nor text. */
export function scalarOf(
  view: DataView,
  { kind, code, start, end }: AmqpValue,
): number | string | boolean | undefined {
  switch (kind) {
    case "boolean":
      return start === end ? code === TRUE : view.getUint8(start) !== 0;
    case "number": {
      let value = 0;
      for (let at = start; at < end; at += 1) value = value * 256 + view.getUint8(at);
      return value;
    }
    case "text":
      return readText(view, start, end);
    default:
      return undefined;
  }
}
