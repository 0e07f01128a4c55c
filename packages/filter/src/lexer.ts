/**
 * Filter text into tokens.
 *
 * A word is anything unquoted that is no operator: a field, a number, an address, a byte sequence.
 * Words may hold `.`, `:`, `-`, and `/` in front of a prefix length, and end at `..`, the range sign.
 * Inside `[…]` words end at `:` and `-` as well, because those separate the bounds of a slice there.
 */

import { FilterError, type Span } from "./errors.ts";
import { readCharacter, readString } from "./quoted.ts";

/** Longest filter text, in UTF-16 units; a filter of a thousand addresses stays below. */
export const MAX_FILTER_LENGTH = 65_536;

export type Punctuator =
  | "("
  | ")"
  | "["
  | "]"
  | "{"
  | "}"
  | ","
  | ":"
  | ".."
  | "#"
  | "=="
  | "!="
  | "==="
  | "!=="
  | "<"
  | "<="
  | ">"
  | ">="
  | "~"
  | "&&"
  | "||"
  | "^^"
  | "!"
  | "&"
  | "+"
  | "-"
  | "*"
  | "/"
  | "%";

export type Token =
  | (Span & { readonly kind: "word"; readonly text: string })
  | (Span & { readonly kind: "string"; readonly text: string })
  | (Span & { readonly kind: "character"; readonly text: string })
  | (Span & { readonly kind: "symbol"; readonly text: Punctuator })
  | (Span & { readonly kind: "end"; readonly text: "" });

/** Longest first, so that `===` is not read as `==` and `=`. */
const PUNCTUATORS: readonly Punctuator[] = [
  "===",
  "!==",
  "==",
  "!=",
  "<=",
  ">=",
  "&&",
  "||",
  "^^",
  "..",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ",",
  "#",
  "<",
  ">",
  "~",
  "!",
  "&",
  "+",
  "-",
  "*",
  "/",
  "%",
  ":",
];

/** How Wireshark 3.6 wrote `!==`. */
const FORMER_NOT_EQUAL = "~=";

const WORD = /[\p{L}\p{N}_.:-]/u;
const SLICE_WORD = /[\p{L}\p{N}_]/u;
const SPACE = /\s/;

/** Tokens of `text`, the last of kind `end`. Throws {@link FilterError} for what starts no token. */
export function tokenize(text: string): Token[] {
  if (text.length > MAX_FILTER_LENGTH) {
    throw new FilterError(
      "FILTER_TOO_COMPLEX",
      `A filter has at most ${MAX_FILTER_LENGTH} characters, this one has ${text.length}.`,
      { start: MAX_FILTER_LENGTH, end: text.length },
    );
  }
  const tokens: Token[] = [];
  let sliceDepth = 0;
  let position = 0;
  while (true) {
    while (position < text.length && SPACE.test(text[position]!)) position++;
    if (position >= text.length) break;
    const token = nextToken(text, position, sliceDepth > 0);
    if (token.kind === "symbol" && token.text === "[") sliceDepth++;
    if (token.kind === "symbol" && token.text === "]" && sliceDepth > 0) sliceDepth--;
    tokens.push(token);
    position = token.end;
  }
  tokens.push({ kind: "end", text: "", start: text.length, end: text.length });
  return tokens;
}

function nextToken(text: string, start: number, inSlice: boolean): Token {
  const first = text[start]!;
  if (first === '"') return { kind: "string", ...readString(text, start, false) };
  if ((first === "r" || first === "R") && text[start + 1] === '"') {
    const raw = readString(text, start + 1, true);
    return { kind: "string", text: raw.text, start, end: raw.end };
  }
  if (first === "'") return { kind: "character", ...readCharacter(text, start) };
  const end = inSlice ? sliceWordEnd(text, start) : wordEnd(text, start);
  if (end > start) return { kind: "word", text: text.slice(start, end), start, end };
  if (text.startsWith(FORMER_NOT_EQUAL, start)) {
    return { kind: "symbol", text: "!==", start, end: start + FORMER_NOT_EQUAL.length };
  }
  for (const symbol of PUNCTUATORS) {
    if (text.startsWith(symbol, start)) {
      return { kind: "symbol", text: symbol, start, end: start + symbol.length };
    }
  }
  const character = String.fromCodePoint(text.codePointAt(start)!);
  const span = { start, end: start + character.length };
  const meant = MEANT[character];
  throw new FilterError("FILTER_SYNTAX", `Unexpected ${JSON.stringify(character)}.`, span, meant);
}

/** What people write for an operator in other languages. */
const MEANT: Readonly<Record<string, string>> = { "=": "==", "|": "||", "^": "^^", ";": "&&" };

function sliceWordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && SLICE_WORD.test(text[end]!)) end++;
  return end;
}

function wordEnd(text: string, start: number): number {
  let end = start;
  if (!startsWord(text, start)) return start;
  while (end < text.length) {
    if (text.startsWith("..", end)) break;
    if (!WORD.test(text[end]!) && !startsPrefixLength(text, start, end)) break;
    end++;
  }
  return end;
}

/** A `-` starts a word only as the sign of a number, a `:` only as `::` of an IPv6 address. */
function startsWord(text: string, start: number): boolean {
  const first = text[start]!;
  if (first === "-") return /[0-9]/.test(text[start + 1] ?? "");
  if (first === ":") return text[start + 1] === ":" || /[0-9]/.test(text[start + 1] ?? "");
  return first !== "." && WORD.test(first);
}

/** The `/` of `10.0.0.0/8`, which divides nothing: an address stands before it, digits follow. */
function startsPrefixLength(text: string, start: number, slash: number): boolean {
  if (text[slash] !== "/" || !/[0-9]/.test(text[slash + 1] ?? "")) return false;
  const before = text.slice(start, slash);
  return /^[0-9]+(\.[0-9]+)+$/.test(before) || (before.includes(":") && !before.includes("/"));
}
