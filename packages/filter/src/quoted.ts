/** Quoted text of a filter: `"…"` with C escapes, `r"…"` without, and the character `'…'`. */

import { FilterError } from "./errors.ts";

interface Quoted {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "'": "'",
  "?": "?",
};

/** Reads the string whose opening quote is at `start`. In a raw string, `\"` keeps both characters. */
export function readString(text: string, start: number, raw: boolean): Quoted {
  let value = "";
  let position = start + 1;
  while (position < text.length) {
    const character = text[position]!;
    if (character === '"') return { text: value, start, end: position + 1 };
    if (character === "\\" && raw) {
      value += text.slice(position, position + 2);
      position += 2;
    } else if (character === "\\") {
      const escaped = readEscape(text, position);
      value += escaped.text;
      position = escaped.end;
    } else {
      value += character;
      position++;
    }
  }
  throw new FilterError("FILTER_BAD_STRING", 'The closing " is missing.', {
    start,
    end: text.length,
  });
}

/** Reads the one character between the quote at `start` and its twin. */
export function readCharacter(text: string, start: number): Quoted {
  const isEscaped = text[start + 1] === "\\";
  const content = isEscaped
    ? readEscape(text, start + 1)
    : { text: text[start + 1] ?? "", end: start + 2 };
  const isEmpty = !isEscaped && (content.text === "" || content.text === "'");
  if (isEmpty || text[content.end] !== "'") {
    throw new FilterError("FILTER_BAD_STRING", "Between ' and ' stands exactly one character.", {
      start,
      end: Math.min(text.length, content.end),
    });
  }
  return { text: content.text, start, end: content.end + 1 };
}

function readEscape(text: string, start: number): { text: string; end: number } {
  const hex = /^\\x([0-9a-fA-F]{1,2})/.exec(text.slice(start, start + 4));
  if (hex !== null) return code(hex[1]!, 16, start + hex[0].length);
  const octal = /^\\([0-7]{1,3})/.exec(text.slice(start, start + 4));
  if (octal !== null) return code(octal[1]!, 8, start + octal[0].length);
  const unicode = /^\\u([0-9a-fA-F]{4})/.exec(text.slice(start, start + 6));
  if (unicode !== null) return code(unicode[1]!, 16, start + unicode[0].length);
  const plain = ESCAPES[text[start + 1] ?? ""];
  if (plain !== undefined) return { text: plain, end: start + 2 };
  throw new FilterError(
    "FILTER_BAD_STRING",
    `${JSON.stringify(text.slice(start, start + 2))} is no escape.`,
    { start, end: Math.min(text.length, start + 2) },
    "\\\\",
  );
}

function code(digits: string, radix: number, end: number): { text: string; end: number } {
  return { text: String.fromCharCode(Number.parseInt(digits, radix)), end };
}

/** `text` between double quotes, so that {@link readString} gives it back. */
export function quote(text: string): string {
  let quoted = "";
  for (const character of text) {
    const point = character.codePointAt(0)!;
    if (character === '"' || character === "\\") quoted += `\\${character}`;
    else if (point < 0x20 || point === 0x7f) quoted += `\\x${point.toString(16).padStart(2, "0")}`;
    else quoted += character;
  }
  return `"${quoted}"`;
}
