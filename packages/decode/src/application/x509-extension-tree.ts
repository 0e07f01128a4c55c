/** Extensions of certificates and of OCSP answers in the tree, RFC 5280 §4.2. */

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
} from "./x509-der.ts";
import * as fields from "./x509-fields.ts";
import { addDistinguishedName } from "./x509-name-tree.ts";
import { protocolOfIdentifier } from "./x509-protocol.ts";

const READERS: Readonly<Record<string, (tree: Tree, value: DerElement) => void>> = {
  "2.5.29.14": addSubjectKey,
  "2.5.29.15": addKeyUsage,
  "2.5.29.17": addAlternativeNames,
  "2.5.29.18": addAlternativeNames,
  "2.5.29.19": addBasicConstraints,
  "2.5.29.31": addCrlPoints,
  "2.5.29.32": addPolicies,
  "2.5.29.35": addAuthorityKey,
  "2.5.29.37": addKeyPurposes,
  "1.3.6.1.5.5.7.1.1": addAuthorityAccess,
};

/** Context-specific and not constructed. */
const PRIMITIVE = 0x80;

/** Adds the list in the explicitly tagged `wrapper`. */
export function addExtensions(tree: Tree, wrapper: DerElement): void {
  const { view } = tree;
  const sequence = derElement(view, wrapper.body, wrapper.end);
  if (sequence === undefined || sequence.tag !== Tag.Sequence) return;
  const extensions = derChildren(view, sequence);
  tree.inside(
    tree.value(fields.EXTENSIONS, extensions.length, sequence.start, sequence.end),
    () => {
      for (const extension of extensions) addExtension(tree, extension);
    },
  );
}

function addExtension(tree: Tree, extension: DerElement): void {
  const { view } = tree;
  const parts = derChildren(view, extension);
  const type = parts[0];
  const octets = parts.at(-1);
  if (type === undefined || octets === undefined || octets.tag !== Tag.OctetString) return;
  const identifier = objectIdentifier(view, type);
  tree.inside(tree.value(fields.EXTENSION, identifier, type.body, type.end), () => {
    const critical = parts[1];
    if (critical?.tag === Tag.Boolean && critical.end > critical.body) {
      tree.value(fields.CRITICAL, view.getUint8(critical.body) !== 0, critical.start, critical.end);
    }
    const protocol = protocolOfIdentifier(identifier);
    if (protocol !== undefined && octets.end > octets.body) tree.mention(protocol);
    const value = derElement(view, octets.body, octets.end);
    if (value !== undefined) READERS[identifier]?.(tree, value);
  });
}

function addSubjectKey(tree: Tree, { body, end }: DerElement): void {
  if (end > body) tree.add(fields.SUBJECT_KEY, body, end - body);
}

/** RFC 5280 §4.2.1.1. */
function addAuthorityKey(tree: Tree, value: DerElement): void {
  for (const part of derChildren(tree.view, value)) {
    const { tag, body, end } = part;
    if (tag === PRIMITIVE && end > body) tree.add(fields.AUTHORITY_KEY, body, end - body);
    else if (tag === contextTag(1)) addGeneralNames(tree, part, fields.AUTHORITY_ISSUER);
  }
}

function addKeyUsage(tree: Tree, { body, end }: DerElement): void {
  if (end > body + 1) tree.add(fields.KEY_USAGE, body + 1, end - body - 1);
}

function addAlternativeNames(tree: Tree, value: DerElement): void {
  addGeneralNames(tree, value, fields.GENERAL_NAMES_COUNT);
}

function addGeneralNames(tree: Tree, value: DerElement, count: FieldSpec): void {
  const names = derChildren(tree.view, value);
  tree.inside(tree.value(count, names.length, value.start, value.end), () => {
    for (const name of names) addGeneralName(tree, name, fields.GENERAL_NAME);
  });
}

/** RFC 5280 §4.2.1.6. */
function addGeneralName(tree: Tree, name: DerElement, field: FieldSpec): void {
  const { view } = tree;
  const { tag, body, end } = name;
  const choice = tag & 0x1f;
  tree.inside(tree.value(field, choice, name.start, end), () => {
    switch (choice) {
      case 1:
        tree.value(fields.MAIL_NAME, readText(view, body, end), body, end);
        return;
      case 2:
        tree.value(fields.DNS_NAME, readText(view, body, end), body, end);
        return;
      case 4:
        addDistinguishedName(tree, body, end);
        return;
      case 6:
        tree.value(fields.URI, readText(view, body, end), body, end);
        return;
      case 7:
        if (end - body === 4) tree.add(fields.IPV4_NAME, body);
        else if (end - body === 16) tree.add(fields.IPV6_NAME, body);
        return;
      default:
        return;
    }
  });
}

function addBasicConstraints(tree: Tree, value: DerElement): void {
  const { view } = tree;
  for (const { tag, start, body, end } of derChildren(view, value)) {
    if (end - body !== 1) continue;
    const octet = view.getUint8(body);
    if (tag === Tag.Boolean) tree.value(fields.IS_AUTHORITY, octet !== 0, start, end);
    else if (tag === Tag.Integer) tree.value(fields.PATH_LENGTH, octet, start, end);
  }
}

function addKeyPurposes(tree: Tree, value: DerElement): void {
  const { view } = tree;
  const purposes = derChildren(view, value);
  tree.inside(tree.value(fields.KEY_PURPOSES, purposes.length, value.start, value.end), () => {
    for (const purpose of purposes) {
      const text = objectIdentifier(view, purpose);
      tree.value(fields.KEY_PURPOSE, text, purpose.body, purpose.end);
    }
  });
}

/** RFC 5280 §4.2.1.13: the names of every point, by their full name. */
function addCrlPoints(tree: Tree, value: DerElement): void {
  const { view } = tree;
  const points = derChildren(view, value);
  tree.inside(tree.value(fields.CRL_POINTS, points.length, value.start, value.end), () => {
    for (const point of points) {
      const [name] = derChildren(view, point);
      if (name === undefined || name.tag !== contextTag(0)) continue;
      const [full] = derChildren(view, name);
      if (full === undefined || full.tag !== contextTag(0)) continue;
      for (const one of derChildren(view, full)) addGeneralName(tree, one, fields.GENERAL_NAME);
    }
  });
}

/** RFC 5280 §4.2.1.4. */
function addPolicies(tree: Tree, value: DerElement): void {
  const { view } = tree;
  const policies = derChildren(view, value);
  tree.inside(tree.value(fields.POLICIES, policies.length, value.start, value.end), () => {
    for (const policy of policies) {
      const [type, qualifiers] = derChildren(view, policy);
      if (type === undefined) continue;
      const text = objectIdentifier(view, type);
      tree.inside(tree.value(fields.POLICY, text, type.body, type.end), () => {
        if (qualifiers === undefined) return;
        for (const qualifier of derChildren(view, qualifiers)) addQualifier(tree, qualifier);
      });
    }
  });
}

function addQualifier(tree: Tree, qualifier: DerElement): void {
  const { view } = tree;
  const [type, value] = derChildren(view, qualifier);
  if (type === undefined) return;
  const identifier = objectIdentifier(view, type);
  tree.value(fields.QUALIFIER, identifier, type.body, type.end);
  const protocol = protocolOfIdentifier(identifier);
  if (protocol === undefined || value === undefined) return;
  tree.mention(protocol);
  if (value.tag === Tag.Sequence) return;
  const text = readText(view, value.body, value.end);
  tree.value(fields.QUALIFIER_TEXT, text, value.body, value.end);
}

/** RFC 5280 §4.2.2.1. */
function addAuthorityAccess(tree: Tree, value: DerElement): void {
  const { view } = tree;
  const accesses = derChildren(view, value);
  tree.inside(tree.value(fields.AUTHORITY_ACCESS, accesses.length, value.start, value.end), () => {
    for (const access of accesses) {
      const [method, location] = derChildren(view, access);
      if (method === undefined || location === undefined) continue;
      const identifier = objectIdentifier(view, method);
      tree.value(fields.ACCESS_METHOD, identifier, method.body, method.end);
      addGeneralName(tree, location, fields.ACCESS_LOCATION);
    }
  });
}
