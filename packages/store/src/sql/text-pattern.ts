/** Regular expressions of filters for engines that have RE2. */

/**
 * What the two read differently: looking around and back, classes and escapes of JavaScript alone, and
 * counts that RE2 refuses (above 1000).
 */
const DIFFERENT = /\(\?(?:[=!]|<[=!a-zA-Z_$])|\\[1-9kcupP]|\\0|\[\^?\]|\{\d{4,}|\{\d*,\d{4,}/;

/** The pattern with its flags in front, as RE2 takes it; undefined where it can't express it. */
export function toRe2({ source, flags }: RegExp): string | undefined {
  if (DIFFERENT.test(source)) return undefined;
  return `(?${flags.includes("i") ? "i" : ""}s)${source}`;
}
