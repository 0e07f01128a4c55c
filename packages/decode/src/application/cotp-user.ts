/** What a protocol offers that travels in the transport connections of ISO 8073 (COTP). */

import type { Packet } from "../packet.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";

/** The user data of one COTP message, `[start, end)` in the packet's view, never empty. */
export interface CotpUserData {
  readonly packet: Packet;
  readonly tree: Tree;
  readonly conversation: Conversation;
  readonly start: number;
  readonly end: number;
}

/**
 * Appends the layers of the user data and says what the packet list shows.
 *
 * @returns false, with nothing appended, where the data is another protocol's
 */
export type CotpUser = (data: CotpUserData) => boolean;
