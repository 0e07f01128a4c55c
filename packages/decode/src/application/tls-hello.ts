/**
 * ClientHello and ServerHello, RFC 8446 §4.1 (RFC 6347 §4.2.1 for the cookie of DTLS): where their parts lie.
 *
 * Offsets are those of the view. A part is -1 where the message ends before it or a length inside
 * contradicts the message.
 */

export interface HelloLayout {
  /** Of the legacy version, the first octet behind the handshake header. */
  readonly version: number;
  readonly random: number;
  /** Of the length octet. */
  readonly sessionId: number;
  /** Of the length octet; -1 without one (TLS, ServerHello). */
  readonly cookie: number;
  /** Of the first cipher suite; `[ciphers, ciphersEnd)` is one suite in a ServerHello. */
  readonly ciphers: number;
  readonly ciphersEnd: number;
  /** Of the first compression method; `[compression, compressionEnd)` is one in a ServerHello. */
  readonly compression: number;
  readonly compressionEnd: number;
  /** Of the first extension; -1 without any. */
  readonly extensions: number;
  /** As far as the message reaches. */
  readonly extensionsEnd: number;
}

/** Octets of an extension's type and length. */
export const EXTENSION_HEADER_LEN = 4;

const RANDOM_LEN = 32;

/** What makes the layouts of hellos differ. */
export interface HelloKind {
  readonly isClient: boolean;
  readonly isDatagram: boolean;
}

/** The layout of the hello whose body is `[body, end)`. */
export function helloLayout(
  view: DataView,
  body: number,
  end: number,
  { isClient, isDatagram }: HelloKind,
): HelloLayout {
  const parts = {
    version: -1,
    random: -1,
    sessionId: -1,
    cookie: -1,
    ciphers: -1,
    ciphersEnd: -1,
    compression: -1,
    compressionEnd: -1,
    extensions: -1,
    extensionsEnd: end,
  };
  if (body + 2 > end) return parts;
  parts.version = body;
  if (body + 2 + RANDOM_LEN > end) return parts;
  parts.random = body + 2;
  let at = body + 2 + RANDOM_LEN;
  if (at + 1 > end) return parts;
  parts.sessionId = at;
  at += 1 + view.getUint8(at);
  if (isClient && isDatagram) {
    if (at + 1 > end) return parts;
    parts.cookie = at;
    at += 1 + view.getUint8(at);
  }
  if (at + 2 > end) return parts;
  parts.ciphers = isClient ? at + 2 : at;
  at = parts.ciphersEnd = at + 2 + (isClient ? view.getUint16(at) : 0);
  if (at + 1 > end) return parts;
  parts.compression = isClient ? at + 1 : at;
  at = parts.compressionEnd = at + 1 + (isClient ? view.getUint8(at) : 0);
  if (at + 2 > end) return parts;
  parts.extensions = at + 2;
  parts.extensionsEnd = Math.min(end, at + 2 + view.getUint16(at));
  return parts;
}

/** Calls `visit` with the type and the data `[data, dataEnd)` of each extension that is whole. */
export function eachExtension(
  view: DataView,
  { extensions, extensionsEnd }: HelloLayout,
  visit: (type: number, data: number, dataEnd: number) => void,
): void {
  if (extensions < 0) return;
  let at = extensions;
  while (at + EXTENSION_HEADER_LEN <= extensionsEnd) {
    const data = at + EXTENSION_HEADER_LEN;
    const dataEnd = data + view.getUint16(at + 2);
    if (dataEnd > extensionsEnd) return;
    visit(view.getUint16(at), data, dataEnd);
    at = dataEnd;
  }
}
