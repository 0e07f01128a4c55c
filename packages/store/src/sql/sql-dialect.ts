/** Where the engines' SQL differs. */
import { type Sql, sql } from "./sql.ts";

export interface SqlDialect {
  /** What stands for the text parameter at a place, from 1. */
  readonly placeholder: (place: number) => string;
  /** Whether a text holds another one, by octets. */
  contains(whole: Sql, part: Sql): Sql;
  /** Whether a regular expression (RE2) is found in a text. */
  matches(whole: Sql, pattern: Sql): Sql;
  /** How many different flows an aggregate's slices are of. */
  readonly differentFlows: Sql;
}

export const DUCKDB: SqlDialect = {
  placeholder: (place) => `$${place}`,
  contains: (whole, part) => sql`contains(${whole}, ${part})`,
  matches: (whole, pattern) => sql`regexp_matches(${whole}, ${pattern})`,
  // One machine's flows: the run and the flow tell them apart, in one number.
  differentFlows: sql`count(DISTINCT CAST(run AS BIGINT) * 4294967296 + flow) FILTER (WHERE flow > 0)`,
};

export const CLICKHOUSE: SqlDialect = {
  placeholder: (place) => `{p${place}:String}`,
  contains: (whole, part) => sql`position(${whole}, ${part}) > 0`,
  matches: (whole, pattern) => sql`match(${whole}, ${pattern})`,
  differentFlows: sql`uniqExactIf((sensor, run, flow), flow > 0)`,
};
