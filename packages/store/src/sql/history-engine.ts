/** What answers need of an engine. */
import type { Sql, Statement } from "./sql.ts";
import { toStatement } from "./sql.ts";
import type { SqlDialect } from "./sql-dialect.ts";

/** A row by column name. Whole numbers of 64 bits and more are bigints or decimal text. */
export type Row = Readonly<Record<string, unknown>>;

/** Tables that have a part of the minute that is not over yet beside them. */
export type RunningTable = "slices" | "minutes" | "protocol_minutes";

export interface HistoryEngine {
  readonly dialect: SqlDialect;
  query(statement: Statement): Promise<readonly Row[]>;
  /**
   * Brings what is known of the minute that is not over up to date, for an answer that reaches it.
   *
   * @returns the name of the table that holds it; undefined where there is no such minute, and `elsewhere` where
   * others may be recording one that they send when it is over.
   */
  running(): Promise<Readonly<Record<RunningTable, string>> | "elsewhere" | undefined>;
  /** What is wrong with the history and what to do, in a sentence; undefined while it is well. */
  readonly problem: string | undefined;
}

export function ask(engine: HistoryEngine, question: Sql): Promise<readonly Row[]> {
  return engine.query(toStatement(question, engine.dialect.placeholder));
}

/** A count, exact below 2^53; a sum over nothing is 0. */
export function toNumber(value: unknown): number {
  return Number(value ?? 0);
}

export function toText(value: unknown): string {
  return String(value ?? "");
}

/** Nanoseconds since 1970. */
export function toNanos(value: unknown): bigint {
  return BigInt((value as bigint | number | string | null) ?? 0);
}
