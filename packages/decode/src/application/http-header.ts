/** The header lines of an HTTP/1.x message, each as a line and under the name that it has of its own. */

import { decodeBase64Text } from "../base64.ts";
import type { Tree } from "../tree.ts";
import { indexOfOctet } from "./ascii.ts";
import * as fields from "./http-fields.ts";
import { readAscii } from "./name-text.ts";
import { lineEnd, nextLine, skipBlanks, trimBlanks } from "./text-line.ts";

const COLON = 0x3a;

/** Headers of one message that are shown; servers refuse messages with more than about 100. */
const MAX_HEADERS = 200;
/** Longest header name that is looked up. */
const MAX_LABEL_LENGTH = 64;
/** Pairs of one cookie header that are shown. */
const MAX_COOKIES = 100;

/** Adds the lines behind the start line, up to `end`. */
export function addHeaders(tree: Tree, start: number, end: number, isRequest: boolean): void {
  const { view } = tree;
  let line = nextLine(view, start, end);
  for (let count = 0; line < end && count < MAX_HEADERS; count += 1) {
    const stop = lineEnd(view, line, end);
    if (stop === line) return;
    const next = nextLine(view, line, end);
    const colon = indexOfOctet(view, line, stop, COLON);
    const spec = isRequest ? fields.REQUEST_LINE : fields.RESPONSE_LINE;
    const at = line;
    tree.inside(tree.value(spec, readAscii(view, line, next), line, next), () =>
      addHeader(tree, at, colon, stop),
    );
    line = next;
  }
}

function addHeader(tree: Tree, line: number, colon: number, stop: number): void {
  const { view } = tree;
  if (colon >= stop || colon - line > MAX_LABEL_LENGTH) return;
  const name = readAscii(view, line, trimBlanks(view, line, colon)).toLowerCase();
  const value = skipBlanks(view, colon + 1, stop);
  const text = readAscii(view, value, stop);
  const spec = fields.HEADERS.get(name);
  if (spec === undefined) return;
  tree.inside(tree.value(spec, text, value, stop), () => addParts(tree, name, text, value, stop));
}

function addParts(tree: Tree, name: string, text: string, start: number, end: number): void {
  switch (name) {
    case "authorization":
    case "proxy-authorization":
      addCredentials(tree, text, start, end);
      return;
    case "cookie":
      for (const pair of text.split(";", MAX_COOKIES)) {
        tree.value(fields.COOKIE_PAIR, pair.trim(), start, end);
      }
      return;
    case "content-length":
      if (/^[0-9]{1,15}$/.test(text)) tree.value(fields.CONTENT_LENGTH, Number(text), start, end);
      return;
    default:
      return;
  }
}

/** `Basic`, RFC 7617: user and password in base 64. */
function addCredentials(tree: Tree, text: string, start: number, end: number): void {
  const token = /^basic +([A-Za-z0-9+/=]+)/i.exec(text)?.[1];
  const decoded = token === undefined ? undefined : decodeBase64Text(token);
  if (decoded !== undefined) tree.value(fields.CREDENTIALS, decoded, start, end);
}
