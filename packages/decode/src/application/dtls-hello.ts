/** The server name in a ClientHello of DTLS, in one datagram or in the fragments of several. */

import * as dtls from "./dtls.ts";
import { DtlsFragments } from "./dtls-fragments.ts";
import { ContentType, HandshakeType } from "./tls.ts";
import { serverNameOf } from "./tls-extension.ts";

/** Records of one datagram that are looked at, and fragments of one hello. */
const MAX_RECORDS = 8;
const MAX_FRAGMENTS = 64;

export class DtlsHello {
  readonly #fragments: DtlsFragments = new DtlsFragments();
  #count = 0;

  /** Whether fragments of a hello have been seen, and more of them may help. */
  get isUnfinished(): boolean {
    return this.#fragments.held > 0 && this.#count < MAX_FRAGMENTS;
  }

  /** Takes a datagram. @returns the server name once the hello is whole */
  read(view: DataView, start: number, end: number): string | undefined {
    let at = start;
    for (let count = 0; count < MAX_RECORDS && dtls.isRecord(view, at, end); count += 1) {
      const after = dtls.recordEnd(view, at, end);
      const isHandshake = dtls.contentType(view, at) === ContentType.Handshake;
      if (isHandshake && dtls.epoch(view, at) === 0) {
        const name = this.#readMessage(view, at + dtls.HEADER_LEN, after);
        if (name !== undefined) return name;
      }
      at = after;
    }
    return undefined;
  }

  #readMessage(view: DataView, at: number, end: number): string | undefined {
    const body = at + dtls.HANDSHAKE_HEADER_LEN;
    if (body > end || view.getUint8(at) !== HandshakeType.ClientHello) return undefined;
    const { messageLength, sequence, offset, length } = dtls.fragmentHeader(view, at);
    if (body + length > end) return undefined;
    if (length === messageLength) return serverNameOf(view, body, body + length, true);
    this.#count += 1;
    const octets = new Uint8Array(view.buffer, view.byteOffset + body, length).slice();
    const type = HandshakeType.ClientHello;
    const whole = this.#fragments.add({ sequence, type, messageLength, offset, octets });
    return whole && serverNameOf(new DataView(whole.buffer), 0, whole.length, true);
  }
}
