/** Handshake messages as records carry them: several in one, or one over several (RFC 8446 §5.1). */

import { concatenate } from "../crypto/octets.ts";
import type { Tree } from "../tree.ts";
import * as tls from "./tls.ts";
import { addHandshakeBody, handshakeName } from "./tls-handshake-tree.ts";
import type { HandshakeContext } from "./tls-hello-tree.ts";
import type { TlsDirection } from "./tls-session.ts";
import { HANDSHAKE_TYPES } from "./tls-values.ts";

export interface HandshakeStream extends HandshakeContext {
  readonly direction: TlsDirection;
}

/** Longest message that is put together; ciphertext that looks like a message claims more. */
const MAX_MESSAGE = 0xffff;

/** Shortest fragment that can be ciphertext: what encryption adds (RFC 5246 §6.2.3). */
const LEAST_CIPHERTEXT = 16;

const ENCRYPTED = "Encrypted Handshake Message";

/** Messages of one record that are read. */
const MAX_MESSAGES = 64;

/**
 * Adds the messages of the record fragment `[body, end)`, and of those before it what they complete.
 *
 * @returns their names, for the packet list
 */
export function addHandshakeOctets(
  tree: Tree,
  body: number,
  end: number,
  stream: HandshakeStream,
): string {
  const { direction } = stream;
  if (direction.pending.length === 0) {
    if (isCiphertext(tree.view, body, end, direction)) {
      tree.group(stream.fields.handshake, body, end, ENCRYPTED);
      return ENCRYPTED;
    }
    return addMessages(tree, body, end, stream);
  }
  const { view } = tree;
  const added = new Uint8Array(view.buffer, view.byteOffset + body, end - body);
  const bytes = concatenate(direction.pending, added);
  direction.pending = new Uint8Array(0);
  if (!holdsMessage(new DataView(bytes.buffer), bytes.length)) {
    const name = HANDSHAKE_TYPES[bytes[0]!] ?? "Handshake";
    direction.pending = bytes;
    tree.group(stream.fields.handshake, body, end, `${name} (fragment)`);
    return "";
  }
  let names = "";
  tree.reassembled("Reassembled handshake", bytes, () => {
    tree.layer("tls", "Transport Layer Security, reassembled handshake", 0, bytes.length);
    tree.protocols.pop();
    names = addMessages(tree, 0, bytes.length, stream);
  });
  return names;
}

function holdsMessage(view: DataView, length: number): boolean {
  if (length < tls.HANDSHAKE_HEADER_LEN) return false;
  return tls.HANDSHAKE_HEADER_LEN + tls.handshakeLength(view, 0) <= length;
}

/**
 * Whether a fragment that starts no later than a message does is encrypted.
 *
 * Behind a Change Cipher Spec only a message that fills its record is in the clear: hellos of TLS 1.3 that
 * stand behind one for the sake of middleboxes (RFC 8446 §D.4).
 */
function isCiphertext(
  view: DataView,
  body: number,
  end: number,
  { isEncrypted }: TlsDirection,
): boolean {
  const length = end - body;
  if (length < LEAST_CIPHERTEXT) return false;
  const isNamed = HANDSHAKE_TYPES[tls.handshakeType(view, body)] !== undefined;
  const size = tls.handshakeLength(view, body);
  if (!isNamed || size > MAX_MESSAGE) return true;
  return isEncrypted && tls.HANDSHAKE_HEADER_LEN + size !== length;
}

function addMessages(tree: Tree, start: number, end: number, stream: HandshakeStream): string {
  const names: string[] = [];
  let at = start;
  for (let count = 0; count < MAX_MESSAGES && at < end; count += 1) {
    const body = at + tls.HANDSHAKE_HEADER_LEN;
    const after = body > end ? Number.POSITIVE_INFINITY : body + tls.handshakeLength(tree.view, at);
    if (after > end) {
      keepRest(tree, at, end, stream);
      break;
    }
    names.push(addMessage(tree, at, after, stream));
    at = after;
  }
  return names.join(", ");
}

/** Keeps the beginning of a message whose end is in a later record. */
function keepRest(
  tree: Tree,
  at: number,
  end: number,
  { fields, direction }: HandshakeStream,
): void {
  const { view } = tree;
  const name = HANDSHAKE_TYPES[tls.handshakeType(view, at)] ?? "Handshake";
  tree.group(fields.handshake, at, end, `${name} (fragment)`);
  direction.pending = new Uint8Array(view.buffer, view.byteOffset + at, end - at).slice();
}

function addMessage(tree: Tree, at: number, end: number, stream: HandshakeStream): string {
  const { view } = tree;
  const { fields } = stream;
  const type = tls.handshakeType(view, at);
  const body = at + tls.HANDSHAKE_HEADER_LEN;
  const name = handshakeName(view, type, body, end);
  tree.inside(tree.group(fields.handshake, at, end, name), () => {
    tree.add(fields.type, at);
    tree.add(fields.length, at + 1);
    addHandshakeBody(tree, type, body, end, stream);
  });
  return name;
}
