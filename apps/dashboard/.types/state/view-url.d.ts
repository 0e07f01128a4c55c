/**
 * The address of a view: readable, versioned, defaults left out. `?v=1&t=live-5m&f=dns&u=pps&p=42`
 *
 * Keys of later versions are kept as they are; a value that means nothing falls back to its default
 * and is named, so that the page can say so.
 */
import { type ViewState } from "./view-state.ts";
export interface ParsedView {
  readonly view: ViewState;
  /** Parameters that this version does not know, in their order. */
  readonly unknown: readonly (readonly [string, string])[];
  /** One sentence for each value that could not be used. */
  readonly notices: readonly string[];
}
/** @param search the query string, with or without its question mark. */
export declare function parseView(search: string): ParsedView;
/** The query string with its question mark, or an empty string for the default view. */
export declare function formatView(view: ViewState, unknown?: ParsedView["unknown"]): string;
//# sourceMappingURL=view-url.d.ts.map
