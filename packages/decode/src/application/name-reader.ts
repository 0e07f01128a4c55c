/** Names of flows whose hello takes several datagrams: QUIC with post-quantum keys, DTLS in fragments. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DtlsHello } from "./dtls-hello.ts";
import { type NameSink, readNames } from "./names.ts";
import { QuicHello } from "./quic-hello.ts";

/** Flows with an unfinished hello that are remembered; 32 KiB each at most. */
const MAX_FLOWS = 128;

interface Hello {
  readonly isUnfinished: boolean;
  read(view: DataView, start: number, end: number): string | undefined;
}

export class NameReader {
  /** Unfinished hellos by flow, oldest first. */
  readonly #hellos = new Map<number, Hello>();

  /** Flows with an unfinished hello. */
  get held(): number {
    return this.#hellos.size;
  }

  /**
   * As `readNames`, with what earlier packets of the flow have said of its hello.
   *
   * @param flow tells flows apart that are there at the same time
   */
  read(packet: Packet, flow: number, sink: NameSink): void {
    const hello = this.#hellos.get(flow) ?? newHello(packet.protocol);
    if (hello === undefined) {
      readNames(packet, sink);
      return;
    }
    const name = hello.read(packet.view, packet.payloadStart, packet.payloadEnd);
    this.#hellos.delete(flow);
    if (name !== undefined) sink.flowName(name, "tls");
    else if (hello.isUnfinished) this.#keep(flow, hello);
  }

  /** Forgets a flow that has ended, so that its number can be used again. */
  forget(flow: number): void {
    this.#hellos.delete(flow);
  }

  #keep(flow: number, hello: Hello): void {
    this.#hellos.set(flow, hello);
    if (this.#hellos.size <= MAX_FLOWS) return;
    for (const oldest of this.#hellos.keys()) {
      this.#hellos.delete(oldest);
      return;
    }
  }
}

function newHello(protocol: Protocol): Hello | undefined {
  switch (protocol) {
    case Protocol.Quic:
      return new QuicHello();
    case Protocol.Dtls:
      return new DtlsHello();
    default:
      return undefined;
  }
}
