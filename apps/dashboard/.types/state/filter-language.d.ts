/**
 * The filter language, loaded after the first paint: checking, inference and completion share the
 * parser of the server and the command line.
 */
import type { Completion } from "@wirescope/filter";
export interface FilterProblem {
  readonly message: string;
  /** From 0 in the text. */
  readonly start: number;
  readonly length: number;
  readonly suggestion: string | undefined;
}
export type FilterReading =
  /** `text` is canonical; `inferred` when it is not what was typed. */
  | {
      readonly kind: "good";
      readonly text: string;
      readonly inferred: boolean;
    }
  | {
      readonly kind: "bad";
      readonly problem: FilterProblem;
    };
/** @param text as typed; bare words are inferred. */
export declare function readFilter(text: string): Promise<FilterReading>;
/** @param caret offset in the text, from 0. */
export declare function complete(text: string, caret: number): Promise<readonly Completion[]>;
export type { Completion };
//# sourceMappingURL=filter-language.d.ts.map
