/** Takes minutes from the spool to the server, oldest first, for as long as it takes. */
import { setTimeout as delay } from "node:timers/promises";
import { StoreError } from "../errors.ts";
import type { Connection } from "./connection.ts";
import { type Parcel, unpackParcel } from "./parcel.ts";
import { prepare } from "./prepare.ts";
import type { Spool } from "./spool.ts";

/** Milliseconds until the first repetition, and at most; it doubles in between. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

/** Waits for milliseconds, less when the signal comes. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export interface SenderOptions {
  readonly connection: Connection;
  readonly spool: Spool;
  /** Called after each minute that has arrived; what it throws counts as a failure of the server. */
  readonly arrived: (minute: number) => Promise<void>;
  readonly pause?: Pause;
}

export class Sender {
  /** Why minutes wait; undefined while all is well. */
  problem: StoreError | undefined;
  readonly #connection: Connection;
  readonly #spool: Spool;
  readonly #arrived: (minute: number) => Promise<void>;
  readonly #pause: Pause;
  readonly #stopping = new AbortController();
  #prepared = false;
  #wake: () => void = () => undefined;
  #settled: (() => void)[] = [];
  #running: Promise<void> | undefined;

  constructor({ connection, spool, arrived, pause = pauseFor }: SenderOptions) {
    this.#connection = connection;
    this.#spool = spool;
    this.#arrived = arrived;
    this.#pause = pause;
  }

  /** Starts to empty the spool, or goes on when there is something new in it. */
  wake(): void {
    if (this.#running === undefined) this.#running = this.#run();
    else this.#wake();
  }

  /** Sends by itself what could not be kept in the spool. @throws StoreError */
  async send(parcel: Parcel): Promise<void> {
    if (!this.#prepared) await prepare(this.#connection);
    this.#prepared = true;
    const { token, inserts } = parcel;
    await Promise.all(
      inserts.map(({ table, rows }) => this.#connection.insert(table, rows, token)),
    );
    await this.#arrived(parcel.minute);
  }

  /** Resolves when the spool is empty, or the server can't be reached. */
  async settle(): Promise<void> {
    if (this.#spool.count === 0 || this.#running === undefined) return;
    await new Promise<void>((resolve) => {
      this.#settled.push(resolve);
    });
  }

  /** Resolves when nothing is under way any more; what is left stays in the spool. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    let pause = FIRST_PAUSE;
    while (!signal.aborted) {
      const bytes = await this.#spool.oldest();
      if (bytes === undefined) {
        await this.#untilWoken();
        continue;
      }
      try {
        await this.send(unpackParcel(bytes));
        await this.#spool.remove();
        this.problem = undefined;
        pause = FIRST_PAUSE;
        if (this.#spool.count === 0) this.#tellSettled();
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        this.problem = error;
        // Whoever made the server new or dropped the tables has them made again.
        this.#prepared = false;
        this.#tellSettled();
        await this.#pause(pause, signal);
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    }
  }

  #tellSettled(): void {
    for (const settled of this.#settled.splice(0)) settled();
  }

  /** A minute may have come between the look into the spool and this. */
  async #untilWoken(): Promise<void> {
    if (this.#spool.count > 0 || this.#stopping.signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}

async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}
