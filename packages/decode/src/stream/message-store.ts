/** How much memory all unfinished messages of a capture may take together. */

import type { PendingMessage } from "./pending-message.ts";

/** Octets kept of all messages together. */
const MAX_OCTETS = 16 * 1024 * 1024;

export class MessageStore {
  /** Messages that hold octets, oldest first, with how much was counted of them. */
  readonly #held = new Map<PendingMessage, number>();
  #octets = 0;
  /** Messages that were given up because newer ones needed the memory. */
  forgotten = 0;

  /** Counts what the message holds now, and lets the oldest go where that is too much. */
  count(message: PendingMessage): void {
    this.#octets += message.held - (this.#held.get(message) ?? 0);
    if (message.held === 0) this.#held.delete(message);
    else this.#held.set(message, message.held);
    for (const [oldest, octets] of this.#held) {
      if (this.#octets <= MAX_OCTETS) return;
      oldest.forget();
      this.#held.delete(oldest);
      this.#octets -= octets;
      this.forgotten += 1;
    }
  }

  /** Lets go of a message that has been read. */
  release(message: PendingMessage): void {
    message.forget();
    this.count(message);
  }
}
