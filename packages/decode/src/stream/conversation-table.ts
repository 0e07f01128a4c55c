/** The conversations of a capture, found by their ends; those idle longest are forgotten first. */

import type { Packet } from "../packet.ts";
import { Announcements } from "./announcements.ts";
import { Conversation } from "./conversation.ts";
import type { MessageStore } from "./message-store.ts";

/** Conversations remembered at once. */
const MAX_CONVERSATIONS = 16_384;

/** The two ends of a transport layer, which need not be the packet's innermost. */
export interface Ends {
  /** 6 TCP, 17 UDP, 132 SCTP. */
  readonly ipProtocol: number;
  /** Address as UTF-16 units of two octets each, and the port behind it. */
  readonly source: string;
  readonly destination: string;
}

export class ConversationTable {
  readonly #conversations = new Map<string, Conversation>();
  readonly #counts = new Map<number, number>();
  readonly announcements: Announcements = new Announcements();
  readonly #store: MessageStore;

  constructor(store: MessageStore) {
    this.#store = store;
  }

  /** The conversation between the ends, opened by this packet if it is the first. */
  find(ends: Ends, packet: Packet): Conversation {
    const key = keyOf(ends);
    const known = this.#conversations.get(key);
    if (known === undefined) return this.#open(key, ends, packet);
    this.#conversations.delete(key);
    this.#conversations.set(key, known);
    return known;
  }

  /** Opens a further conversation between the same ends; the earlier one is forgotten. */
  reopen(ends: Ends, packet: Packet): Conversation {
    const key = keyOf(ends);
    this.#conversations.delete(key);
    return this.#open(key, ends, packet);
  }

  #open(key: string, ends: Ends, packet: Packet): Conversation {
    const number = this.#counts.get(ends.ipProtocol) ?? 0;
    this.#counts.set(ends.ipProtocol, number + 1);
    const conversation = new Conversation(number, packet, this.#store);
    conversation.announced = this.announcements.find(packet);
    this.#conversations.set(key, conversation);
    if (this.#conversations.size > MAX_CONVERSATIONS) {
      this.#conversations.delete(this.#conversations.keys().next().value!);
    }
    return conversation;
  }
}

/** Both directions have the same key: a few UTF-16 units that are numbers, not text. */
function keyOf({ ipProtocol, source, destination }: Ends): string {
  const ends = source < destination ? source + destination : destination + source;
  return String.fromCharCode(ipProtocol) + ends;
}
