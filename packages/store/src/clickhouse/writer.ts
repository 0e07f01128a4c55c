/** Writes reports to ClickHouse, by way of a spool on the disk: what is in it is not lost any more. */
import { randomUUID } from "node:crypto";
import type { MinuteReport } from "@wirescope/query";
import { eventRows, interfaceEvents } from "../duckdb/events.ts";
import { StoreError } from "../errors.ts";
import type { ReportContext } from "../report-context.ts";
import { HOUR } from "../rollup.ts";
import { reportRows } from "../rows.ts";
import type { TableRows } from "../table-rows.ts";
import { type Connection, packRows } from "./connection.ts";
import { encodeNative } from "./native-block.ts";
import { type Parcel, packParcel } from "./parcel.ts";
import { rollUpHours } from "./rollups.ts";
import { type Pause, Sender } from "./sender.ts";
import { Spool } from "./spool.ts";

/** Octets of minutes that wait for the server: days of a small network, hours of a busy one. */
const SPOOL_CAPACITY = 256 * 2 ** 20;

export interface WriterOptions {
  readonly connection: Connection;
  readonly sensor: string;
  /** Of the spool; made where it does not exist. */
  readonly directory: string;
  /** Octets of the spool. */
  readonly capacity?: number;
  readonly pause?: Pause;
}

export class Writer {
  readonly #sensor: string;
  readonly #connection: Connection;
  readonly #spool: Spool;
  readonly #sender: Sender;
  /** Minutes that neither the spool nor the server took. */
  #refused = 0;
  #spoolProblem: string | undefined;
  /** The hours before this one are rolled up. */
  #hour = 0;
  #run: number | undefined;
  #interfaces: readonly string[] = [];

  private constructor(options: WriterOptions, spool: Spool) {
    const { connection, sensor, pause } = options;
    this.#connection = connection;
    this.#sensor = sensor;
    this.#spool = spool;
    const arrived = (minute: number): Promise<void> => this.#arrived(minute);
    this.#sender = new Sender({
      connection,
      spool,
      arrived,
      ...(pause === undefined ? {} : { pause }),
    });
  }

  /** Goes on with what the last writer left in the spool. @throws StoreError */
  static async open(options: WriterOptions): Promise<Writer> {
    const { directory, capacity = SPOOL_CAPACITY } = options;
    try {
      const writer = new Writer(options, await Spool.open({ directory, capacity }));
      writer.#sender.wake();
      return writer;
    } catch (cause) {
      const { code = "unknown" } = cause as NodeJS.ErrnoException;
      const message = `The spool ${directory} can't be used (${code}); give a directory with --data that can be written.`;
      throw new StoreError("STORE_NO_ACCESS", message, { cause });
    }
  }

  /** Minutes lost since the start: for want of room in the spool, or since they could not be kept. */
  get lost(): number {
    return this.#spool.lost + this.#refused;
  }

  /** Minutes that the server has not taken yet. */
  get waiting(): number {
    return this.#spool.count;
  }

  /** What is wrong and what becomes of the minutes, in a sentence or two. */
  get problem(): string | undefined {
    const problem = this.#sender.problem?.message ?? this.#spoolProblem;
    if (problem === undefined) return undefined;
    const { count } = this.#spool;
    const waiting =
      count === 0 ? "" : ` ${minutes(count)} on the disk of this machine until it is.`;
    const lost = this.lost === 0 ? "" : ` Lost so far: ${this.lost}.`;
    return problem + waiting + lost;
  }

  /** Resolves when the minute is safe, or counted as lost. */
  async write(report: MinuteReport, context: ReportContext): Promise<void> {
    const told = this.#spool.untold;
    this.#spool.untold = 0;
    const parcel = await this.#pack({ ...report, reportsLost: report.reportsLost + told }, context);
    try {
      await this.#spool.append(packParcel(parcel), report.reportsLost + told);
      this.#spoolProblem = undefined;
      this.#sender.wake();
    } catch (cause) {
      const { code = "unknown" } = cause as NodeJS.ErrnoException;
      this.#spoolProblem = `Minutes can't be kept for ClickHouse on the disk of this machine (${code}).`;
      await this.#sendPast(parcel, report.reportsLost + told);
    }
  }

  /** Resolves when all has arrived, or the server can't be reached. */
  settle(): Promise<void> {
    return this.#sender.settle();
  }

  /** What has not arrived stays in the spool for the next start. */
  async stop(): Promise<void> {
    await this.settle();
    await this.#sender.stop();
    await this.#connection.close();
  }

  async #sendPast(parcel: Parcel, told: number): Promise<void> {
    try {
      await this.#sender.send(parcel);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#refused++;
      this.#spool.untold += 1 + told;
    }
  }

  async #pack(report: MinuteReport, context: ReportContext): Promise<Parcel> {
    const { minute } = report.slices;
    const { run } = context;
    const rows = reportRows(report, context);
    const before = run === this.#run ? this.#interfaces : undefined;
    const events = interfaceEvents(before, report.interfaces, run, minute);
    this.#run = run;
    this.#interfaces = report.interfaces;
    const all: readonly TableRows[] = [...Object.values(rows), eventRows(events, this.#sensor)];
    const inserts = [];
    for (const part of all) {
      if (part.count === 0) continue;
      inserts.push({ table: part.table.name, rows: await packRows(encodeNative(part)) });
    }
    // Not the minute itself: a clock that is put back makes the same one twice.
    return { token: randomUUID(), minute, inserts };
  }

  /** The first minute of an hour tells that those before are over. */
  async #arrived(minute: number): Promise<void> {
    const hour = minute - (minute % HOUR);
    if (hour <= this.#hour) return;
    await rollUpHours(this.#connection, this.#sensor, hour);
    this.#hour = hour;
  }
}

function minutes(count: number): string {
  return count === 1 ? "A minute waits" : `${count} minutes wait`;
}
