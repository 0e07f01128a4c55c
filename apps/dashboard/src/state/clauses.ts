/**
 * A display filter as the chips show it: the clauses that a top-level `and` joins.
 *
 * Only the outermost structure is read here, with quotes and brackets respected; whatever lies inside
 * a clause stays text. The clauses and the text are two views of the same filter, so editing one chip
 * leaves what the person wrote elsewhere untouched.
 */

export type ClauseAct = "only" | "and" | "or" | "not";

/** Splits at `&&`/`and` outside of quotes, parentheses, brackets and braces. */
export function splitClauses(filter: string): string[] {
  if (splitAt(filter, OR).length > 1) return [stripOuter(filter)];
  return splitAt(filter, AND)
    .map(stripOuter)
    .filter((clause) => clause !== "");
}

export function joinClauses(clauses: readonly string[]): string {
  if (clauses.length === 1) return clauses[0]!;
  return clauses
    .map((clause) => (splitAt(clause, OR).length > 1 ? `(${clause})` : clause))
    .join(" && ");
}

/** How a clause takes part in a filter, for the marks in the lists. */
export function clauseState(filter: string, clause: string): "chosen" | "excluded" | "none" {
  const wanted = normalise(clause);
  const excluded = normalise(negate(clause));
  for (const present of splitClauses(filter)) {
    const text = normalise(present);
    if (text === excluded) return "excluded";
    if (text === wanted || splitAt(present, OR).some((part) => normalise(part) === wanted)) {
      return "chosen";
    }
  }
  return "none";
}

/**
 * The filter after a click on a value: `and` adds its clause, or takes it away where it is chosen or
 * excluded already; `or` adds it beside a clause about the same fields; `not` excludes it; `only`
 * drops everything else.
 */
export function applyClause(filter: string, clause: string, act: ClauseAct): string {
  if (act === "only") return clause;
  const state = clauseState(filter, clause);
  if (act === "and") {
    if (state !== "none") return removeClause(filter, clause);
    return joinClauses([...splitClauses(filter), clause]);
  }
  if (act === "not") {
    if (state === "excluded") return filter;
    const rest = state === "chosen" ? removeClause(filter, clause) : filter;
    return joinClauses([...splitClauses(rest), negate(clause)]);
  }
  return addAlternative(state === "excluded" ? removeClause(filter, clause) : filter, clause);
}

/** Takes a clause, its negation, or an alternative inside a clause out of the filter. */
export function removeClause(filter: string, clause: string): string {
  const gone = new Set([normalise(clause), normalise(negate(clause))]);
  const kept: string[] = [];
  for (const present of splitClauses(filter)) {
    if (gone.has(normalise(present))) continue;
    const alternatives = splitAt(present, OR);
    const left = alternatives.filter((part) => !gone.has(normalise(part)));
    if (left.length === 0) continue;
    kept.push(left.length === alternatives.length ? present : left.map(stripOuter).join(" || "));
  }
  return joinClauses(kept);
}

export function negate(clause: string): string {
  const inner = stripOuter(clause);
  const positive = /^(?:!|not\b)\s*(\(.*\))$/is.exec(inner);
  if (positive !== null && isOneGroup(positive[1]!)) return stripOuter(positive[1]!);
  return `!(${inner})`;
}

function addAlternative(filter: string, clause: string): string {
  if (clauseState(filter, clause) === "chosen") return filter;
  const clauses = splitClauses(filter);
  const fields = fieldsOf(clause);
  const index = clauses.findIndex((present) => sameFields(fieldsOf(present), fields));
  if (index < 0) return joinClauses([...clauses, clause]);
  clauses[index] = `${clauses[index]} || ${clause}`;
  return joinClauses(clauses);
}

/** The field names of a clause; a bare protocol counts as the field `protocol`. */
function fieldsOf(clause: string): ReadonlySet<string> {
  const bare = clause.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const compared = [
    ...bare.matchAll(
      /([a-z_][\w.]*)\s*(?:==|!=|>=|<=|>|<|\b(?:eq|ne|gt|lt|ge|le|in|contains|matches)\b)/gi,
    ),
  ];
  if (compared.length === 0) return new Set(["protocol"]);
  return new Set(compared.map((match) => match[1]!.toLowerCase()));
}

function sameFields(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name));
}

function normalise(clause: string): string {
  return stripOuter(clause).replace(/\s+/g, " ").toLowerCase();
}

const AND = /^(?:&&|and\b)/i;
const OR = /^(?:\|\||or\b)/i;

function splitAt(text: string, operator: RegExp): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let i = 0;
  while (i < text.length) {
    const char = text[i]!;
    if (char === '"' || char === "'") {
      i = endOfQuote(text, i);
      continue;
    }
    if ("([{".includes(char)) depth += 1;
    else if (")]}".includes(char)) depth -= 1;
    else if (
      (depth === 0 && !/[\w.]/.test(text[i - 1] ?? " ")) ||
      (depth === 0 && /[&|]/.test(char))
    ) {
      const match = operator.exec(text.slice(i, i + 4));
      if (match !== null) {
        parts.push(text.slice(start, i).trim());
        i += match[0].length;
        start = i;
        continue;
      }
    }
    i += 1;
  }
  parts.push(text.slice(start).trim());
  return parts;
}

function endOfQuote(text: string, start: number): number {
  const quote = text[start]!;
  for (let i = start + 1; i < text.length; i += 1) {
    if (text[i] === "\\") i += 1;
    else if (text[i] === quote) return i + 1;
  }
  return text.length;
}

function stripOuter(text: string): string {
  const trimmed = text.trim();
  return isOneGroup(trimmed) ? stripOuter(trimmed.slice(1, -1)) : trimmed;
}

/** True when the first parenthesis closes at the very end. */
function isOneGroup(text: string): boolean {
  if (!text.startsWith("(") || !text.endsWith(")")) return false;
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i]!;
    if (char === '"' || char === "'") i = endOfQuote(text, i) - 1;
    else if (char === "(") depth += 1;
    else if (char === ")") {
      depth -= 1;
      if (depth === 0) return i === text.length - 1;
    }
  }
  return false;
}
