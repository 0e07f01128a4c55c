/** What may be written at a place in a filter. */

import { FilterError, type Span } from "./errors.ts";
import { type FilterField, filterFields, type ValueClass } from "./field-table.ts";
import { FUNCTIONS } from "./functions.ts";
import { type Token, tokenize } from "./lexer.ts";
import { KEYWORDS } from "./parser.ts";

export type CompletionKind = "field" | "protocol" | "function" | "operator" | "value";

export interface Completion {
  readonly kind: CompletionKind;
  /** What is put in place of {@link replace}. */
  readonly text: string;
  /** What it is, in a few words. */
  readonly description: string;
  /** The part of the text that the completion replaces; empty at the caret where nothing is typed. */
  readonly replace: Span;
}

/** Most completions that are offered. */
const MAX_COMPLETIONS = 50;

const CONDITION_END: readonly (readonly [string, string])[] = [
  ["&&", "and"],
  ["||", "or"],
];

const EQUALITY: readonly (readonly [string, string])[] = [
  ["==", "is"],
  ["!=", "is not"],
];

const ORDER: readonly (readonly [string, string])[] = [
  [">", "is greater than"],
  [">=", "is at least"],
  ["<", "is less than"],
  ["<=", "is at most"],
];

const CONTENT: readonly (readonly [string, string])[] = [
  ["contains", "has in it"],
  ["matches", "matches the regular expression"],
];

const SET: readonly (readonly [string, string])[] = [["in", "is one of {…}"]];

function operatorsOf(valueClass: ValueClass): readonly (readonly [string, string])[] {
  switch (valueClass) {
    case "protocol":
      return [...CONDITION_END, ...CONTENT];
    case "string":
    case "bytes":
      return [...EQUALITY, ...CONTENT, ...SET, ...CONDITION_END];
    case "ether":
    case "boolean":
      return [...EQUALITY, ...SET, ...CONDITION_END];
    default:
      return [...EQUALITY, ...ORDER, ...SET, ...CONDITION_END];
  }
}

const EXAMPLES: Readonly<Partial<Record<ValueClass, readonly (readonly [string, string])[]>>> = {
  boolean: [
    ["1", "set"],
    ["0", "not set"],
  ],
  ipv4: [
    ["10.0.0.0/8", "private network"],
    ["172.16.0.0/12", "private network"],
    ["192.168.0.0/16", "private network"],
    ["224.0.0.0/4", "multicast"],
  ],
  ipv6: [
    ["fe80::/10", "link-local"],
    ["fc00::/7", "private network"],
    ["ff00::/8", "multicast"],
  ],
  ether: [["ff:ff:ff:ff:ff:ff", "broadcast"]],
};

/**
 * Completions at `caret` (UTF-16 units from 0), best first: fields and protocols where a condition
 * starts, operators behind a field, values behind an operator.
 *
 * Values are those of the field's own table; what occurs in the traffic is for the caller to add.
 */
export function completeFilter(text: string, caret: number): Completion[] {
  const tokens = tokensBefore(text.slice(0, caret));
  if (tokens === undefined) return [];
  const last = tokens.at(-1);
  const isTyping = last !== undefined && last.end === caret && last.kind === "word";
  const typed = isTyping ? last.text : "";
  const replace = { start: caret - typed.length, end: caret + wordTail(text, caret, isTyping) };
  const before = isTyping ? tokens.slice(0, -1) : tokens;
  const offers = offersAfter(before, typed);
  return offers.slice(0, MAX_COMPLETIONS).map((offer) => ({ ...offer, replace }));
}

/** The tokens, without the end; undefined inside a quoted text, where nothing is completed. */
function tokensBefore(text: string): Token[] | undefined {
  try {
    return tokenize(text).slice(0, -1);
  } catch (error) {
    if (error instanceof FilterError) return undefined;
    throw error;
  }
}

function wordTail(text: string, caret: number, isTyping: boolean): number {
  return isTyping ? /^[\p{L}\p{N}_.:-]*/u.exec(text.slice(caret))![0].length : 0;
}

type Offer = Omit<Completion, "replace">;

function offersAfter(before: readonly Token[], typed: string): Offer[] {
  const last = before.at(-1);
  const field = last === undefined ? undefined : fieldBefore(before);
  if (last === undefined || startsCondition(last)) return conditionOffers(typed);
  if (field !== undefined) return startingWith(operatorsOf(field.valueClass), "operator", typed);
  const compared = fieldBefore(before.slice(0, -1));
  if (isComparison(last) && compared !== undefined) return valueOffers(compared, typed);
  const inSet = setField(before);
  if (inSet !== undefined) return valueOffers(inSet, typed);
  if (last.kind === "symbol" && last.text !== ")" && last.text !== "}" && last.text !== "]")
    return [];
  return startingWith(CONDITION_END, "operator", typed);
}

/** The field that the last token names, unless that token is a value behind an operator. */
function fieldBefore(tokens: readonly Token[]): FilterField | undefined {
  const last = tokens.at(-1);
  if (last?.kind !== "word") return undefined;
  const previous = tokens.at(-2);
  if (previous !== undefined && isComparison(previous)) return undefined;
  return filterFields().get(last.text);
}

function isComparison(token: Token): boolean {
  if (token.kind === "symbol") return /^([=!]==?|[<>]=?|~)$/.test(token.text);
  return (
    token.kind === "word" &&
    KEYWORDS.has(token.text) &&
    !startsCondition(token) &&
    token.text !== "in"
  );
}

function startsCondition(token: Token): boolean {
  if (token.kind === "symbol") return ["(", "!", "&&", "||", "^^"].includes(token.text);
  return token.kind === "word" && /^(and|or|xor|not|any|all)$/i.test(token.text);
}

/** The field whose set is open: `tcp.port in {80, `. */
function setField(tokens: readonly Token[]): FilterField | undefined {
  const last = tokens.at(-1);
  if (last?.kind !== "symbol" || !["{", ","].includes(last.text)) return undefined;
  let open = tokens.length - 1;
  while (open >= 0 && tokens[open]!.text !== "{") open -= 1;
  return open >= 2 && tokens[open - 1]!.text === "in"
    ? filterFields().get(tokens[open - 2]!.text)
    : undefined;
}

function conditionOffers(typed: string): Offer[] {
  const prefix = typed.toLowerCase();
  const fields = [...filterFields().values()].map(
    ({ name, valueClass, spec }): Offer => ({
      kind: valueClass === "protocol" ? "protocol" : "field",
      text: name,
      description: spec.description,
    }),
  );
  const functions = Object.entries(FUNCTIONS).map(
    ([name, { description }]): Offer => ({
      kind: "function",
      text: `${name}(`,
      description,
    }),
  );
  const offers = [...fields, ...(prefix === "" ? [] : functions)];
  const starting = offers.filter(({ text }) => text.startsWith(prefix));
  const containing = prefix.length < 2 ? [] : offers.filter((offer) => isInside(offer, prefix));
  return [...starting.sort(byDepth), ...containing.sort(byDepth)];
}

function isInside({ text, description }: Offer, prefix: string): boolean {
  if (text.startsWith(prefix)) return false;
  return text.includes(prefix) || description.toLowerCase().includes(prefix);
}

/** Protocols before their fields, the shorter name first, then by name. */
function byDepth(a: Offer, b: Offer): number {
  const depth = a.text.split(".").length - b.text.split(".").length;
  if (depth !== 0) return depth;
  if (a.text.length !== b.text.length) return a.text.length - b.text.length;
  return a.text < b.text ? -1 : 1;
}

function valueOffers({ valueClass, spec }: FilterField, typed: string): Offer[] {
  const own =
    spec.values === undefined || typeof spec.values === "function" || valueClass === "boolean"
      ? []
      : Object.entries(spec.values).map(([value, name]) => [value, name] as const);
  return startingWith([...own, ...(EXAMPLES[valueClass] ?? [])], "value", typed);
}

/** Offers whose text or whose meaning starts with what is typed. */
function startingWith(
  pairs: readonly (readonly [string, string])[],
  kind: CompletionKind,
  typed: string,
): Offer[] {
  const prefix = typed.toLowerCase();
  return pairs
    .filter(
      ([text, meaning]) => text.startsWith(prefix) || meaning.toLowerCase().startsWith(prefix),
    )
    .map(([text, description]) => ({ kind, text, description }));
}
