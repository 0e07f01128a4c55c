/** What one connection of SMB 1 has said so far. */

import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import { DcerpcBinding } from "./dcerpc-binding.ts";

/** Open requests and files remembered of one connection; the oldest go first. */
const MAX_ENTRIES = 256;

export interface SmbRequest {
  readonly frame: number;
  readonly command: number;
  /** The file that it is about; -1 where it has none. */
  fileId: number;
  /** Subcommand of Trans2; -1 for others. */
  transaction: number;
}

export class SmbSession {
  readonly #requests = new Map<number, SmbRequest>();
  readonly #bindings = new Map<number, DcerpcBinding>();

  /** @param key process and multiplex identifiers of the request */
  request(key: number): SmbRequest | undefined {
    return this.#requests.get(key);
  }

  remember(key: number, request: SmbRequest): void {
    this.#requests.delete(key);
    this.#requests.set(key, request);
    if (this.#requests.size > MAX_ENTRIES) {
      this.#requests.delete(this.#requests.keys().next().value as number);
    }
  }

  /** The agreements on the pipe that is open as `fileId`. */
  binding(fileId: number): DcerpcBinding {
    const known = this.#bindings.get(fileId);
    if (known !== undefined) return known;
    const made = new DcerpcBinding();
    this.#bindings.set(fileId, made);
    if (this.#bindings.size > MAX_ENTRIES) {
      this.#bindings.delete(this.#bindings.keys().next().value as number);
    }
    return made;
  }
}

export function smbSession(conversation: Conversation): SmbSession {
  return conversation.recall(Protocol.Smb, () => new SmbSession());
}
