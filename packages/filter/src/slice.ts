/** The ranges in `field[1:2,-4:,7-9,0]`, and the octets that they take. */

import type { SliceRange } from "./ast.ts";
import { FilterError } from "./errors.ts";
import type { TokenStream } from "./token-stream.ts";

/** Reads `[` ranges `]`; `end` is one past the closing bracket. */
export function parseSliceRanges(tokens: TokenStream): { ranges: SliceRange[]; end: number } {
  tokens.expect("[", "A slice starts with [.");
  const ranges: SliceRange[] = [];
  do ranges.push(parseRange(tokens));
  while (tokens.take(","));
  return { ranges, end: tokens.expect("]", "A slice ends with ].").end };
}

function parseRange(tokens: TokenStream): SliceRange {
  if (tokens.take(":")) return { start: 0, length: parseLength(tokens) };
  const start = parseBound(tokens);
  if (tokens.take(":")) {
    return { start, length: tokens.at("]", ",") ? undefined : parseLength(tokens) };
  }
  if (!tokens.at("-")) return { start, length: 1 };
  const dash = tokens.next();
  const last = parseBound(tokens);
  if (last < start || start < 0) {
    throw new FilterError("FILTER_SYNTAX", "A slice i-j runs upwards, from 0 on.", dash);
  }
  return { start, length: last - start + 1 };
}

function parseLength(tokens: TokenStream): number {
  const token = tokens.peek();
  const length = parseBound(tokens);
  if (length <= 0) {
    throw new FilterError("FILTER_SYNTAX", "A slice takes one octet or more.", token);
  }
  return length;
}

function parseBound(tokens: TokenStream): number {
  const negative = tokens.take("-");
  const token = tokens.next();
  const value = Number(token.text);
  if (token.kind !== "word" || !Number.isInteger(value) || value > 0xffff_ffff) {
    throw new FilterError(
      "FILTER_SYNTAX",
      "A slice is written [start:length], [i-j] or [i].",
      token,
    );
  }
  return negative ? -value : value;
}

/** The octets of `ranges` one after the other, `undefined` when one of them lies outside `bytes`. */
export function sliceBytes(
  bytes: Uint8Array,
  ranges: readonly SliceRange[],
): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const range of ranges) {
    const start = range.start < 0 ? bytes.length + range.start : range.start;
    const end = range.length === undefined ? bytes.length : start + range.length;
    if (start < 0 || end > bytes.length || start >= end) return undefined;
    parts.push(bytes.subarray(start, end));
    length += end - start;
  }
  const joined = new Uint8Array(length);
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}
