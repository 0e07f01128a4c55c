/** What DuckDB complains of, as errors of this package. */
import { StoreError, type StoreErrorCode } from "../errors.ts";

const CAUSES: readonly (readonly [RegExp, StoreErrorCode])[] = [
  [/Could not set lock|being used by another process/i, "STORE_IN_USE"],
  [/No space left|not enough space|disk quota|ENOSPC/i, "STORE_FULL"],
  [
    /Permission denied|read-only|EACCES|EPERM|EROFS|No such file|Cannot open file/i,
    "STORE_NO_ACCESS",
  ],
  [/we can only read versions between/i, "STORE_TOO_NEW"],
  [
    /not a valid DuckDB database|Corrupt|checksum|Serialization Error|INTERNAL Error|failure while replaying/i,
    "STORE_DAMAGED",
  ],
];

/**
 * The error behind a failure of DuckDB about the file at `path`. Of DuckDB's own words only the kind
 * of error is repeated, since they may quote values.
 */
export function toStoreError(cause: unknown, path: string): StoreError {
  if (cause instanceof StoreError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const code = CAUSES.find(([pattern]) => pattern.test(text))?.[1] ?? "STORE_FAILED";
  return new StoreError(code, sentence(code, path, text), { cause });
}

function sentence(code: StoreErrorCode, path: string, text: string): string {
  switch (code) {
    case "STORE_IN_USE":
      return `Another Wirescope${writerOf(text)} writes the history ${path}; stop it, or give this one another directory with --data.`;
    case "STORE_FULL":
      return `There is no room left for the history ${path}; free some on that disk, and recording goes on.`;
    case "STORE_NO_ACCESS":
      return `The history ${path} can't be written; give it back to this user or free the path, and recording goes on.`;
    case "STORE_TOO_NEW":
      return `The history ${path} was written by a later version of Wirescope; install that, or give another directory with --data.`;
    case "STORE_DAMAGED":
      return `The history ${path} is damaged.`;
    default:
      return `The history ${path} refuses to be written (${kindOf(text)}); recording is tried again.`;
  }
}

/** DuckDB's name for the kind of a failure: `Out of Memory Error`. */
export function kindOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return /^[A-Z][\w ]{2,40}(?=:)/.exec(text)?.[0] ?? "unknown error";
}

/** ` (process 4711)`, where DuckDB tells it. */
function writerOf(text: string): string {
  const process = /PID (\d+)/.exec(text)?.[1];
  return process === undefined ? "" : ` (process ${process})`;
}
