/** The number of a flow over all runs of captures. */
import { number, type Sql, sql } from "./sql.ts";

/** Seconds since 1970 from which runs are numbered: 2020. */
const FIRST_RUN = 1_577_836_800;
/**
 * Numbers for each second of a run, more than flows can begin in one: so runs never meet, and all numbers stay below
 * 2^53 until 2054.
 */
const FLOWS_PER_SECOND = 8_388_608;

export const FLOW_NUMBER: Sql = sql`(CAST(run AS BIGINT) - ${number(FIRST_RUN)}) * ${number(FLOWS_PER_SECOND)} + CAST(flow AS BIGINT)`;
