/** The server name that a client asks for in its Initial packets, however many its hello takes. */

import { concatenate } from "../crypto/octets.ts";
import { serverNameOfChlo } from "./gquic-message.ts";
import * as quic from "./quic.ts";
import { QuicCrypto } from "./quic-crypto.ts";
import { eachCrypto } from "./quic-frame.ts";
import { QuicSession } from "./quic-session.ts";
import { hasGoogleFrames, Q050 } from "./quic-version.ts";
import { HANDSHAKE_HEADER_LEN, HandshakeType, handshakeLength, handshakeType } from "./tls.ts";
import { serverNameOf } from "./tls-extension.ts";

/** Initial packets of one flow that are opened, and octets of a hello that are kept. */
const MAX_PACKETS = 8;
const MAX_HELLO = 0x4000;

/** Packets of one datagram that are looked at. */
const MAX_COALESCED = 4;

export class QuicHello {
  readonly #session: QuicSession = new QuicSession();
  readonly #crypto: QuicCrypto = new QuicCrypto();
  #hello: Uint8Array = new Uint8Array(0);
  #packets = 0;

  /** Whether octets of a hello have been seen, and more of them may help. */
  get isUnfinished(): boolean {
    const isBegun = this.#hello.length > 0 || this.#crypto.held > 0;
    return isBegun && this.#packets < MAX_PACKETS;
  }

  /** Takes a datagram of either side. @returns the server name once the hello is whole */
  read(view: DataView, start: number, end: number): string | undefined {
    let at = start;
    for (let count = 0; count < MAX_COALESCED && at < end; count += 1) {
      if (!quic.isLong(view, at)) return undefined;
      const header = quic.longHeader(view, at, end);
      if (header === undefined) return undefined;
      if (header.type === quic.PacketType.Initial && this.#packets < MAX_PACKETS) {
        const name = this.#readInitial(view, header);
        if (name !== undefined) return name;
      }
      at = header.end;
    }
    return undefined;
  }

  #readInitial(view: DataView, header: quic.LongHeader): string | undefined {
    this.#packets += 1;
    const opened = this.#session.openClient(view, header);
    if (opened === undefined) return undefined;
    const { frames } = opened;
    const inner = new DataView(frames.buffer, frames.byteOffset, frames.byteLength);
    const isGoogle = hasGoogleFrames(header.version);
    eachCrypto(inner, 0, frames.length, isGoogle, (offset, from, to) => {
      const piece = this.#crypto.add(offset, frames.subarray(from, to));
      if (this.#hello.length + piece.length <= MAX_HELLO) {
        this.#hello = concatenate(this.#hello, piece);
      }
    });
    return this.#serverName(header.version === Q050);
  }

  #serverName(isGoogle: boolean): string | undefined {
    const { length } = this.#hello;
    const hello = new DataView(this.#hello.buffer, this.#hello.byteOffset, length);
    if (isGoogle) return serverNameOfChlo(hello, 0, length);
    if (length < HANDSHAKE_HEADER_LEN) return undefined;
    if (handshakeType(hello, 0) !== HandshakeType.ClientHello) return undefined;
    const end = HANDSHAKE_HEADER_LEN + handshakeLength(hello, 0);
    return end > length ? undefined : serverNameOf(hello, HANDSHAKE_HEADER_LEN, end, false);
  }
}
