/** One SMB 2 message as the readers of its commands see it. */

import type { Packet } from "../packet.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { Smb2Request, Smb2Session } from "./smb2-session.ts";

export interface Smb2Message {
  readonly packet: Packet;
  readonly tree: Tree;
  readonly conversation: Conversation;
  readonly session: Smb2Session;
  /** Offset of the header; offsets within messages count from here. */
  readonly start: number;
  /** Offset of the structure behind the header. */
  readonly body: number;
  readonly end: number;
  readonly command: number;
  readonly isResponse: boolean;
  readonly treeId: number;
  /** What was asked: this message itself, or the request that it answers where that was seen. */
  readonly request: Smb2Request | undefined;
}
