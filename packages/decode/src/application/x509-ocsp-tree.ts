/** OCSP answers in the tree, RFC 6960 §4.2. */

import type { Tree } from "../tree.ts";
import {
  contextTag,
  type DerElement,
  derChildren,
  derElement,
  objectIdentifier,
  Tag,
} from "./x509-der.ts";
import { addExtensions } from "./x509-extension-tree.ts";
import * as fields from "./x509-fields.ts";
import { addDistinguishedName } from "./x509-name-tree.ts";
import { protocolOfIdentifier } from "./x509-protocol.ts";
import { addAlgorithm, addCertificate } from "./x509-tree.ts";

/** Adds the OCSPResponse whose SEQUENCE starts at `at`. */
export function addOcspResponse(tree: Tree, at: number, end: number): void {
  const { view } = tree;
  const response = derElement(view, at, end);
  if (response === undefined || response.tag !== Tag.Sequence) return;
  const [status, wrapper] = derChildren(view, response);
  if (status?.tag === Tag.Enumerated && status.end - status.body === 1) {
    const code = view.getUint8(status.body);
    tree.value(fields.RESPONSE_STATUS, code, status.start, status.end);
  }
  if (wrapper === undefined || wrapper.tag !== contextTag(0)) return;
  const bytes = derElement(view, wrapper.body, wrapper.end);
  if (bytes === undefined) return;
  const [type, octets] = derChildren(view, bytes);
  if (type === undefined || octets === undefined) return;
  const identifier = objectIdentifier(view, type);
  tree.value(fields.RESPONSE_TYPE, identifier, type.body, type.end);
  const protocol = protocolOfIdentifier(identifier);
  if (protocol === undefined) return;
  tree.mention(protocol);
  const basic = derElement(view, octets.body, octets.end);
  if (basic !== undefined) addBasicResponse(tree, basic);
}

function addBasicResponse(tree: Tree, basic: DerElement): void {
  const { view } = tree;
  const [data, algorithm, , certificates] = derChildren(view, basic);
  if (data !== undefined) addResponseData(tree, data);
  if (algorithm !== undefined) addAlgorithm(tree, algorithm);
  if (certificates === undefined || certificates.tag !== contextTag(0)) return;
  const list = derElement(view, certificates.body, certificates.end);
  if (list === undefined) return;
  for (const { start, end } of derChildren(view, list)) addCertificate(tree, start, end);
}

function addResponseData(tree: Tree, data: DerElement): void {
  const { view } = tree;
  const parts = derChildren(view, data);
  if (parts[0]?.tag === contextTag(0)) parts.shift();
  const [responder, , responses, extensions] = parts;
  if (responder?.tag === contextTag(1)) addDistinguishedName(tree, responder.body, responder.end);
  if (responses !== undefined) {
    for (const response of derChildren(view, responses)) addSingleResponse(tree, response);
  }
  if (extensions?.tag === contextTag(1)) addExtensions(tree, extensions);
}

function addSingleResponse(tree: Tree, response: DerElement): void {
  const { view } = tree;
  const [certificate, status, , ...rest] = derChildren(view, response);
  if (certificate !== undefined) {
    const [algorithm, , , serial] = derChildren(view, certificate);
    if (algorithm !== undefined) addAlgorithm(tree, algorithm);
    if (serial !== undefined) tree.add(fields.STATUS_SERIAL, serial.body, serial.end - serial.body);
  }
  if (status !== undefined) {
    tree.value(fields.CERTIFICATE_STATUS, status.tag & 0x1f, status.start, status.end);
  }
  const extensions = rest.find(({ tag }) => tag === contextTag(1));
  if (extensions !== undefined) addExtensions(tree, extensions);
}
