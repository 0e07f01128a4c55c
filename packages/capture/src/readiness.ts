/**
 * Waits until a descriptor has something to read without blocking the event loop or one of Node's
 * pool threads: libuv polls the descriptor with everything else the thread waits for.
 */
import { loadKoffi } from "./native-bridge.ts";

type PollHandle = ReturnType<ReturnType<typeof loadKoffi>["node"]["poll"]>;

/** Something to wait for before there may be packets. */
export interface Waiting {
  /** Resolves after at most `timeout` milliseconds, at once when closed. One wait at a time. */
  wait(timeout: number): Promise<void>;
  /** Ends a pending wait. */
  wake(): void;
  /** Ends a pending wait and all later ones. Safe to call twice. */
  close(): void;
}

export class Readiness implements Waiting {
  readonly #handle: PollHandle;
  #wake: (() => void) | undefined;
  #closed = false;

  /** `fd` must outlive {@link close}. It is switched to non-blocking mode. */
  constructor(fd: number) {
    this.#handle = loadKoffi().node.poll(fd, { readable: true }, () => this.wake());
    this.#handle.stop();
  }

  /** Also resolves when the descriptor is readable or has an error pending. */
  wait(timeout: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), timeout);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        if (!this.#closed) this.#handle.stop();
        resolve();
      };
      this.#handle.start({ readable: true }, () => this.wake());
    });
  }

  wake(): void {
    this.#wake?.();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.wake();
    this.#handle.close();
  }
}

/** Waits a fixed time: for devices that have no descriptor to poll. */
export class Interval implements Waiting {
  readonly #milliseconds: number;
  #wake: (() => void) | undefined;
  #closed = false;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  wait(timeout: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), Math.min(timeout, this.#milliseconds));
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }

  wake(): void {
    this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.wake();
  }
}
