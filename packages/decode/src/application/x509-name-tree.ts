/** Distinguished names in the tree, RFC 5280 §4.1.2.4, with the attribute types of X.520. */

import type { FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { readText } from "./name-text.ts";
import { type DerElement, derChildren, derElement, objectIdentifier, Tag } from "./x509-der.ts";
import * as fields from "./x509-fields.ts";
import { protocolOfIdentifier } from "./x509-protocol.ts";

const SHORT_NAMES: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.4": "SN",
  "2.5.4.5": "serialNumber",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.9": "street",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "2.5.4.12": "title",
  "2.5.4.15": "businessCategory",
  "2.5.4.17": "postalCode",
  "0.9.2342.19200300.100.1.25": "DC",
  "1.2.840.113549.1.9.1": "emailAddress",
};

/** Index of the alternative of DirectoryString, and its field. */
const STRING_FIELDS: Readonly<Record<number, readonly [number, FieldSpec]>> = {
  [Tag.TeletexString]: [0, fields.TELETEX_STRING],
  [Tag.PrintableString]: [1, fields.PRINTABLE_STRING],
  [Tag.UniversalString]: [2, fields.UNIVERSAL_STRING],
  [Tag.BmpString]: [3, fields.BMP_STRING],
  [Tag.Utf8String]: [4, fields.UTF8_STRING],
};

/** Attributes that are of one string type and no choice. */
const PLAIN_FIELDS: Readonly<Record<string, FieldSpec>> = {
  "2.5.4.5": fields.PLAIN_PRINTABLE,
  "2.5.4.6": fields.COUNTRY,
  "1.3.6.1.4.1.311.60.2.1.3": fields.COUNTRY,
  "0.9.2342.19200300.100.1.25": fields.PLAIN_IA5,
  "1.2.840.113549.1.9.1": fields.PLAIN_IA5,
};

/**
 * Adds the name whose SEQUENCE starts at `at`.
 *
 * @returns `C=US, O=DigiCert Inc, CN=example.org`
 */
export function addDistinguishedName(tree: Tree, at: number, end: number): string {
  const { view } = tree;
  const sequence = derElement(view, at, end);
  if (sequence === undefined || sequence.tag !== Tag.Sequence) return "";
  const texts: string[] = [];
  for (const set of derChildren(view, sequence)) {
    const attributes = derChildren(view, set);
    tree.inside(tree.value(fields.RDN, attributes.length, set.start, set.end), () => {
      for (const attribute of attributes) texts.push(...addAttribute(tree, attribute));
    });
  }
  return texts.join(", ");
}

function addAttribute(tree: Tree, attribute: DerElement): string[] {
  const { view } = tree;
  const [type, value] = derChildren(view, attribute);
  if (type === undefined || value === undefined) return [];
  const identifier = objectIdentifier(view, type);
  tree.value(fields.NAME_OID, identifier, type.body, type.end);
  const protocol = protocolOfIdentifier(identifier);
  if (protocol !== undefined) tree.mention(protocol);
  const text = stringText(view, value);
  const plain = PLAIN_FIELDS[identifier];
  const choice = STRING_FIELDS[value.tag];
  if (plain !== undefined) tree.value(plain, text, value.body, value.end);
  else if (choice !== undefined) {
    const [index, field] = choice;
    tree.inside(tree.value(fields.DIRECTORY_STRING, index, value.start, value.end), () => {
      tree.value(field, text, value.body, value.end);
    });
  }
  return [`${SHORT_NAMES[identifier] ?? identifier}=${text}`];
}

/** A string of any of the types that certificates use. */
function stringText(view: DataView, { tag, body, end }: DerElement): string {
  if (tag === Tag.BmpString) return readUtf16(view, body, end);
  if (tag === Tag.TeletexString) return readLatin1(view, body, end);
  return readText(view, body, end);
}

function readUtf16(view: DataView, start: number, end: number): string {
  const octets: number[] = [];
  for (let at = start; at + 2 <= end; at += 2) {
    const unit = view.getUint16(at);
    if (unit < 0x80) octets.push(unit);
    else if (unit < 0x800) octets.push(0xc0 | (unit >>> 6), 0x80 | (unit & 0x3f));
    else octets.push(0xe0 | (unit >>> 12), 0x80 | ((unit >>> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  return readText(new DataView(Uint8Array.from(octets).buffer), 0, octets.length);
}

function readLatin1(view: DataView, start: number, end: number): string {
  const octets: number[] = [];
  for (let at = start; at < end; at += 1) {
    const octet = view.getUint8(at);
    if (octet < 0x80) octets.push(octet);
    else octets.push(0xc0 | (octet >>> 6), 0x80 | (octet & 0x3f));
  }
  return readText(new DataView(Uint8Array.from(octets).buffer), 0, octets.length);
}
