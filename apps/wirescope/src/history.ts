/**
 * What a live capture leaves for later: minutes in the history, packets on disk where somebody asked for
 * them, and the server's address for commands that run beside it.
 */
import { hostname } from "node:os";
import { forbidNewPrivileges, identityWithoutRoot } from "@wirescope/capture";
import type { CatalogFiles } from "@wirescope/catalog-files";
import type { EngineConfig } from "@wirescope/engine";
import { PlannedSession, type Session } from "@wirescope/query";
import {
  DEFAULT_RETENTION,
  MIN_RETENTION_BUDGET,
  PacketThread,
  type RetentionPolicy,
  type StoreError,
  StoreThread,
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
  readonly directory: string;
  readonly #store: StoreThread;
  readonly #packets: PacketThread | undefined;

  private constructor(directory: string, store: StoreThread, packets: PacketThread | undefined) {
    this.directory = directory;
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
    const becomes = identityWithoutRoot();
    const directory = dataDirectoryOf(given);
    // Threads have what they were started with. Without root there is nothing to give up, and dumpcap
    // may need its own rights.
    if (becomes !== undefined) forbidNewPrivileges();
    const sensor = given.value("sensor") ?? hostname();
    const store = await StoreThread.start({
      ...{ directory, becomes, sensor, catalog, retention },
      onFault: complain,
    });
    const packets =
      budget === undefined
        ? undefined
        : await PacketThread.start({
            directory: `${directory}/packets`,
            budget,
            onFault: complain,
          });
    return new History(directory, store, packets);
  }

  /** For the engine: where it hands minutes and packets to. */
  get ports(): Pick<EngineConfig, "openSlicePort" | "openPacketPort"> {
    const packets = this.#packets;
    return {
      openSlicePort: () => this.#store.slicePort,
      openPacketPort: packets && (() => packets.openPort()),
    };
  }

  /** The live session with its past. */
  join(live: Session): Session {
    return new PlannedSession(live, this.#store.session, this.#packets?.session);
  }

  /**
   * Opens the files; root has been given up. Leaves the server's address for other commands.
   *
   * @throws StoreError `STORE_IN_USE`, `STORE_TOO_NEW`
   */
  async open(server: ServerPlace): Promise<void> {
    await this.#store.go();
    this.#packets?.go();
    await leaveAddress(this.directory, server);
  }

  /** After the engine has stopped: writes what is there and ends. */
  async stop(): Promise<void> {
    await takeAddressBack(this.directory);
    await Promise.all([this.#store.stop(), this.#packets?.stop()]);
  }
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

function complain(error: StoreError): void {
  process.stderr.write(`wirescope: ${error.message}\n`);
}
