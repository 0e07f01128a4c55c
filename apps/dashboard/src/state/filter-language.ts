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
  if (text.trim() === "") return { kind: "good", text: "", inferred: false };
  const language = await load();
  if (language === undefined) {
    return {
      kind: "bad",
      problem: { message: NOT_LOADED, start: 0, length: 0, suggestion: undefined },
    };
  }
  const { compileFilter, inferFilter, FilterError } = language;
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
  const language = await load();
  return language?.completeFilter(text, caret) ?? [];
}

const NOT_LOADED = "The filter language could not be loaded; the server does not answer.";

/** Undefined where the server that it is loaded from is gone; asked for again the next time. */
function load(): Promise<typeof import("@wirescope/filter") | undefined> {
  return import("@wirescope/filter").catch(() => undefined);
}

export type { Completion };
