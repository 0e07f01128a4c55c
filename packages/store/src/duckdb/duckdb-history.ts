/**
 * History in one file of DuckDB. Whatever goes wrong with the file is told in a sentence and tried
 * again; a report that can't be written waits, and whoever sends reports counts what it can't hold back.
 */
import { join } from "node:path";
import type { Catalog } from "@wirescope/catalog";
import { type MinuteReport, QueryError } from "@wirescope/query";
import { HISTORY_FILE } from "../data-directory.ts";
import type { StoreError } from "../errors.ts";
import { Pause, withinTime } from "../pause.ts";
import type { ReportContext } from "../report-context.ts";
import type { RetentionPolicy } from "../retention.ts";
import { HOUR } from "../rollup.ts";
import type { RunningMinute } from "../running-minute.ts";
import type { Row } from "./connection.ts";
import { kindOf, toStoreError } from "./failure.ts";
import { Gate } from "./gate.ts";
import { type OpenFile, openFile } from "./history-file.ts";
import { isWorthRewriting, replaceBy, writeAnew } from "./rewrite.ts";

import { dropRunning, makeRunning, RUNNING_TABLES } from "./running-tables.ts";

/** Milliseconds between attempts while the file can't be written. */
const RETRY_INTERVAL = 3000;

/** Milliseconds for which the running minute is not asked for again. */
const RUNNING_AGE = 1000;

/** Milliseconds that a question waits for earlier minutes to be written. */
const RUNNING_PATIENCE = 2000;

/** What no attempt can mend while this program runs. */
const FINAL: ReadonlySet<StoreError["code"]> = new Set(["STORE_IN_USE", "STORE_TOO_NEW"]);

export interface DuckdbHistoryOptions {
  /** The data directory; it exists. */
  readonly directory: string;
  readonly sensor: string;
  readonly catalog: Catalog | undefined;
  readonly retention: RetentionPolicy;
  /** The minute that is not over; undefined where nothing is captured. */
  readonly peek: () => Promise<RunningMinute | undefined>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly retryInterval?: number;
}

export class DuckdbHistory {
  readonly #path: string;
  readonly #options: DuckdbHistoryOptions;
  /** Readers are questions; a writer changes what they see. */
  readonly #gate = new Gate();
  readonly #pause: Pause;
  #file: OpenFile | undefined;
  /** What is wrong at present. */
  #failure: StoreError | undefined;
  /** What happened to an earlier file. */
  #notice: string | undefined;
  /** Changes of the file, one after the other. */
  #queue: Promise<void> = Promise.resolve();
  /** The hour in which ages were last looked at. */
  #agedHour = 0;
  #isClosed = false;
  /** The last look at the running minute, and when it was. */
  #running: Promise<void> = Promise.resolve();
  #runningAt = Number.NEGATIVE_INFINITY;
  #hasRunning = false;

  constructor(options: DuckdbHistoryOptions) {
    this.#options = options;
    this.#path = join(options.directory, HISTORY_FILE);
    this.#pause = new Pause(options.retryInterval ?? RETRY_INTERVAL);
  }

  /** What is wrong and what to do, in a sentence; undefined while all is well. */
  get problem(): string | undefined {
    return this.#failure?.message ?? this.#notice;
  }

  /** Whether there is no file to answer from at present. */
  get isAway(): boolean {
    return this.#file === undefined;
  }

  /**
   * Begins. A file that can't be opened for now is tried again by itself.
   *
   * @throws StoreError where it must not be used at all: `STORE_IN_USE`, `STORE_TOO_NEW`
   */
  async open(): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      const failure = this.#tell(error);
      if (FINAL.has(failure.code)) throw failure;
      void this.#enqueue(() => this.#untilDone(async () => {}));
    }
  }

  /** Resolves when the report is in the file, however long that takes, or when the history is closed. */
  write(run: number, report: MinuteReport): Promise<void> {
    const { sensor, catalog } = this.#options;
    const context = { run, sensor, catalog };
    const written = this.#enqueue(() =>
      this.#untilDone((file, attempt) => this.#write(file, attempt, report, context)),
    );
    void this.#enqueue(() => this.#tend());
    return written;
  }

  /** Keeps to the budget and to the ages; resolves when that is done. */
  async tend(): Promise<void> {
    await this.#enqueue(() => this.#tend());
  }

  /** Brings everything into the file. What waits to be written and can't be is given up. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#pause.end();
    await this.#queue;
    try {
      await this.#file?.writer.end();
    } catch (error) {
      this.#tell(error);
    }
    await this.#closeFile();
  }

  /** Carries out a question: all its statements see the same minutes. */
  question<T>(work: () => Promise<T>): Promise<T> {
    return this.#gate.shared(work);
  }

  /**
   * Rows of a statement of a question.
   *
   * @throws QueryError `QUERY_NO_HISTORY` while there is no file, `QUERY_FAILED` where DuckDB fails
   */
  async rows(statement: string, parameters: readonly string[] = []): Promise<Row[]> {
    if (this.#file === undefined) {
      const problem = this.problem ?? `The history ${this.#path} is not open.`;
      throw new QueryError("QUERY_NO_HISTORY", problem);
    }
    try {
      return await this.#file.reader.rows(statement, parameters);
    } catch (cause) {
      throw new QueryError(
        "QUERY_FAILED",
        `History can't answer this (${kindOf(cause)}); ask about less time, or without a filter.`,
        undefined,
        { cause },
      );
    }
  }

  /** Brings the running minute up to date, a second old at most. Not to be called within a question. */
  refreshRunning(): Promise<void> {
    const now = this.#now();
    if (Math.abs(now - this.#runningAt) < RUNNING_AGE) return this.#running;
    this.#runningAt = now;
    this.#running = this.#loadRunning();
    return this.#running;
  }

  /** Names of the tables of the running minute; undefined without one. */
  get runningTables(): typeof RUNNING_TABLES | undefined {
    return this.#hasRunning ? RUNNING_TABLES : undefined;
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(work);
    return this.#queue;
  }

  /** Tries until it works, or the history is closed. */
  async #untilDone(work: (file: OpenFile, attempt: number) => Promise<void>): Promise<void> {
    for (let attempt = 0; !this.#isClosed || attempt === 0; attempt++) {
      try {
        await work(this.#file ?? (await this.#open()), attempt);
        this.#failure = undefined;
        return;
      } catch (error) {
        await this.#fail(error);
        await this.#pause.wait();
      }
    }
  }

  async #open(): Promise<OpenFile> {
    const now = Math.floor(this.#now() / 1000);
    const file = await openFile(this.#path, this.#options.retention, now);
    this.#notice = file.notice ?? this.#notice;
    this.#file = file;
    return file;
  }

  async #write(
    file: OpenFile,
    attempt: number,
    report: MinuteReport,
    context: ReportContext,
  ): Promise<void> {
    // What failed may have been written all the same.
    if (attempt > 0 && (await file.writer.has(report, context))) return;
    await file.writer.write(report, context, (commit) =>
      this.#gate.exclusive(async () => {
        await this.#dropRunning(file);
        await commit();
      }),
    );
  }

  async #tend(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    try {
      const now = Math.floor(this.#now() / 1000);
      const hour = now - (now % HOUR);
      if (hour !== this.#agedHour) {
        await file.retention.dropAged(now);
        this.#agedHour = hour;
      } else if ((await file.database.logLength()) < file.retention.logLength) {
        await file.database.release(file.connection);
        return;
      }
      await file.database.settle(file.connection);
      await file.retention.makeRoom();
      if (isWorthRewriting(await file.database.size(file.connection))) await this.#rewrite(file);
    } catch (error) {
      await this.#fail(error);
      // Questions go on as soon as they can.
      if (this.#file === undefined) void this.#enqueue(() => this.#untilDone(async () => {}));
    }
  }

  async #rewrite({ database, connection }: OpenFile): Promise<void> {
    await writeAnew(database, connection);
    await this.#gate.exclusive(async () => {
      this.#closeFile();
      await replaceBy(this.#path);
      await this.#open();
    });
  }

  async #loadRunning(): Promise<void> {
    const minute = await this.#options.peek();
    // Minutes that ended before this one are on their way.
    await withinTime(this.#queue, RUNNING_PATIENCE);
    await this.#gate.exclusive(async () => {
      const file = this.#file;
      if (file === undefined) return;
      await this.#dropRunning(file);
      if (minute === undefined) return;
      const { sensor, catalog } = this.#options;
      const context = { sensor, catalog, run: minute.run };
      // It may have ended while it was under way.
      if (await file.writer.has(minute.report, context)) return;
      this.#hasRunning = true;
      await makeRunning(file.reader, minute.report, context);
      await file.database.release(file.reader);
    });
  }

  async #dropRunning(file: OpenFile): Promise<void> {
    if (!this.#hasRunning) return;
    await dropRunning(file.reader);
    this.#hasRunning = false;
  }

  #tell(error: unknown): StoreError {
    this.#failure = toStoreError(error, this.#path);
    return this.#failure;
  }

  /** Says what is wrong, and gives up a file that DuckDB has given up. */
  async #fail(error: unknown): Promise<void> {
    this.#tell(error);
    const file = this.#file;
    if (file === undefined) return;
    try {
      await file.connection.run("SELECT 1");
    } catch {
      await this.#gate.exclusive(async () => this.#closeFile());
    }
  }

  #closeFile(): void {
    const file = this.#file;
    this.#file = undefined;
    this.#hasRunning = false;
    try {
      file?.database.close();
    } catch (error) {
      this.#tell(error);
    }
  }
}
