/**
 * The selection of a filter's text. It needs every field of every protocol, which is most of the program:
 * a history that nobody filters never loads it.
 */
import { checkQueryFilter } from "@wirescope/query";
import { NotInHistoryError } from "./not-in-history.ts";
import { type ConditionContext, sliceCondition } from "./slice-condition.ts";
import { EVERY_SLICE, type SliceSelection } from "./slice-selection.ts";

export type FilterSelection =
  | { readonly condition: SliceSelection; readonly untold: undefined }
  /** The filter asks for more than history tells: `untold` says what. */
  | { readonly condition: undefined; readonly untold: string };

/** @throws QueryError for a filter that is wrong */
export function filterSelection(text: string, context: ConditionContext): FilterSelection {
  const filter = checkQueryFilter(text);
  if (filter === undefined) return { condition: EVERY_SLICE, untold: undefined };
  try {
    return { condition: sliceCondition(filter, context), untold: undefined };
  } catch (error) {
    if (!(error instanceof NotInHistoryError)) throw error;
    return { condition: undefined, untold: error.message };
  }
}
