/** What a connection has shown of RDP so far. */

import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";

export class RdpSession {
  /** A message in the framing of TPKT was seen, so that what has none continues one. */
  isTpkt = false;
  /** RDP was seen without TLS around it, so that messages of its fast path may follow. */
  isRdp = false;
  /** MCS channel of input and output; 0 until the server has named it (MS-RDPBCGR §2.2.1.4.4). */
  ioChannel = 0;
  /** Standard RDP Security encrypts what follows (MS-RDPBCGR §5.3); false until the server says so. */
  isEncrypted = false;
  /** The licensing phase is over: data on the I/O channel may lack a security header. */
  isLicensed = false;
}

export function rdpSession(conversation: Conversation): RdpSession {
  return conversation.recall(Protocol.Rdp, () => new RdpSession());
}
