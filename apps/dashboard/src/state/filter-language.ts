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
  | { readonly kind: "good"; readonly text: string; readonly inferred: boolean }
  | { readonly kind: "bad"; readonly problem: FilterProblem };

/** @param text as typed; bare words are inferred. */
export async function readFilter(text: string): Promise<FilterReading> {
  const { compileFilter, inferFilter, FilterError } = await import("@wirescope/filter");
  if (text.trim() === "") return { kind: "good", text: "", inferred: false };
  try {
    const inferred = inferFilter(text);
    compileFilter(inferred.text);
    return { kind: "good", text: inferred.text, inferred: inferred.inferred };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return {
      kind: "bad",
      problem: {
        message: error.message,
        start: Math.max(0, error.column - 1),
        length: Math.max(1, error.length),
        suggestion: error.suggestion,
      },
    };
  }
}

/** @param caret offset in the text, from 0. */
export async function complete(text: string, caret: number): Promise<readonly Completion[]> {
  const { completeFilter } = await import("@wirescope/filter");
  return completeFilter(text, caret);
}

export type { Completion };
