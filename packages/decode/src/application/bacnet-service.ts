/** The tagged parameters of BACnet's services, ANSI/ASHRAE 135-2020 clause 20.2, as a tree. */

import type { FieldSpec } from "../field.ts";
import { doubleText } from "../float-text.ts";
import { readHex } from "../text.ts";
import type { Tree } from "../tree.ts";
import * as fields from "./bacnet-fields.ts";
import { objectTypeName, propertyName } from "./bacnet-names.ts";
import type { Role, Roles } from "./bacnet-role.ts";
import { readTag, signedOf, type Tag, TagNumber, unsignedOf } from "./bacnet-tag.ts";
import { TAG_NUMBERS } from "./bacnet-values.ts";
import { readText } from "./name-text.ts";

/** Tags of one APDU that are shown; an object list of 1,400 octets has about 280. */
const MAX_TAGS = 2000;

/** Opening tags inside one another; the deepest service has five. */
const MAX_DEPTH = 16;

const PRESENT_VALUE = 85;

/** Fields of the unsigned and enumerated parameters that have one of their own. */
const NUMBER_FIELDS: Readonly<Partial<Record<Role, FieldSpec>>> = {
  process: fields.PROCESS,
  vendor: fields.VENDOR,
  eventType: fields.EVENT_TYPE,
  notifyType: fields.NOTIFY_TYPE,
  fromState: fields.FROM_STATE,
  toState: fields.TO_STATE,
  errorClass: fields.ERROR_CLASS,
  errorCode: fields.ERROR_CODE,
  lowLimit: fields.LOW_LIMIT,
  highLimit: fields.HIGH_LIMIT,
};

/** Application tags that stand for the type which a context tag leaves unsaid. */
const NUMBER_OF_ROLE: Readonly<Partial<Record<Role, number>>> = {
  object: TagNumber.ObjectIdentifier,
  objectName: TagNumber.CharacterString,
  text: TagNumber.CharacterString,
};

/** Appends the parameters in `[start, end)` and returns what the packet list says of them. */
export function addParameters(tree: Tree, start: number, end: number, roles: Roles): string[] {
  return new ParameterReader(tree, roles).read(start, end);
}

class ParameterReader {
  readonly #tree: Tree;
  readonly #roles: Roles;
  readonly #path: number[] = [];
  readonly #mentions: string[] = [];
  /** Application-tagged values so far inside the innermost opening tag. */
  #position = 0;
  /** The last property that was named; its value follows. */
  #property = -1;

  constructor(tree: Tree, roles: Roles) {
    this.#tree = tree;
    this.#roles = roles;
  }

  read(start: number, end: number): string[] {
    let off = start;
    for (let count = 0; count < MAX_TAGS; count += 1) {
      const tag = readTag(this.#tree.view, off, end);
      if (tag === undefined) break;
      if (tag.kind === "opening") {
        this.#path.push(tag.number);
        this.#position = 0;
        if (this.#path.length > MAX_DEPTH) break;
      } else if (tag.kind === "closing") {
        this.#path.pop();
      }
      this.#add(tag);
      off = tag.end;
    }
    return this.#mentions;
  }

  #add(tag: Tag): void {
    const tree = this.#tree;
    if (tag.kind !== "value") {
      const text = `${tag.kind === "opening" ? "{" : "}"}[${tag.number}]`;
      tree.inside(tree.group(fields.TAG, tag.start, tag.end, text), () => addTag(tree, tag));
      return;
    }
    const role = this.#roleOf(tag);
    const type = tag.context ? role && (NUMBER_OF_ROLE[role] ?? TagNumber.Unsigned) : tag.number;
    const group = tree.group(fields.TAG, tag.start, tag.end, "");
    tree.inside(group, () => {
      addTag(tree, tag);
      group.text = this.#addValue(tag, role, type);
    });
  }

  #roleOf(tag: Tag): Role | undefined {
    let key = tag.context ? String(tag.number) : `#${this.#position}`;
    if (!tag.context) this.#position += 1;
    if (this.#path.length > 0) key = `${this.#path.join("/")}/${key}`;
    return this.#roles[key] ?? (this.#insideValue() ? "value" : undefined);
  }

  #insideValue(): boolean {
    for (let depth = this.#path.length; depth > 0; depth -= 1) {
      if (this.#roles[this.#path.slice(0, depth).join("/")] === "value") return true;
    }
    return false;
  }

  /** @returns the text of the whole parameter */
  #addValue(tag: Tag, role: Role | undefined, type: number | undefined): string {
    const tree = this.#tree;
    const { view } = tree;
    if (role === "property") return this.#addProperty(tag);
    const own = role && NUMBER_FIELDS[role];
    if (own !== undefined) {
      return `${own.description}: ${tree.value(own, unsignedOf(view, tag), tag.content, tag.end).text}`;
    }
    if (role === "objectType") {
      const kind = unsignedOf(view, tag);
      return `Object Type: ${tree.value(fields.OBJECT_TYPE, kind, tag.content, tag.end).text}`;
    }
    if (type === TagNumber.ObjectIdentifier) return this.#addObject(tag);
    const text = valueText(view, tag, type);
    if (type === TagNumber.CharacterString) {
      tree.add(fields.CHARACTER_SET, tag.content);
      const isName = role === "objectName" || (role === "value" && this.#property === OBJECT_NAME);
      if (isName) tree.value(fields.OBJECT_NAME, text, tag.content + 1, tag.end);
    }
    if (type === TagNumber.BitString) addBits(tree, tag, text);
    if (role === "value" && !tag.context && this.#property === PRESENT_VALUE) {
      addPresentValue(tree, tag, text);
    }
    const label =
      role === "value" && this.#property >= 0
        ? (propertyName(this.#property) ?? String(this.#property))
        : type === undefined
          ? `[${tag.number}]`
          : (TAG_NUMBERS[type] ?? "");
    return `${label}: ${text}`;
  }

  #addProperty(tag: Tag): string {
    const tree = this.#tree;
    this.#property = unsignedOf(tree.view, tag);
    const field = tree.value(fields.PROPERTY, this.#property, tag.content, tag.end);
    const vendors = `(${this.#property}) Vendor Proprietary Value`;
    this.#mentions.push(propertyName(this.#property) ?? vendors);
    return `Property Identifier: ${field.text}`;
  }

  #addObject(tag: Tag): string {
    const tree = this.#tree;
    if (tag.end - tag.content !== 4) return "";
    const word = tree.view.getUint32(tag.content);
    tree.add(fields.OBJECT_TYPE, tag.content);
    tree.add(fields.INSTANCE, tag.content);
    const type = objectTypeName(word >>> 22) ?? `(${word >>> 22}) Vendor Proprietary Value`;
    this.#mentions.push(`${type},${word & 0x3f_ffff}`);
    return `ObjectIdentifier: ${type}, ${word & 0x3f_ffff}`;
  }
}

const OBJECT_NAME = 77;

function addTag(tree: Tree, tag: Tag): void {
  const { view } = tree;
  const first = view.getUint8(tag.start);
  tree.add(fields.TAG_CLASS, tag.start);
  if (first >>> 4 === 15) tree.add(fields.EXTENDED_TAG, tag.start + 1);
  else tree.add(tag.context ? fields.CONTEXT_TAG : fields.APPLICATION_TAG, tag.start);
  if (tag.kind !== "value" || (first & 7) === 5) tree.add(fields.NAMED_TAG, tag.start);
  if (tag.kind === "value") tree.value(fields.TAG_LENGTH, tag.length, tag.start, tag.content);
}

/** The value of a tag as people read it; octets where the type is unknown or does not fit. */
function valueText(view: DataView, tag: Tag, type: number | undefined): string {
  const { content, end } = tag;
  const octets = end - content;
  switch (type) {
    case TagNumber.Null:
      return "NULL";
    case TagNumber.Boolean:
      return tag.length === 0 ? "FALSE" : "TRUE";
    case TagNumber.Unsigned:
    case TagNumber.Enumerated:
      return octets <= 6 ? String(unsignedOf(view, tag)) : readHex(view, content, end);
    case TagNumber.Signed:
      return octets <= 6 ? String(signedOf(view, tag)) : readHex(view, content, end);
    case TagNumber.Real:
      return octets === 4 ? doubleText(view.getFloat32(content)) : readHex(view, content, end);
    case TagNumber.Double:
      return octets === 8 ? doubleText(view.getFloat64(content)) : readHex(view, content, end);
    case TagNumber.CharacterString:
      return characterString(view, content, end);
    case TagNumber.BitString:
      return bitString(view, content, end);
    case TagNumber.Date:
      return octets === 4 ? dateText(view, content) : readHex(view, content, end);
    case TagNumber.Time:
      return octets === 4 ? timeText(view, content) : readHex(view, content, end);
    default:
      return readHex(view, content, end);
  }
}

/** Clause 20.2.9: an octet for the character set, then the characters; UCS-2 is read as such. */
function characterString(view: DataView, start: number, end: number): string {
  if (start >= end) return "";
  const set = view.getUint8(start);
  if (set === 0) return readText(view, start + 1, end);
  if (set !== 4 && set !== 5) return readHex(view, start + 1, end);
  let text = "";
  const step = set === 4 ? 2 : 1;
  for (let off = start + 1; off + step <= end; off += step) {
    const code = step === 2 ? view.getUint16(off) : view.getUint8(off);
    text += code < 0x20 || (code >= 0x7f && code < 0xa0) ? " " : String.fromCharCode(code);
  }
  return text;
}

/** Clause 20.2.10: an octet for the number of unused bits at the end; `TFFF`. */
function bitString(view: DataView, start: number, end: number): string {
  if (start >= end) return "";
  const bits = (end - start - 1) * 8 - Math.min(7, view.getUint8(start));
  let text = "";
  for (let bit = 0; bit < bits; bit += 1) {
    const octet = view.getUint8(start + 1 + (bit >>> 3));
    text += (octet & (0x80 >>> (bit & 7))) === 0 ? "F" : "T";
  }
  return text;
}

/** Clause 20.2.12: years since 1900, month, day; 255 stands for any. */
function dateText(view: DataView, off: number): string {
  const part = (octet: number, base: number): string => (octet === 255 ? "any" : `${octet + base}`);
  return `${part(view.getUint8(off), 1900)}-${part(view.getUint8(off + 1), 0)}-${part(view.getUint8(off + 2), 0)}`;
}

/** Clause 20.2.13: hour, minute, second, hundredths; 255 stands for any. */
function timeText(view: DataView, off: number): string {
  const part = (at: number): string => {
    const octet = view.getUint8(off + at);
    return octet === 255 ? "any" : String(octet).padStart(2, "0");
  };
  return `${part(0)}:${part(1)}:${part(2)}.${part(3)}`;
}

/** Each bit of a bit string that was read as `TFF`. */
function addBits(tree: Tree, tag: Tag, text: string): void {
  tree.add(fields.UNUSED_BITS, tag.content);
  for (let bit = 0; bit < text.length; bit += 1) {
    const octet = tag.content + 1 + (bit >>> 3);
    tree.value(fields.BIT, text[bit] === "T", octet, octet + 1);
  }
}

function addPresentValue(tree: Tree, tag: Tag, text: string): void {
  const { content, end } = tag;
  switch (tag.number) {
    case TagNumber.Null:
      tree.value(fields.VALUE_NULL, text, content, end);
      break;
    case TagNumber.Boolean:
      tree.value(fields.VALUE_BOOLEAN, tag.length !== 0, tag.start, content);
      break;
    case TagNumber.Unsigned:
      tree.value(fields.VALUE_UNSIGNED, unsignedOf(tree.view, tag), content, end);
      break;
    case TagNumber.Signed:
      tree.value(fields.VALUE_SIGNED, signedOf(tree.view, tag), content, end);
      break;
    case TagNumber.Real:
      tree.value(fields.VALUE_REAL, text, content, end);
      break;
    case TagNumber.Double:
      tree.value(fields.VALUE_DOUBLE, text, content, end);
      break;
    case TagNumber.OctetString:
      tree.add(fields.VALUE_OCTETS, content, end - content);
      break;
    case TagNumber.CharacterString:
      tree.value(fields.VALUE_TEXT, text, content + 1, end);
      break;
    case TagNumber.BitString:
      tree.value(fields.VALUE_BITS, text, content, end);
      break;
    case TagNumber.Enumerated:
      tree.value(fields.VALUE_ENUMERATED, unsignedOf(tree.view, tag), content, end);
      break;
    default:
      break;
  }
}
