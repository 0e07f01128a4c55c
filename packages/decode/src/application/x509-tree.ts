/** Certificates in the tree, RFC 5280 §4.1. */

import type { FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { readText } from "./name-text.ts";
import {
  contextTag,
  type DerElement,
  derChildren,
  derElement,
  objectIdentifier,
  Tag,
  timeText,
} from "./x509-der.ts";
import { addExtensions } from "./x509-extension-tree.ts";
import * as fields from "./x509-fields.ts";
import { addDistinguishedName } from "./x509-name-tree.ts";
import { protocolOfIdentifier } from "./x509-protocol.ts";

const NULL = 0x05;

/**
 * Adds the certificate whose SEQUENCE starts at `at`, as far as it is one.
 *
 * @returns what tells it from others: its subject
 */
export function addCertificate(tree: Tree, at: number, end: number): string {
  const { view } = tree;
  const certificate = derElement(view, at, end);
  if (certificate === undefined || certificate.tag !== Tag.Sequence) return "";
  const [signed, algorithm, signature] = derChildren(view, certificate);
  if (signed === undefined || signed.tag !== Tag.Sequence) return "";
  const subject = addSignedPart(tree, signed);
  if (algorithm !== undefined) addAlgorithm(tree, algorithm);
  if (signature !== undefined && signature.end > signature.body + 1) {
    tree.add(fields.SIGNATURE, signature.body + 1, signature.end - signature.body - 1);
  }
  return subject;
}

function addSignedPart(tree: Tree, signed: DerElement): string {
  const { view } = tree;
  const parts = derChildren(view, signed);
  const [version] = parts;
  if (version !== undefined && version.tag === contextTag(0)) {
    parts.shift();
    if (version.end - version.body === 3) {
      tree.value(fields.VERSION, view.getUint8(version.body + 2), version.start, version.end);
    }
  }
  const [serial, algorithm, issuer, validity, subject, key, ...rest] = parts;
  if (serial !== undefined) tree.add(fields.SERIAL_NUMBER, serial.body, serial.end - serial.body);
  if (algorithm !== undefined) addAlgorithm(tree, algorithm);
  if (issuer !== undefined) addName(tree, issuer, fields.ISSUER);
  if (validity !== undefined) addValidity(tree, validity);
  const text = subject === undefined ? "" : addName(tree, subject, fields.SUBJECT);
  if (key !== undefined) addPublicKey(tree, key);
  const extensions = rest.find(({ tag }) => tag === contextTag(3));
  if (extensions !== undefined) addExtensions(tree, extensions);
  return text;
}

function addName(tree: Tree, { start, end }: DerElement, field: FieldSpec): string {
  const node = tree.value(field, 0, start, end);
  let text = "";
  tree.inside(node, () => {
    text = addDistinguishedName(tree, start, end);
  });
  node.text = text;
  return text;
}

/** The identifier, and the name of who reads its parameters where it has any. */
export function addAlgorithm(tree: Tree, algorithm: DerElement): void {
  const { view } = tree;
  const [type, parameters] = derChildren(view, algorithm);
  if (type === undefined || type.tag !== Tag.ObjectIdentifier) return;
  const identifier = objectIdentifier(view, type);
  tree.value(fields.ALGORITHM, identifier, type.body, type.end);
  const protocol = protocolOfIdentifier(identifier);
  const isRead = parameters !== undefined && parameters.tag !== NULL;
  if (protocol !== undefined && isRead) tree.mention(protocol);
}

function addValidity(tree: Tree, validity: DerElement): void {
  const { view } = tree;
  const [from, until] = derChildren(view, validity);
  const addTime = (time: DerElement | undefined, field: FieldSpec): void => {
    if (time === undefined) return;
    const choice = time.tag === Tag.UtcTime ? 0 : 1;
    const text = timeText(readText(view, time.body, time.end), time.tag);
    const node = tree.value(field, choice, time.start, time.end);
    node.text = text;
    tree.inside(node, () => {
      if (choice === 0) tree.value(fields.UTC_TIME, text, time.body, time.end);
    });
  };
  addTime(from, fields.NOT_BEFORE);
  addTime(until, fields.NOT_AFTER);
}

function addPublicKey(tree: Tree, key: DerElement): void {
  const [algorithm, bits] = derChildren(tree.view, key);
  if (algorithm !== undefined) addAlgorithm(tree, algorithm);
  if (bits !== undefined && bits.tag === Tag.BitString && bits.end > bits.body + 1) {
    tree.add(fields.PUBLIC_KEY, bits.body + 1, bits.end - bits.body - 1);
  }
}
