/**
 * Tokens into a syntax tree, by recursive descent.
 *
 * ```
 * expression := conjunction (("||" | "or" | "^^" | "xor") conjunction)*      `xor` binds tighter than `or`
 * conjunction := negation (("&&" | "and") negation)*
 * negation   := ("!" | "not") negation | "(" expression ")" | test
 * test       := ["any" | "all"] operand (compare operand)* | operand ["not"] "in" set
 * operand    := product (("+" | "-" | "&") product)* and so on down to primary
 * primary    := word ["#" number] | string | character | call | "{" operand "}", each with slices
 * ```
 */

import type {
  Arithmetic,
  Call,
  CompareOperator,
  Expression,
  Logical,
  Operand,
  Quantifier,
  SetMember,
} from "./ast.ts";
import { FilterError, type Span } from "./errors.ts";
import { type Punctuator, type Token, tokenize } from "./lexer.ts";
import { parseSliceRanges } from "./slice.ts";
import { TokenStream } from "./token-stream.ts";

/** Deepest nesting of parentheses, negations, calls and arithmetic. */
export const MAX_NESTING = 100;

interface Operator {
  readonly operator: CompareOperator;
  readonly quantifier: Quantifier;
}

const EQUAL: Operator = { operator: "==", quantifier: "any" };
const ALL_NOT_EQUAL: Operator = { operator: "!=", quantifier: "all" };
const ALL_EQUAL: Operator = { operator: "==", quantifier: "all" };
const ANY_NOT_EQUAL: Operator = { operator: "!=", quantifier: "any" };
const LESS: Operator = { operator: "<", quantifier: "any" };
const LESS_OR_EQUAL: Operator = { operator: "<=", quantifier: "any" };
const GREATER: Operator = { operator: ">", quantifier: "any" };
const GREATER_OR_EQUAL: Operator = { operator: ">=", quantifier: "any" };
const CONTAINS: Operator = { operator: "contains", quantifier: "any" };
const MATCHES: Operator = { operator: "matches", quantifier: "any" };

const COMPARE: ReadonlyMap<string, Operator> = new Map([
  ["==", EQUAL],
  ["eq", EQUAL],
  ["any_eq", EQUAL],
  ["!=", ALL_NOT_EQUAL],
  ["ne", ALL_NOT_EQUAL],
  ["all_ne", ALL_NOT_EQUAL],
  ["===", ALL_EQUAL],
  ["all_eq", ALL_EQUAL],
  ["!==", ANY_NOT_EQUAL],
  ["any_ne", ANY_NOT_EQUAL],
  ["<", LESS],
  ["lt", LESS],
  ["<=", LESS_OR_EQUAL],
  ["le", LESS_OR_EQUAL],
  [">", GREATER],
  ["gt", GREATER],
  [">=", GREATER_OR_EQUAL],
  ["ge", GREATER_OR_EQUAL],
  ["contains", CONTAINS],
  ["~", MATCHES],
  ["matches", MATCHES],
]);

/** Words that are operators, and therefore neither fields nor values. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...[...COMPARE.keys()].filter((word) => /^\w+$/.test(word)),
  ...["and", "or", "xor", "not", "in", "any", "all", "bitand", "bitwise_and"],
]);

/** The syntax tree of `text`, `undefined` for blank text. Throws {@link FilterError}. */
export function parseFilter(text: string): Expression | undefined {
  const parser = new Parser(tokenize(text));
  return parser.parse();
}

class Parser {
  readonly #tokens: TokenStream;
  #nesting = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = new TokenStream(tokens);
  }

  parse(): Expression | undefined {
    if (this.#tokens.peek().kind === "end") return undefined;
    const expression = this.#expression();
    const rest = this.#tokens.peek();
    if (rest.kind !== "end") throw unexpectedAfterTest(rest);
    return expression;
  }

  #expression(): Expression {
    return this.#logical("or", "||", () =>
      this.#logical("xor", "^^", () => this.#logical("and", "&&", () => this.#negation())),
    );
  }

  #logical(kind: Logical["kind"], symbol: Punctuator, operand: () => Expression): Expression {
    const first = operand();
    if (!this.#tokens.at(symbol, kind)) return first;
    const operands = [first];
    while (this.#tokens.take(symbol, kind)) operands.push(operand());
    const flat = operands.flatMap((one) => (one.kind === kind ? one.operands : [one]));
    return { kind, operands: flat, start: first.start, end: operands.at(-1)!.end };
  }

  #negation(): Expression {
    const token = this.#tokens.peek();
    if (this.#tokens.take("!", "not")) {
      const operand = this.#nested(token, () => this.#negation());
      return { kind: "not", operand, start: token.start, end: operand.end };
    }
    if (this.#tokens.take("(")) {
      const inner = this.#nested(token, () => this.#expression());
      const end = this.#tokens.expect(")", "The closing ) is missing.");
      return { ...inner, start: token.start, end: end.end };
    }
    return this.#test();
  }

  #test(): Expression {
    const first = this.#tokens.peek();
    const quantifier = this.#quantifier();
    let left = this.#operand();
    const membership = this.#membership(left, quantifier);
    if (membership !== undefined) return membership;
    const comparisons: Expression[] = [];
    for (let operator = this.#operator(); operator !== undefined; operator = this.#operator()) {
      const right = this.#operand();
      const span = { start: comparisons.length === 0 ? first.start : left.start, end: right.end };
      comparisons.push({
        kind: "comparison",
        operator: operator.operator,
        quantifier: quantifier ?? operator.quantifier,
        left,
        right,
        ...span,
      });
      left = right;
    }
    if (comparisons.length === 1) return comparisons[0]!;
    if (comparisons.length > 1) {
      return { kind: "and", operands: comparisons, start: first.start, end: left.end };
    }
    if (quantifier !== undefined) {
      const next = this.#tokens.peek();
      throw new FilterError("FILTER_SYNTAX", `After "${quantifier}" comes a comparison.`, next);
    }
    return { kind: "test", operand: left, start: left.start, end: left.end };
  }

  #quantifier(): Quantifier | undefined {
    if (this.#tokens.take("any")) return "any";
    if (this.#tokens.take("all")) return "all";
    return undefined;
  }

  #operator(): Operator | undefined {
    const token = this.#tokens.peek();
    if (token.kind !== "word" && token.kind !== "symbol") return undefined;
    const operator = COMPARE.get(token.text);
    if (operator !== undefined) this.#tokens.next();
    return operator;
  }

  #membership(operand: Operand, quantifier: Quantifier | undefined): Expression | undefined {
    const negated = this.#tokens.at("not") && this.#tokens.peek(1).text === "in";
    if (negated) this.#tokens.next();
    if (!this.#tokens.take("in")) return undefined;
    this.#tokens.expect("{", 'After "in" comes a set: {80, 443, 8000..8999}.');
    const members: SetMember[] = [];
    do {
      const from = this.#operand();
      members.push({ from, to: this.#tokens.take("..") ? this.#operand() : undefined });
    } while (this.#tokens.take(","));
    const end = this.#tokens.expect(
      "}",
      "The members of a set are separated by commas and end with }.",
      this.#tokens.peek().kind === "end" ? "}" : ",",
    );
    const span = { start: operand.start, end: end.end };
    const found: Expression = {
      kind: "membership",
      quantifier: quantifier ?? "any",
      operand,
      members,
      ...span,
    };
    return negated ? { kind: "not", operand: found, ...span } : found;
  }

  #operand(): Operand {
    return this.#arithmetic(["&", "bitand", "bitwise_and"], () =>
      this.#arithmetic(["+", "-"], () => this.#arithmetic(["*", "/", "%"], () => this.#primary())),
    );
  }

  #arithmetic(spellings: readonly string[], operand: () => Operand): Operand {
    let left = operand();
    let depth = 0;
    while (spellings.includes(this.#tokens.peek().text) && this.#tokens.peek().kind !== "string") {
      const token = this.#tokens.next();
      if (++depth > MAX_NESTING) throw tooDeep(token);
      const operator = token.kind === "symbol" ? (token.text as Arithmetic["operator"]) : "&";
      const right = operand();
      left = { kind: "arithmetic", operator, left, right, start: left.start, end: right.end };
    }
    return left;
  }

  #primary(): Operand {
    const token = this.#tokens.next();
    let operand: Operand;
    if (token.kind === "string" || token.kind === "character") {
      operand = token;
    } else if (token.kind === "word" && !isKeyword(token.text)) {
      operand = this.#word(token);
    } else if (token.kind === "symbol" && token.text === "{") {
      const inner = this.#nested(token, () => this.#operand());
      const end = this.#tokens.expect("}", "The closing } is missing.");
      operand = { ...inner, start: token.start, end: end.end };
    } else {
      throw missingOperand(token);
    }
    while (this.#tokens.at("[")) {
      const { ranges, end } = parseSliceRanges(this.#tokens);
      operand = { kind: "slice", operand, ranges, start: token.start, end };
    }
    return operand;
  }

  #word(token: Token): Operand {
    if (this.#tokens.at("(")) return this.#call(token);
    if (!this.#tokens.take("#"))
      return { kind: "word", text: token.text, start: token.start, end: token.end };
    const bracketed = this.#tokens.take("[");
    const isNegative = bracketed && this.#tokens.take("-");
    const number = this.#tokens.next();
    const layer = isNegative ? -Number(number.text) : Number(number.text);
    if (number.kind !== "word" || !Number.isInteger(layer) || layer === 0) {
      throw new FilterError(
        "FILTER_SYNTAX",
        "After # comes the number of a layer, from 1.",
        number,
      );
    }
    const end = bracketed ? this.#tokens.expect("]", "The closing ] is missing.").end : number.end;
    return { kind: "layer", field: token.text, fieldSpan: token, layer, start: token.start, end };
  }

  #call(name: Token): Call {
    const open = this.#tokens.next();
    const operands: Operand[] = [];
    if (!this.#tokens.at(")")) {
      do operands.push(this.#nested(open, () => this.#operand()));
      while (this.#tokens.take(","));
    }
    const end = this.#tokens.expect(")", "The closing ) is missing.").end;
    return {
      kind: "call",
      name: name.text,
      nameSpan: { start: name.start, end: name.end },
      arguments: operands,
      start: name.start,
      end,
    };
  }

  #nested<T>(at: Span, parse: () => T): T {
    if (++this.#nesting > MAX_NESTING) throw tooDeep(at);
    const result = parse();
    this.#nesting--;
    return result;
  }
}

function isKeyword(text: string): boolean {
  return KEYWORDS.has(text) || /^(AND|OR|NOT|XOR)$/.test(text);
}

function tooDeep(at: Span): FilterError {
  return new FilterError("FILTER_TOO_COMPLEX", `A filter nests at most ${MAX_NESTING} deep.`, at);
}

function missingOperand(token: Token): FilterError {
  const message =
    token.kind === "end"
      ? "The filter ends where a field or value is expected."
      : `Expected a field or value, not ${JSON.stringify(token.text)}.`;
  return new FilterError("FILTER_SYNTAX", message, token);
}

function unexpectedAfterTest(token: Token): FilterError {
  const message =
    token.text === ")"
      ? "This ) closes nothing."
      : `Expected an operator before ${JSON.stringify(token.text)}, such as ==, && or ||.`;
  return new FilterError("FILTER_SYNTAX", message, token);
}
