/** The session's status, asked for every two seconds while it waits and every five otherwise. */
import type { Session, Status } from "@wirescope/query";
import type { Timer } from "./hold.ts";
import { Store } from "./store.ts";

const WAITING_MS = 2000;
const RUNNING_MS = 5000;

export class StatusPoll {
  readonly status: Store<Status | undefined> = new Store<Status | undefined>(undefined);
  readonly #timer: Timer;
  #session: Session | undefined;
  #cancel: (() => void) | undefined;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  follow(session: Session): void {
    this.#session = session;
    this.status.set(undefined);
    void this.refresh();
  }

  /** Asks at once; the rhythm starts anew. */
  async refresh(): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    this.#cancel?.();
    const status = await session.status().catch(() => undefined);
    if (session !== this.#session) return;
    if (status !== undefined) this.status.set(status);
    const settled = status?.state === "running" || status?.state === "finished";
    this.#cancel?.();
    this.#cancel = this.#timer.after(settled ? RUNNING_MS : WAITING_MS, () => void this.refresh());
  }
}
