/** The regular expression behind `matches`: case is ignored unless the pattern says `(?-i)`. */

import { FilterError, type Span } from "./errors.ts";

/** Longest pattern, in UTF-16 units. */
const MAX_PATTERN_LENGTH = 1024;

/** Throws `FILTER_BAD_PATTERN` for what is no regular expression. */
export function compilePattern(text: string, span: Span): RegExp {
  if (text.length > MAX_PATTERN_LENGTH) {
    throw new FilterError(
      "FILTER_BAD_PATTERN",
      "The pattern is longer than 1024 characters.",
      span,
    );
  }
  const inline = /^\(\?(-?)i\)/.exec(text);
  const flags = inline?.[1] === "-" ? "s" : "is";
  try {
    return new RegExp(inline === null ? text : text.slice(inline[0].length), flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, "") : "";
    throw new FilterError("FILTER_BAD_PATTERN", `No regular expression: ${reason}.`, span);
  }
}
