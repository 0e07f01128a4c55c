/**
 * What a live capture leaves for later: minutes in the history, packets on disk where somebody asked for
 * them, and the server's address for commands that run beside it.
 */
import { hostname } from "node:os";
import { forbidNewPrivileges, identityWithoutRoot, keepAllocatorSmall } from "@wirescope/capture";
import type { CatalogFiles } from "@wirescope/catalog-files";
import type { EngineConfig } from "@wirescope/engine";
import { PlannedSession, QueryError, type Session } from "@wirescope/query";
import {
  DEFAULT_RETENTION,
  MIN_RETENTION_BUDGET,
  PacketThread,
  parseStoreAddress,
  type RetentionPolicy,
  type StoreAddress,
  type StoreError,
  StoreThread,
  type StoreThreadOptions,
} from "@wirescope/store";
import type { Arguments } from "./arguments.ts";
import { dataDirectoryOf } from "./data-directory.ts";
import { usageError } from "./errors.ts";
import { leaveAddress, type ServerPlace, takeAddressBack } from "./running-server.ts";
import { readSize } from "./size.ts";

/** Octets of packets on disk at least: a few segments. */
const MIN_PACKETS = 16_000_000;

const DAY = 86_400;

export class History {
  /** The shared store that was named, without user and password. */
  readonly storeName: string | undefined;
  /** The name that minutes are kept under. */
  readonly sensor: string;
  readonly #directory: string | undefined;
  readonly #store: StoreThread;
  readonly #packets: PacketThread | undefined;
  #planned: PlannedSession | undefined;

  private constructor(options: StoreThreadOptions, store: StoreThread, packets?: PacketThread) {
    this.storeName = options.store?.description;
    this.sensor = options.sensor;
    this.#directory = options.directory;
    this.#store = store;
    this.#packets = packets;
  }

  /**
   * Loads what keeps history, and makes its directory; opens nothing. Undefined where none is wanted.
   *
   * @throws CommandError, StoreError
   */
  static async load(given: Arguments, catalog: CatalogFiles): Promise<History | undefined> {
    const keep = given.value("keep-packets");
    if (given.has("no-history")) {
      if (keep === undefined) return undefined;
      throw usageError(
        "--keep-packets needs history, to know which packets are whose; leave --no-history out.",
      );
    }
    const budget = keep === undefined ? undefined : readSize("keep-packets", keep, MIN_PACKETS);
    const retention = readRetention(given);
    const store = readStore(given);
    const becomes = identityWithoutRoot();
    const directory = dataDirectoryOf(given);
    // Threads have what they were started with. Without root there is nothing to give up, and dumpcap
    // may need its own rights.
    if (becomes !== undefined) forbidNewPrivileges();
    keepAllocatorSmall();
    const options: StoreThreadOptions = {
      ...{ directory, becomes, sensor: sensorName(given), catalog, retention },
      ...(store === undefined ? {} : { store, onProblem: tellProblem }),
      onFault: complain,
    };
    const thread = await StoreThread.start(options);
    const packets =
      budget === undefined
        ? undefined
        : await PacketThread.start({
            directory: `${directory}/packets`,
            budget,
            past: thread.openPort(),
            catalog,
            onFault: complain,
          });
    return new History(options, thread, packets);
  }

  /**
   * Loads what asks a shared store that others record to; nothing of it is on this machine.
   *
   * @throws CommandError, StoreError
   */
  static async ask(given: Arguments, catalog: CatalogFiles): Promise<History> {
    const store = requireStore(given);
    const options: StoreThreadOptions = {
      ...{ directory: undefined, becomes: undefined, sensor: sensorName(given), catalog, store },
      onFault: complain,
    };
    return new History(options, await StoreThread.start(options));
  }

  /** For the engine: where it hands minutes and packets to. */
  get surroundings(): Pick<EngineConfig, "openSlicePort" | "openPacketPort"> {
    const packets = this.#packets;
    return {
      openSlicePort: () => this.#store.slicePort,
      openPacketPort: packets && (() => packets.openPort()),
    };
  }

  /** The live session with its past. */
  join(live: Session): Session {
    this.#planned = new PlannedSession(live, this.#store.session, this.#packets?.session);
    return this.#planned;
  }

  /**
   * Opens the files; root has been given up. Leaves the server's address for other commands.
   *
   * @throws StoreError `STORE_IN_USE`, `STORE_TOO_NEW`
   */
  async open(server: ServerPlace | undefined): Promise<void> {
    await this.#store.go();
    void this.#planned?.lookBack();
    this.#packets?.go();
    const directory = this.#directory;
    if (directory === undefined) void this.#tellWhatIsWrong();
    else if (server !== undefined) await leaveAddress(directory, server);
  }

  /** Asks a shared store once, for the terminal; the page finds out with its own questions. */
  async #tellWhatIsWrong(): Promise<void> {
    try {
      const { problem } = await this.#store.session.extent();
      if (problem !== undefined) tellProblem(problem);
    } catch (error) {
      const isEnd = error instanceof QueryError && error.code === "QUERY_CLOSED";
      if (!isEnd) tellProblem(error instanceof Error ? error.message : String(error));
    }
  }

  /** After the engine has stopped: writes what is there and ends. */
  async stop(): Promise<void> {
    if (this.#directory !== undefined) await takeAddressBack(this.#directory);
    await Promise.all([this.#store.stop(), this.#packets?.stop()]);
  }
}

function sensorName(given: Arguments): string {
  const name = given.value("sensor") ?? hostname();
  if (name !== "") return name;
  throw usageError("--sensor takes a name, such as that of the machine.");
}

/** The shared store; undefined for the data directory. The password may be in the environment. */
function readStore(given: Arguments): StoreAddress | undefined {
  const text = given.value("store");
  if (text === undefined) return undefined;
  for (const name of ["history-size", "history-days"]) {
    if (!given.has(name)) continue;
    throw usageError(
      `--${name} is for the data directory; a store's own tables say how long it keeps.`,
    );
  }
  return parseStoreAddress(text, process.env["WIRESCOPE_STORE_PASSWORD"]);
}

/** @throws CommandError where none is named. */
export function requireStore(given: Arguments): StoreAddress {
  const store = readStore(given);
  if (store !== undefined) return store;
  throw usageError("Name the store with --store, such as clickhouse://user@host:8123/wirescope.");
}

function readRetention(given: Arguments): RetentionPolicy {
  const size = given.value("history-size");
  const days = given.integer("history-days", 1, 3650);
  return {
    ...DEFAULT_RETENTION,
    ...(size === undefined ? {} : { budget: readSize("history-size", size, MIN_RETENTION_BUDGET) }),
    ...(days === undefined ? {} : { minutesAge: days * DAY }),
  };
}

/** For whoever looks at a terminal or a log and at no page. */
function tellProblem(problem: string | undefined): void {
  process.stderr.write(`wirescope: ${problem ?? "The store is there again."}\n`);
}

function complain(error: StoreError): void {
  process.stderr.write(`wirescope: ${error.message}\n`);
}
