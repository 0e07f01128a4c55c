/** The store's thread as the main thread sees it: its start, its session, its end, and its accidents. */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { CatalogFiles } from "@wirescope/catalog-files";
import { connectSession, type PastSession } from "@wirescope/query";
import { builtBeside, Thread } from "@wirescope/thread";
import type { StoreAddress } from "./clickhouse/store-address.ts";
import { type Identity, makeDataDirectory } from "./data-directory.ts";
import { StoreError } from "./errors.ts";
import { DEFAULT_RETENTION, type RetentionPolicy } from "./retention.ts";
import type { StoreOrder, StoreReport, StoreStart } from "./store-message.ts";

/** Milliseconds that the thread may take to write what is there before it is ended. */
const STOP_TIMEOUT = 10_000;

/** Limits of the thread's heap, in MiB; DuckDB's memory lies outside it. */
const LIMITS = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 4 } as const;

/** For the owner alone: whatever the process makes from now on. */
const OWNER_ONLY = 0o077;

const ENTRY = builtBeside(import.meta.url, "./store-worker.js");

export interface StoreThreadOptions {
  /** Of the data; made where it doesn't exist. Undefined for a store that is only asked. */
  readonly directory: string | undefined;
  /** Where history is kept; left out for the data directory. */
  readonly store?: StoreAddress;
  /** Who the process becomes when it gives root up; owns a directory that is made. */
  readonly becomes: Identity | undefined;
  /** Name under which minutes are kept. */
  readonly sensor: string;
  readonly catalog: CatalogFiles;
  readonly retention?: RetentionPolicy;
  /** Told when what is wrong with history changes; undefined when nothing is wrong any more. */
  readonly onProblem?: (problem: string | undefined) => void;
  /** Called at most once, when the thread ended without being asked to after {@link StoreThread.go}. */
  readonly onFault: (error: StoreError) => void;
}

export class StoreThread {
  /** Answers from the start; before `go` there is nothing to tell of. */
  readonly session: PastSession;
  /** For the capture, which sends its reports there. */
  readonly slicePort: MessagePort;
  readonly #thread: Thread<StoreStart, StoreOrder, StoreReport>;
  readonly #onFault: (error: StoreError) => void;

  private constructor(options: StoreThreadOptions) {
    const { directory, store, sensor, catalog, retention = DEFAULT_RETENTION } = options;
    const { port1, port2 } = new MessageChannel();
    this.slicePort = port1;
    this.#onFault = options.onFault;
    this.#thread = new Thread({
      entry: ENTRY,
      name: "wirescope-store",
      data: { directory, store, sensor, retention, catalog, slicePort: port2 },
      ports: [port2],
      limits: LIMITS,
      accident,
    });
    this.#thread.onReport((report) => {
      if (report.kind === "problem") options.onProblem?.(report.problem);
    });
    this.session = connectSession(this.#thread.port);
  }

  /**
   * Makes the directory and starts the thread; resolves when it has loaded its code. It opens nothing
   * before {@link go}. From here on, files that the process makes are for its user alone.
   *
   * @throws StoreError `STORE_NO_ACCESS`, `STORE_FAILED`
   */
  static async start(options: StoreThreadOptions): Promise<StoreThread> {
    process.umask(OWNER_ONLY);
    const { directory, becomes } = options;
    if (directory !== undefined) makeDataDirectory(directory, becomes);
    const thread = new StoreThread(options);
    await thread.#expect("ready");
    return thread;
  }

  /**
   * Lets it open its files; resolves when history is kept, or will be as soon as it can: what is wrong
   * is in the session's extent.
   *
   * @throws StoreError `STORE_IN_USE`, `STORE_TOO_NEW`
   */
  async go(): Promise<void> {
    const opened = this.#expect("open");
    this.#thread.order({ kind: "go" });
    await opened;
    this.#thread.failed.catch(this.#onFault);
  }

  /** A port at which another thread is answered as {@link session} is. */
  openPort(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#thread.order({ kind: "serve", port: port2 }, [port2]);
    return port1;
  }

  /** Ends the thread when everything that it was given is written. */
  async stop(): Promise<void> {
    await this.#thread.stop({ kind: "stop" }, STOP_TIMEOUT);
  }

  /** Resolves at the report of that kind, rejects with a refusal or when the thread ends before. */
  async #expect(kind: StoreReport["kind"]): Promise<void> {
    await this.#thread.reported((report) => {
      if (report.kind === "refused") throw new StoreError(report.code, report.message);
      return report.kind === kind;
    });
  }
}

/** One sentence; a mistake's own text may quote traffic, so only its kind is told. */
function accident(cause: Error): StoreError {
  const { code = "" } = cause as NodeJS.ErrnoException;
  const message =
    code === "ERR_WORKER_OUT_OF_MEMORY"
      ? "History stopped because its memory ran out; capture goes on, start Wirescope again to record."
      : `History stopped because of a mistake in Wirescope (${cause.name}); capture goes on, start it again, and please report this.`;
  return new StoreError("STORE_FAILED", message, { cause });
}
