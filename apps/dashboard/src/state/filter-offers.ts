/** What the filter box offers while somebody types: completions, and filters that were typed before. */
import type { Completion } from "./filter-language.ts";

export type FilterOffer =
  | Completion
  /** Takes the place of the whole text, and is applied at once. */
  | { readonly kind: "recent"; readonly text: string; readonly description: string }
  /** Empties the list of recent filters. */
  | { readonly kind: "forget"; readonly text: string; readonly description: string };

const MAX_OFFERS = 9;
/** Recent filters among completions; alone they fill the list. */
const MAX_RECENT_BESIDE = 3;

const FORGET: FilterOffer = {
  kind: "forget",
  text: "Forget recent filters",
  description: "They are kept in this browser only",
};

/**
 * @param typed all of the text.
 * @param recent filters, newest first.
 */
export function offersFor(
  typed: string,
  completions: readonly Completion[],
  recent: readonly string[],
): readonly FilterOffer[] {
  if (typed === "" && recent.length > 0) {
    return [...recent.slice(0, MAX_OFFERS).map(recentOffer), FORGET];
  }
  const wanted = typed.trim().toLowerCase();
  const fitting = recent
    .filter((filter) => filter !== typed && filter.toLowerCase().includes(wanted))
    .slice(0, MAX_RECENT_BESIDE)
    .map(recentOffer);
  return [...completions.slice(0, MAX_OFFERS - fitting.length), ...fitting];
}

function recentOffer(text: string): FilterOffer {
  return { kind: "recent", text, description: "recent" };
}
