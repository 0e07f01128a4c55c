/** Writes reports, each in one transaction: a minute is in the file whole or not at all. */
import type { MinuteReport } from "@wirescope/query";
import type { ReportContext } from "../report-context.ts";
import { HOUR } from "../rollup.ts";
import { reportParts } from "../rows.ts";
import { QUARTER } from "../usage-rows.ts";
import type { Connection } from "./connection.ts";
import { endRecordings, eventRows, interfaceEvents } from "./events.ts";
import { missingHours, rollUp } from "./rollup.ts";
import { isSighting, joinSightings } from "./sightings.ts";
import { foldUsage } from "./usage-fold.ts";

/** How far the file has come; a transaction that fails leaves it as it was. */
interface Progress {
  /** Start of the newest hour written to: those before are rolled up. */
  readonly hour: number;
  /** Start of the newest quarter written to: those before have one row for each address. */
  readonly quarter: number;
  /** The run of the last report, and the interfaces that it named; undefined before the first. */
  readonly run: number | undefined;
  readonly interfaces: readonly string[];
}

export class Writer {
  readonly #connection: Connection;
  #progress: Progress;

  private constructor(connection: Connection, progress: Progress) {
    this.#connection = connection;
    this.#progress = progress;
  }

  /**
   * Makes up for what was left undone when the last writer ended: hours to roll up, quarters to add
   * up, recordings without an end.
   *
   * @param now seconds since 1970
   */
  static async open(connection: Connection, now: number): Promise<Writer> {
    const hour = now - (now % HOUR);
    const quarter = now - (now % QUARTER);
    await connection.transaction(async () => {
      for (const missing of await missingHours(connection, 0, hour)) {
        await rollUp(connection, missing);
      }
      await foldUsage(connection, quarter);
      await endRecordings(connection);
    });
    return new Writer(connection, { hour, quarter, run: undefined, interfaces: [] });
  }

  /**
   * Rejects with DuckDB's error; then nothing of the report was written.
   *
   * @param settle surrounds the moment at which questions see it
   */
  async write(
    report: MinuteReport,
    context: ReportContext,
    settle?: (commit: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    this.#progress = await this.#connection.transaction(() => this.#write(report, context), settle);
  }

  /** Whether the minute of this report is in the file. */
  async has({ slices }: MinuteReport, { run, sensor }: ReportContext): Promise<boolean> {
    const rows = await this.#connection.rows(
      "SELECT 1 FROM minutes WHERE minute = $1 AND run = $2 AND sensor = $3 LIMIT 1",
      [slices.minute, run, sensor],
    );
    return rows.length > 0;
  }

  /** Says that nothing more comes. */
  async end(): Promise<void> {
    await this.#connection.transaction(() => endRecordings(this.#connection));
  }

  async #write(report: MinuteReport, context: ReportContext): Promise<Progress> {
    const connection = this.#connection;
    const { minute } = report.slices;
    const { run, sensor } = context;
    const before = this.#progress;
    for (const part of reportParts(report, context)) {
      if (isSighting(part)) await joinSightings(connection, part);
      else await connection.append(part);
    }

    const hour = minute - (minute % HOUR);
    const quarter = minute - (minute % QUARTER);
    if (hour > before.hour) {
      for (const missing of await missingHours(connection, before.hour, hour)) {
        await rollUp(connection, missing);
      }
    } else if (hour < before.hour) {
      // The clock was put back into an hour that is rolled up.
      await rollUp(connection, { hour, sensor });
    }
    if (quarter > before.quarter) await foldUsage(connection, quarter);

    const isSameRun = run === before.run;
    if (!isSameRun && before.run !== undefined) await endRecordings(connection);
    const known = isSameRun ? before.interfaces : undefined;
    const events = interfaceEvents(known, report.interfaces, run, minute);
    await connection.append(eventRows(events, sensor));
    return {
      hour: Math.max(hour, before.hour),
      quarter: Math.max(quarter, before.quarter),
      run,
      interfaces: report.interfaces,
    };
  }
}
