/** Bodies of handshake messages in the tree, RFC 8446 §4, RFC 5246 §7.4. */

import type { FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { HandshakeType } from "./tls.ts";
import { addCertificateStatus, addCertificates } from "./tls-certificate-tree.ts";
import { keyExchange } from "./tls-cipher.ts";
import { addSignatureAlgorithm } from "./tls-extension-tree.ts";
import {
  addClientHello,
  addHelloVerifyRequest,
  addServerHello,
  type HandshakeContext,
  isRetryRequest,
} from "./tls-hello-tree.ts";
import { HANDSHAKE_TYPES } from "./tls-values.ts";
import { Version } from "./tls-version.ts";
import { addDistinguishedName } from "./x509-name-tree.ts";

const NAMED_CURVE = 3;

/** `Client Hello`, `Certificate`, as the packet list names the message. */
export function handshakeName(view: DataView, type: number, body: number, end: number): string {
  if (type === HandshakeType.ServerHello && isRetryRequest(view, body, end)) {
    return "Hello Retry Request";
  }
  return HANDSHAKE_TYPES[type] ?? `Handshake type ${type}`;
}

/** Adds the fields of the message body `[body, end)` and remembers what it settles. */
export function addHandshakeBody(
  tree: Tree,
  type: number,
  body: number,
  end: number,
  context: HandshakeContext,
): void {
  switch (type) {
    case HandshakeType.ClientHello:
      addClientHello(tree, body, end, context);
      return;
    case HandshakeType.ServerHello:
    case HandshakeType.HelloRetryRequest:
      addServerHello(tree, body, end, context);
      return;
    case HandshakeType.HelloVerifyRequest:
      addHelloVerifyRequest(tree, body, end, context.fields);
      return;
    case HandshakeType.NewSessionTicket:
      addSessionTicket(tree, body, end, context);
      return;
    case HandshakeType.Certificate:
      addCertificates(tree, body, end, context);
      return;
    case HandshakeType.CertificateStatus:
      addCertificateStatus(tree, body, end, context.fields);
      return;
    case HandshakeType.ServerKeyExchange:
      addServerKeyExchange(tree, body, end, context);
      return;
    case HandshakeType.CertificateRequest:
      addCertificateRequest(tree, body, end, context);
      return;
    case HandshakeType.CertificateVerify:
      addCertificateVerify(tree, body, end, context);
      return;
    case HandshakeType.ClientKeyExchange:
      addClientKeyExchange(tree, body, end, context);
      return;
    case HandshakeType.Finished:
      tree.group(context.fields.verifyData, body, end, "");
      return;
    default:
      return;
  }
}

/** A length of the field's own size and as many octets; returns what follows, -1 where it is cut. */
function addVector(
  tree: Tree,
  at: number,
  end: number,
  lengthField: FieldSpec,
  field: FieldSpec,
): number {
  const start = at + lengthField.octets;
  if (start > end) return -1;
  tree.add(lengthField, at);
  const octets = lengthField.octets === 1 ? tree.view.getUint8(at) : tree.view.getUint16(at);
  if (start + octets > end) return -1;
  if (octets > 0) tree.add(field, start, octets);
  return start + octets;
}

/** RFC 5077 §3.3; TLS 1.3 encrypts its own. */
function addSessionTicket(
  tree: Tree,
  body: number,
  end: number,
  { fields, session }: HandshakeContext,
): void {
  if (session.version === Version.Tls13 || body + 6 > end) return;
  tree.add(fields.ticketLifetime, body);
  addVector(tree, body + 4, end, fields.ticketLength, fields.ticket);
}

/** From version 1.2 on a signature says which algorithm made it (RFC 5246 §4.7). */
function namesItsSignature(version: number): boolean {
  return version === Version.Tls12 || version === Version.Tls13 || version === Version.Dtls12;
}

function addSignature(tree: Tree, at: number, end: number, context: HandshakeContext): void {
  const { fields, session } = context;
  let start = at;
  if (namesItsSignature(session.version)) {
    if (at + 2 > end) return;
    addSignatureAlgorithm(tree, fields, at);
    start += 2;
  }
  addVector(tree, start, end, fields.signatureLength, fields.signatureValue);
}

/** RFC 5246 §7.4.3, RFC 8422 §5.4; the cipher suite tells which of them it is. */
function addServerKeyExchange(
  tree: Tree,
  body: number,
  end: number,
  context: HandshakeContext,
): void {
  const { fields, session } = context;
  let at = -1;
  switch (keyExchange(session.cipherSuite)) {
    case "ecdhe":
      if (body + 1 > end) return;
      tree.add(fields.curveType, body);
      if (tree.view.getUint8(body) !== NAMED_CURVE || body + 3 > end) return;
      tree.add(fields.namedCurve, body + 1);
      at = addVector(tree, body + 3, end, fields.serverPointLength, fields.serverPoint);
      break;
    case "dhe":
      at = addVector(tree, body, end, fields.primeLength, fields.prime);
      if (at >= 0) at = addVector(tree, at, end, fields.generatorLength, fields.generator);
      if (at >= 0) at = addVector(tree, at, end, fields.serverKeyLength, fields.serverKey);
      break;
    default:
      return;
  }
  if (at >= 0 && at < end) addSignature(tree, at, end, context);
}

/** RFC 5246 §7.4.7, RFC 8422 §5.7. */
function addClientKeyExchange(
  tree: Tree,
  body: number,
  end: number,
  { fields, session }: HandshakeContext,
): void {
  switch (keyExchange(session.cipherSuite)) {
    case "ecdhe":
      addVector(tree, body, end, fields.clientPointLength, fields.clientPoint);
      return;
    case "dhe":
      addVector(tree, body, end, fields.clientKeyLength, fields.clientKey);
      return;
    case "rsa":
      if (session.version === Version.Ssl3) tree.add(fields.secret, body, end - body);
      else addVector(tree, body, end, fields.secretLength, fields.secret);
      return;
    default:
      return;
  }
}

function addCertificateVerify(
  tree: Tree,
  body: number,
  end: number,
  { fields, session }: HandshakeContext,
): void {
  let at = body;
  if (namesItsSignature(session.version)) {
    if (body + 2 > end) return;
    addSignatureAlgorithm(tree, fields, body);
    at += 2;
  }
  addVector(tree, at, end, fields.verifyLength, fields.verifyValue);
}

/** RFC 5246 §7.4.4; TLS 1.3 encrypts its own. */
function addCertificateRequest(
  tree: Tree,
  body: number,
  end: number,
  { fields, session }: HandshakeContext,
): void {
  const { view } = tree;
  if (session.version === Version.Tls13 || body + 1 > end) return;
  tree.add(fields.certificateTypesCount, body);
  let at = body + 1 + view.getUint8(body);
  if (at > end) return;
  const types = tree.group(fields.certificateTypes, body + 1, at, `${at - body - 1} types`);
  tree.inside(types, () => {
    for (let one = body + 1; one < at; one += 1) tree.add(fields.certificateType, one);
  });
  if (namesItsSignature(session.version)) {
    if (at + 2 > end) return;
    tree.add(fields.signaturesLength, at);
    const stop = Math.min(end, at + 2 + view.getUint16(at));
    tree.inside(tree.group(fields.signatures, at + 2, stop, ""), () => {
      for (let one = at + 2; one + 2 <= stop; one += 2) addSignatureAlgorithm(tree, fields, one);
    });
    at = stop;
  }
  if (at + 2 > end) return;
  tree.add(fields.namesLength, at);
  const stop = Math.min(end, at + 2 + view.getUint16(at));
  tree.inside(tree.group(fields.names, at + 2, stop, ""), () => {
    let name = at + 2;
    while (name + 2 <= stop) {
      const nameEnd = Math.min(stop, name + 2 + view.getUint16(name));
      tree.add(fields.nameLength, name);
      tree.inside(tree.group(fields.name, name + 2, nameEnd, ""), () => {
        addDistinguishedName(tree, name + 2, nameEnd);
      });
      name = nameEnd;
    }
  });
}
