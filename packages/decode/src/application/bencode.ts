/**
 * Bencoding, BEP 3: integers, strings, lists and dictionaries.
 *
 * Read without recursion: a stack of bounded depth holds the lists and dictionaries that are open.
 */

import type { FieldSpec } from "../field.ts";
import { readEscaped } from "../text.ts";
import type { Tree } from "../tree.ts";
import { indexOfOctet } from "./ascii.ts";

const INTEGER = 0x69;
const LIST = 0x6c;
const DICTIONARY = 0x64;
const END = 0x65;
const COLON = 0x3a;

const MAX_DEPTH = 32;
const MAX_TOKENS = 1024;
/** Digits of a string's length or of an integer. */
const MAX_DIGITS = 20;

export interface BencodeFields {
  readonly string: FieldSpec;
  readonly integer: FieldSpec;
}

/** Takes a value under its key and says whether it did; the others are added as plain strings. */
export type BencodeValue = (key: string, start: number, end: number) => boolean;

interface Open {
  readonly isDictionary: boolean;
  /** The key that waits for its value; values of a list have that of the list. */
  key: string | undefined;
  readonly outer: string;
}

/**
 * Adds what stands in `[start, end)`, as far as it is well formed.
 *
 * @returns the end of the first whole value, or where reading stopped
 */
export function addBencoded(
  tree: Tree,
  start: number,
  end: number,
  fields: BencodeFields,
  take: BencodeValue,
): number {
  const { view } = tree;
  const stack: Open[] = [];
  let off = start;
  for (let count = 0; off < end && count < MAX_TOKENS; count += 1) {
    const open = stack.at(-1);
    const first = view.getUint8(off);
    if (first === END) {
      stack.pop();
      off += 1;
    } else if (first === LIST || first === DICTIONARY) {
      if (stack.length === MAX_DEPTH) return off;
      const outer = takeKey(open);
      stack.push({ isDictionary: first === DICTIONARY, key: undefined, outer });
      off += 1;
    } else if (first === INTEGER) {
      const stop = indexOfOctet(view, off, Math.min(end, off + MAX_DIGITS), END);
      if (stop >= Math.min(end, off + MAX_DIGITS)) return off;
      tree.value(fields.integer, readEscaped(view, off + 1, stop), off, stop + 1);
      takeKey(open);
      off = stop + 1;
    } else {
      const stop = addString(tree, off, end, fields, open, take);
      if (stop < 0) return off;
      off = stop;
    }
    if (stack.length === 0) return off;
  }
  return off;
}

/** The key that names the next value of what is open; a dictionary's is used up. */
function takeKey(open: Open | undefined): string {
  if (open === undefined) return "";
  if (!open.isDictionary) return open.outer;
  const { key } = open;
  open.key = undefined;
  return key ?? "";
}

/** @returns the end of the string, -1 where none stands */
function addString(
  tree: Tree,
  off: number,
  end: number,
  fields: BencodeFields,
  open: Open | undefined,
  take: BencodeValue,
): number {
  const { view } = tree;
  const colon = indexOfOctet(view, off, Math.min(end, off + MAX_DIGITS), COLON);
  const digits = readEscaped(view, off, colon);
  if (!/^\d{1,9}$/.test(digits)) return -1;
  const start = colon + 1;
  const stop = start + Number(digits);
  if (stop > end) return -1;
  if (open?.isDictionary === true && open.key === undefined) {
    open.key = readEscaped(view, start, stop);
    tree.add(fields.string, start, stop - start);
  } else if (!take(takeKey(open), start, stop)) {
    tree.add(fields.string, start, stop - start);
  }
  return stop;
}
