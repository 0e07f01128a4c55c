/** The unfinished messages of one direction of a TCP connection. */

import type { PendingMessage } from "./pending-message.ts";
import { distance, isBefore } from "./sequence.ts";

/** Messages remembered, read ones included: what a retransmission may repeat. */
const MAX_MESSAGES = 16;

export class TcpMessages {
  readonly #messages: PendingMessage[] = [];

  add(message: PendingMessage): void {
    this.#messages.push(message);
    if (this.#messages.length > MAX_MESSAGES) this.#messages.shift()!.forget();
  }

  /** The message that begins at `sequence`. */
  startingAt(sequence: number): PendingMessage | undefined {
    return this.#messages.findLast(({ start }) => start === sequence);
  }

  /** The message that begins last before `sequence`, if it reaches beyond it. */
  covering(sequence: number): PendingMessage | undefined {
    let found: PendingMessage | undefined;
    for (const message of this.#messages) {
      if (isBefore(sequence, message.start)) continue;
      if (found === undefined || distance(found.start, message.start) >= 0) found = message;
    }
    return found?.covers(sequence) ? found : undefined;
  }

  /** The message that the connection's end finishes. */
  untilClose(): PendingMessage | undefined {
    return this.#messages.findLast((message) => message.untilClose && !message.isDone);
  }
}
