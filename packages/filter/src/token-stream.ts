/** The parser's place among the tokens. */

import { FilterError, type Span } from "./errors.ts";
import type { Token } from "./lexer.ts";

export class TokenStream {
  readonly #tokens: readonly Token[];
  #position = 0;

  /** `tokens` ends with one of kind `end`, which is never consumed. */
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#position + ahead, this.#tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#position++;
    return token;
  }

  /** Whether the next token is one of these symbols or keywords; `AND`, `OR`, `NOT` count as theirs. */
  at(...spellings: readonly string[]): boolean {
    const token = this.peek();
    if (token.kind === "symbol") return spellings.includes(token.text);
    if (token.kind !== "word") return false;
    return spellings.includes(
      /^(AND|OR|NOT|XOR)$/.test(token.text) ? token.text.toLowerCase() : token.text,
    );
  }

  /** Consumes the next token if it is one of `spellings`. */
  take(...spellings: readonly string[]): boolean {
    if (!this.at(...spellings)) return false;
    this.#position++;
    return true;
  }

  /** Consumes `symbol`, or throws a {@link FilterError} that says `message` and suggests what to write. */
  expect(symbol: string, message: string, suggestion: string = symbol): Span {
    const token = this.peek();
    if (!this.take(symbol)) throw new FilterError("FILTER_SYNTAX", message, token, suggestion);
    return token;
  }
}
