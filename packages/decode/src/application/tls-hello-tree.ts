/** ClientHello, ServerHello and HelloVerifyRequest in the tree, with their fingerprints. */

import type { Tree } from "../tree.ts";
import { ja3Digest, ja3Full, ja3sFull } from "./ja3.ts";
import { type HelloTransport, ja4 } from "./ja4.ts";
import { ExtensionType } from "./tls-extension.ts";
import { addExtensions } from "./tls-extension-tree.ts";
import type { HandshakeFields } from "./tls-handshake-fields.ts";
import { eachExtension, type HelloLayout, helloLayout } from "./tls-hello.ts";
import type { TlsSession } from "./tls-session.ts";
import { helloTraits } from "./tls-traits.ts";
import { dtlsVersion, tlsVersion, Version } from "./tls-version.ts";

/** Who speaks, and what it is remembered in. */
export interface HandshakeContext {
  readonly fields: HandshakeFields;
  readonly transport: HelloTransport;
  readonly session: TlsSession;
}

/** Octets before the random's random ones: a time, in TLS 1.2 and earlier (RFC 5246 §7.4.1.2). */
const RANDOM_TIME_LENGTH = 4;

/** The random of a ServerHello that asks for another ClientHello (RFC 8446 §4.1.3). */
const RETRY_RANDOM = [
  0xcf21ad74, 0xe59a6111, 0xbe1d8c02, 0x1e65b891, 0xc2a21116, 0x7abb8c5e, 0x079e09e2, 0xc8a8339c,
];

export function addClientHello(
  tree: Tree,
  body: number,
  end: number,
  context: HandshakeContext,
): void {
  const { fields, transport } = context;
  const layout = helloLayout(tree.view, body, end, {
    isClient: true,
    isDatagram: transport === "d",
  });
  addHead(tree, layout, fields);
  addCipherSuites(tree, layout, fields);
  addCompressions(tree, layout, fields);
  addExtensions(tree, layout, fields, true);
  const traits = helloTraits(tree.view, layout);
  if (traits === undefined) return;
  tree.value(fields.ja4, ja4(traits, transport), end, end);
  const full = ja3Full(traits);
  tree.value(fields.ja3Full, full, end, end);
  tree.value(fields.ja3, ja3Digest(full), end, end);
}

export function addServerHello(
  tree: Tree,
  body: number,
  end: number,
  context: HandshakeContext,
): void {
  const { fields, session, transport } = context;
  const isDatagram = transport === "d";
  const layout = helloLayout(tree.view, body, end, { isClient: false, isDatagram });
  negotiate(tree.view, layout, context);
  addHead(tree, layout, fields);
  if (layout.ciphers >= 0) tree.add(fields.cipherSuite, layout.ciphers);
  if (layout.compression >= 0) tree.add(fields.compression, layout.compression);
  addExtensions(tree, layout, fields, false);
  const traits = helloTraits(tree.view, layout);
  if (traits === undefined) return;
  if (traits.firstAlpn !== undefined) session.protocol = String.fromCharCode(...traits.firstAlpn);
  const full = ja3sFull(traits);
  tree.value(fields.ja3sFull, full, end, end);
  tree.value(fields.ja3s, ja3Digest(full), end, end);
}

/** RFC 6347 §4.2.1. */
export function addHelloVerifyRequest(
  tree: Tree,
  body: number,
  end: number,
  fields: HandshakeFields,
): void {
  if (body + 3 > end) return;
  tree.add(fields.version, body);
  tree.add(fields.cookieLength, body + 2);
  const octets = tree.view.getUint8(body + 2);
  if (octets > 0 && body + 3 + octets <= end) tree.add(fields.cookie, body + 3, octets);
}

/** Whether the ServerHello whose body is `[body, end)` is a HelloRetryRequest. */
export function isRetryRequest(view: DataView, body: number, end: number): boolean {
  if (body + 34 > end) return false;
  return RETRY_RANDOM.every((word, index) => view.getUint32(body + 2 + 4 * index) === word);
}

/** Remembers what the server chose. */
function negotiate(
  view: DataView,
  layout: HelloLayout,
  { session, transport }: HandshakeContext,
): void {
  if (layout.version < 0) return;
  const known = transport === "d" ? dtlsVersion : tlsVersion;
  let version = known(view.getUint16(layout.version));
  if (layout.ciphers >= 0 && layout.ciphersEnd <= layout.extensionsEnd) {
    session.cipherSuite = view.getUint16(layout.ciphers);
  }
  eachExtension(view, layout, (type, data, end) => {
    if (type !== ExtensionType.SupportedVersions || data + 2 !== end) return;
    version = known(view.getUint16(data)) || version;
  });
  if (version !== Version.Unknown) session.version = version;
}

function addHead(tree: Tree, layout: HelloLayout, fields: HandshakeFields): void {
  const { version, random, sessionId, cookie } = layout;
  if (version >= 0) tree.add(fields.version, version);
  if (random >= 0) {
    tree.inside(tree.add(fields.random, random), () =>
      tree.add(fields.randomBytes, random + RANDOM_TIME_LENGTH),
    );
  }
  if (sessionId >= 0) addOpaque(tree, sessionId, layout, fields.sessionIdLength, fields.sessionId);
  if (cookie >= 0) addOpaque(tree, cookie, layout, fields.cookieLength, fields.cookie);
}

function addOpaque(
  tree: Tree,
  at: number,
  { extensionsEnd: end }: HelloLayout,
  lengthField: HandshakeFields["sessionIdLength"],
  field: HandshakeFields["sessionId"],
): void {
  tree.add(lengthField, at);
  const octets = tree.view.getUint8(at);
  if (octets > 0 && at + 1 + octets <= end) tree.add(field, at + 1, octets);
}

function addCipherSuites(tree: Tree, layout: HelloLayout, fields: HandshakeFields): void {
  const { ciphers, ciphersEnd, extensionsEnd } = layout;
  if (ciphers < 0) return;
  const stop = Math.min(ciphersEnd, extensionsEnd);
  tree.add(fields.cipherSuitesLength, ciphers - 2);
  const text = `${(ciphersEnd - ciphers) >>> 1} suites`;
  tree.inside(tree.group(fields.cipherSuites, ciphers, stop, text), () => {
    for (let at = ciphers; at + 2 <= stop; at += 2) tree.add(fields.cipherSuite, at);
  });
}

function addCompressions(tree: Tree, layout: HelloLayout, fields: HandshakeFields): void {
  const { compression, compressionEnd, extensionsEnd } = layout;
  if (compression < 0) return;
  const stop = Math.min(compressionEnd, extensionsEnd);
  tree.add(fields.compressionsLength, compression - 1);
  const text = `${compressionEnd - compression} methods`;
  tree.inside(tree.group(fields.compressions, compression, stop, text), () => {
    for (let at = compression; at < stop; at += 1) tree.add(fields.compression, at);
  });
}
