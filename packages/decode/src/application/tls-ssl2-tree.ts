/** Records of SSL 2.0 in the tree. */

import type { Tree } from "../tree.ts";
import { showTls } from "./tls-column.ts";
import * as fields from "./tls-fields.ts";
import type { TlsSession } from "./tls-session.ts";
import { isSsl2Hello, looksLikeSsl2, ssl2Length } from "./tls-ssl2.ts";
import { columnName, Version } from "./tls-version.ts";

const HELLO_VERSION = 3;
const CIPHER_SPEC_LENGTH = 5;

/** Adds the record at `start`. @returns where the next one starts */
export function dissectSsl2(tree: Tree, start: number, end: number, session: TlsSession): number {
  const { view } = tree;
  if (start + 3 > end) {
    addLayer(tree, start, end, "Continuation Data");
    return end;
  }
  const stop = Math.min(end, start + ssl2Length(view, start));
  if (isSsl2Hello(view, start, end)) {
    addLayer(tree, start, stop, "Client Hello");
    addClientHello(tree, start, stop);
    const version = view.getUint16(start + HELLO_VERSION);
    if (version === Version.Ssl2) session.version = Version.Ssl2;
  } else if (looksLikeSsl2(view, start, end)) {
    session.version = Version.Ssl2;
    addLayer(tree, start, stop, "Server Hello");
  } else {
    addLayer(tree, start, stop, "Encrypted Data");
  }
  return stop;
}

function addLayer(tree: Tree, start: number, end: number, text: string): void {
  tree.layer("tls", "Transport Layer Security", start, end);
  tree.summarize(text);
  showTls(tree, columnName(Version.Ssl2, "SSLv2"), text);
}

function addClientHello(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  const handshake = fields.HANDSHAKE_FIELDS;
  tree.inside(tree.group(fields.RECORD, start, end, "SSLv2 Client Hello"), () => {
    tree.add(fields.SSL2_RECORD_LENGTH, start);
    tree.add(handshake.type, start + 2);
    tree.add(handshake.version, start + HELLO_VERSION);
    tree.add(fields.CIPHER_SPEC_LENGTH, start + CIPHER_SPEC_LENGTH);
    tree.add(fields.SSL2_SESSION_LENGTH, start + 7);
    tree.add(fields.CHALLENGE_LENGTH, start + 9);
    const specs = start + 11;
    const stop = Math.min(end, specs + view.getUint16(start + CIPHER_SPEC_LENGTH));
    for (let at = specs; at + 3 <= stop; at += 3) tree.add(fields.CIPHER_SPEC, at);
    const challenge = stop + view.getUint16(start + 7);
    if (challenge < end) tree.group(fields.CHALLENGE, challenge, end, "");
  });
}
