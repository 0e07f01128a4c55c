/** How much memory all unfinished messages of a capture may take together. */

/** Octets kept of all messages together. */
const MAX_OCTETS = 16 * 1024 * 1024;

/** What holds octets of messages that are not complete. */
export interface Unfinished {
  /** Octets of memory that it takes. */
  readonly held: number;
  /** Lets them go; the messages are never completed. */
  forget(): void;
}

export class MessageStore {
  /** Messages that hold octets, oldest first, with how much was counted of them. */
  readonly #held = new Map<Unfinished, number>();
  #octets = 0;
  /** Messages that were given up because newer ones needed the memory. */
  forgotten = 0;

  /** Counts what the message holds now, and lets the oldest go where that is too much. */
  count(message: Unfinished): void {
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
  release(message: Unfinished): void {
    message.forget();
    this.count(message);
  }
}
