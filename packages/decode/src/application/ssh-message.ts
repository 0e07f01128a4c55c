/** The binary packets of SSH 2 that are not encrypted, RFC 4253 §6. */

import { md5 } from "../crypto/md5.ts";
import { asciiOctets, hexOf } from "../crypto/octets.ts";
import { readEscaped } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { SshSide } from "./ssh.ts";
import * as fields from "./ssh-fields.ts";

const DISCONNECT = 1;
const KEY_EXCHANGE_INIT = 20;
const COOKIE_LEN = 16;

/** Longest name-list that is shown, in octets; OpenSSH's longest has about 500. */
const MAX_NAME_LIST = 16_384;

/**
 * Adds the packet in `[off, end)`, whose length field has been checked.
 *
 * @param method negotiated key exchange algorithm, empty while unknown
 * @returns the message's number, -1 where the packet holds none
 */
export function addMessage(
  tree: Tree,
  off: number,
  end: number,
  side: SshSide,
  method: string,
): number {
  const { view } = tree;
  tree.add(fields.PACKET_LENGTH, off);
  if (end - off < 6) return -1;
  tree.add(fields.PADDING_LENGTH, off + 4);
  const padding = view.getUint8(off + 4);
  const code = view.getUint8(off + 5);
  const stop = Math.max(off + 6, end - padding);
  const name = fields.messageName(code, method) ?? "Unknown";
  const message = tree.value(fields.MESSAGE_CODE, code, off + 5, off + 6);
  message.text = `${name} (${code})`;
  tree.inside(message, () => addBody(tree, code, off + 6, stop, side, method));
  if (stop + padding === end) tree.add(fields.PADDING, stop, padding);
  tree.value(fields.SEQUENCE, side.packets, off, off);
  return code;
}

function addBody(
  tree: Tree,
  code: number,
  off: number,
  end: number,
  side: SshSide,
  method: string,
): void {
  if (code === KEY_EXCHANGE_INIT) addKeyExchangeInit(tree, off, end, side);
  else if (code === DISCONNECT) addDisconnect(tree, off, end);
  else if (code === replyCode(method)) addHostKey(tree, off, end);
}

/** Number of the message in which the server sends its host key. */
function replyCode(method: string): number {
  if (method === "") return -1;
  return method.startsWith("diffie-hellman-group-exchange") ? 33 : 31;
}

function addKeyExchangeInit(tree: Tree, start: number, end: number, side: SshSide): void {
  const { view } = tree;
  if (end - start < COOKIE_LEN) return;
  tree.add(fields.COOKIE, start, COOKIE_LEN);
  let off = start + COOKIE_LEN;
  const lists: string[] = [];
  for (const [index, list] of fields.NAME_LISTS.entries()) {
    const length = stringLength(tree, off, end);
    if (length < 0 || length > MAX_NAME_LIST) return;
    tree.add(list.length, off);
    tree.add(list.names, off + 4, length);
    lists.push(readEscaped(view, off + 4, off + 4 + length));
    if (index === 0) side.keyExchange = lists[0]!;
    off += 4 + length;
  }
  addFingerprint(tree, lists, side, start);
  if (end - off < 5) return;
  tree.add(fields.KEX_FOLLOWS, off);
  tree.add(fields.RESERVED, off + 1, 4);
}

/** HASSH: key exchange, and encryption, MAC and compression of the direction that the side sends in. */
function addFingerprint(tree: Tree, lists: readonly string[], side: SshSide, at: number): void {
  const [exchange, , ...directed] = lists;
  const way = side.isClient ? 0 : 1;
  const text = [exchange, directed[way], directed[2 + way], directed[4 + way]].join(";");
  const { algorithms, digest } = side.isClient ? fields.HASSH.client : fields.HASSH.server;
  tree.value(algorithms, text, at, at);
  tree.value(digest, hexOf(md5(asciiOctets(text))), at, at);
}

function addDisconnect(tree: Tree, off: number, end: number): void {
  if (end - off < 4) return;
  tree.add(fields.DISCONNECT_REASON, off);
  const length = stringLength(tree, off + 4, end);
  if (length >= 0) tree.add(fields.DISCONNECT_TEXT, off + 8, length);
}

function addHostKey(tree: Tree, off: number, end: number): void {
  const length = stringLength(tree, off, end);
  if (length < 0) return;
  tree.add(fields.HOST_KEY_LENGTH, off);
  const keyEnd = off + 4 + length;
  const type = stringLength(tree, off + 4, keyEnd);
  if (type < 0) return;
  tree.add(fields.HOST_KEY_TYPE_LENGTH, off + 4);
  tree.add(fields.HOST_KEY_TYPE, off + 8, type);
  tree.add(fields.HOST_KEY_DATA, off + 8 + type, keyEnd - off - 8 - type);
}

/** Length of the `string` at `off` (RFC 4251 §5), -1 where it does not fit into the message. */
function stringLength(tree: Tree, off: number, end: number): number {
  if (end - off < 4) return -1;
  const length = tree.view.getUint32(off);
  return length <= end - off - 4 ? length : -1;
}
