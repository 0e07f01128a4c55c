/** What QUIC remembers of one conversation: identifiers, Initial keys and the handshake's octets. */

import type { LongHeader } from "./quic.ts";
import { QuicCrypto } from "./quic-crypto.ts";
import { type InitialKeys, initialKeys, type OpenedPacket, openInitial } from "./quic-initial.ts";
import { TlsSession } from "./tls-session.ts";

/** One end of the conversation. */
export class QuicEnd {
  /** The identifier that it wants to be addressed by; undefined until it has said one. */
  id: Uint8Array | undefined = undefined;
  readonly crypto: QuicCrypto = new QuicCrypto();
}

export class QuicSession {
  readonly originator: QuicEnd = new QuicEnd();
  readonly responder: QuicEnd = new QuicEnd();
  readonly tls: TlsSession = new TlsSession();
  /** Whether a long header has been seen: short ones tell too little to be taken for QUIC's without. */
  isOpen = false;
  #clientKeys: InitialKeys | undefined = undefined;
  #serverKeys: InitialKeys | undefined = undefined;
  /** What the keys follow from. */
  #opening: { readonly version: number; readonly id: Uint8Array } | undefined = undefined;

  /**
   * Opens an Initial packet, with the keys that are known or, of a client, with those that its own
   * destination identifier gives: those of a connection's first packet, and after a Retry.
   */
  open(view: DataView, header: LongHeader): OpenedPacket | undefined {
    return (
      this.#openWith(this.#clientKeys, view, header) ??
      this.#openServer(view, header) ??
      this.#openByItself(view, header)
    );
  }

  /** Opens an Initial packet of a client. */
  openClient(view: DataView, header: LongHeader): OpenedPacket | undefined {
    return this.#openWith(this.#clientKeys, view, header) ?? this.#openByItself(view, header);
  }

  #openByItself(view: DataView, header: LongHeader): OpenedPacket | undefined {
    const id = connectionId(view, header.destination);
    const keys = initialKeys(header.version, id, "client");
    const opened = this.#openWith(keys, view, header);
    if (opened === undefined) return undefined;
    this.#clientKeys = keys;
    this.#opening = { version: header.version, id };
    this.#serverKeys = undefined;
    return opened;
  }

  #openServer(view: DataView, header: LongHeader): OpenedPacket | undefined {
    if (this.#opening === undefined) return undefined;
    this.#serverKeys ??= initialKeys(this.#opening.version, this.#opening.id, "server");
    return this.#openWith(this.#serverKeys, view, header);
  }

  #openWith(
    keys: InitialKeys | undefined,
    view: DataView,
    header: LongHeader,
  ): OpenedPacket | undefined {
    return keys && openInitial(view, header, keys);
  }
}

/** The identifier whose length is at `at`. */
export function connectionId(view: DataView, at: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at + 1, view.getUint8(at)).slice();
}
