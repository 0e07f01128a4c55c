/** What TLS and DTLS remember of one conversation. */

import type { Unfinished } from "../stream/message-store.ts";
import { Version } from "./tls-version.ts";

/** One end's messages. */
export class TlsDirection implements Unfinished {
  /** After its Change Cipher Spec; what follows is ciphertext, unless it plainly is a hello. */
  isEncrypted = false;
  /** Handshake octets of a message whose end has not come yet. */
  pending: Uint8Array = new Uint8Array(0);

  get held(): number {
    return this.pending.length;
  }

  forget(): void {
    this.pending = new Uint8Array(0);
  }
}

export class TlsSession {
  /** As negotiated; `Unknown` until a message of the server or beyond the handshake tells. */
  version: number = Version.Unknown;
  /** Of the ServerHello; -1 before. */
  cipherSuite = -1;
  /** The protocol that the server chose by ALPN; empty without one. */
  protocol = "";
  readonly originator: TlsDirection = new TlsDirection();
  readonly responder: TlsDirection = new TlsDirection();
}
