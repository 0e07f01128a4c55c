/** Security tokens in the headers of HTTP: the schemes `NTLM` and `Negotiate` (RFC 4559). */

import { decodeBase64 } from "../base64.ts";
import type { Tree } from "../tree.ts";
import { dissectGssApi } from "./gss-api.ts";
import { readAscii } from "./name-text.ts";
import { dissectNtlmssp, isNtlmssp } from "./ntlmssp.ts";
import { lineEnd, nextLine } from "./text-line.ts";

/** Headers of one message that are looked at, and octets of one that are read. */
const MAX_HEADERS = 200;
const MAX_LENGTH = 65_536;

const TOKEN =
  /^(?:www-authenticate|authorization|proxy-authenticate|proxy-authorization): *(?:ntlm|negotiate) +([a-z0-9+/]+={0,2}) *$/i;
/** First letters of those headers, so that the others are not read. */
const INITIALS = new Set([..."aApPwW"].map((letter) => letter.charCodeAt(0)));

/**
 * Appends the layers of the tokens in the header `[start, end)`; the layer that was open stays open.
 *
 * @returns what the Info column says of them
 */
export function dissectAuthentication(tree: Tree, start: number, end: number): string {
  const { view } = tree;
  let said = "";
  let line = nextLine(view, start, end);
  for (let count = 0; line < end && count < MAX_HEADERS; count += 1) {
    const stop = lineEnd(view, line, end);
    if (INITIALS.has(view.getUint8(line)) && stop - line <= MAX_LENGTH) {
      said += dissectToken(tree, TOKEN.exec(readAscii(view, line, stop))?.[1]);
    }
    line = nextLine(view, line, end);
  }
  return said;
}

function dissectToken(tree: Tree, token: string | undefined): string {
  const decoded = token && decodeBase64(token);
  if (!decoded) return "";
  const octets = Uint8Array.from(decoded, (character) => character.charCodeAt(0));
  let said = "";
  tree.reassembled("Decoded base64", octets, (packet) => {
    if (isNtlmssp(packet.view, 0, octets.length)) said = dissectNtlmssp(tree, 0, octets.length);
    else said = dissectGssApi(packet, tree, 0, octets.length);
  });
  return said === "" ? "" : `, ${said}`;
}
