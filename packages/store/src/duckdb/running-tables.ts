/**
 * The minute that is not over, in tables of memory beside those of the file, so that one statement
 * covers both. Only the connection that made them sees them.
 */

import type { MinuteReport } from "@wirescope/query";
import type { ReportContext } from "../report-context.ts";
import { trafficParts } from "../rows.ts";
import { MINUTES, PROTOCOL_MINUTES, SLICES } from "../schema.ts";
import type { Connection } from "./connection.ts";
import { createTemporary } from "./ddl.ts";

export const RUNNING_TABLES = {
  slices: "running_slices",
  minutes: "running_minutes",
  protocol_minutes: "running_protocol_minutes",
} as const;

const TABLES = {
  [RUNNING_TABLES.slices]: SLICES,
  [RUNNING_TABLES.minutes]: MINUTES,
  [RUNNING_TABLES.protocol_minutes]: PROTOCOL_MINUTES,
} as const;

/** Makes the tables; there are none. */
export async function makeRunning(
  connection: Connection,
  report: MinuteReport,
  context: ReportContext,
): Promise<void> {
  for (const [name, table] of Object.entries(TABLES)) {
    await connection.run(createTemporary(name, table));
  }
  for (const part of trafficParts(report, context)) {
    await connection.append(part, `running_${part.table.name}`);
  }
}

/** Drops them: a table of memory takes megabytes even when it is empty. */
export async function dropRunning(connection: Connection): Promise<void> {
  for (const name of Object.keys(TABLES)) {
    await connection.run(`DROP TABLE IF EXISTS ${name}`);
  }
}
