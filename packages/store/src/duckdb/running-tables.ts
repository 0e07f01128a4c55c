/**
 * The minute that is not over, in tables of memory beside those of the file, so that one statement
 * covers both. Only the connection that made them sees them.
 */

import type { MinuteReport } from "@wirescope/query";
import type { ReportContext } from "../report-context.ts";
import { reportRows } from "../rows.ts";
import { MINUTES, PROTOCOL_MINUTES, SLICES } from "../schema.ts";
import type { Connection } from "./connection.ts";
import { createTemporary } from "./ddl.ts";

export const RUNNING_TABLES = {
  slices: "running_slices",
  minutes: "running_minutes",
  protocol_minutes: "running_protocol_minutes",
} as const;

export async function createRunning(connection: Connection): Promise<void> {
  await connection.run(createTemporary(RUNNING_TABLES.slices, SLICES));
  await connection.run(createTemporary(RUNNING_TABLES.minutes, MINUTES));
  await connection.run(createTemporary(RUNNING_TABLES.protocol_minutes, PROTOCOL_MINUTES));
}

export async function fillRunning(
  connection: Connection,
  report: MinuteReport,
  context: ReportContext,
): Promise<void> {
  const { slices, minutes, protocolMinutes } = reportRows(report, context);
  await clearRunning(connection);
  await connection.append(slices, RUNNING_TABLES.slices);
  await connection.append(minutes, RUNNING_TABLES.minutes);
  await connection.append(protocolMinutes, RUNNING_TABLES.protocol_minutes);
}

export async function clearRunning(connection: Connection): Promise<void> {
  for (const table of Object.values(RUNNING_TABLES)) await connection.run(`TRUNCATE ${table}`);
}
