/**
 * A display filter as the chips show it: the clauses that a top-level `and` joins.
 *
 * Only the outermost structure is read here, with quotes and brackets respected; whatever lies inside
 * a clause stays text. The clauses and the text are two views of the same filter, so editing one chip
 * leaves what the person wrote elsewhere untouched.
 */
export type ClauseAct = "only" | "and" | "or" | "not";
/** Splits at `&&`/`and` outside of quotes, parentheses, brackets and braces. */
export declare function splitClauses(filter: string): string[];
export declare function joinClauses(clauses: readonly string[]): string;
/** How a clause takes part in a filter, for the marks in the lists. */
export declare function clauseState(filter: string, clause: string): "chosen" | "excluded" | "none";
/**
 * The filter after a click on a value: `and` adds its clause, or takes it away where it is chosen or
 * excluded already; `or` adds it beside a clause about the same fields; `not` excludes it; `only`
 * drops everything else.
 */
export declare function applyClause(filter: string, clause: string, act: ClauseAct): string;
/** Takes a clause, its negation, or an alternative inside a clause out of the filter. */
export declare function removeClause(filter: string, clause: string): string;
export declare function negate(clause: string): string;
//# sourceMappingURL=clauses.d.ts.map
