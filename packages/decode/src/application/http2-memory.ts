/** What an HTTP/2 connection remembers: the header tables of both directions, and bodies under way. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import { Gathered } from "./gathered.ts";
import { HpackDecoder } from "./hpack.ts";

/** Bodies of one direction that are put together at once. */
const MAX_BODIES = 16;
/** Octets of each that are kept. */
const MAX_BODY = 16_384;
/** Octets of a header block over several frames that are kept. */
const MAX_BLOCK = 65_536;

interface Body {
  readonly type: string;
  readonly octets: Gathered;
}

export class Http2Side {
  readonly headers: HpackDecoder = new HpackDecoder();
  /** A header block that CONTINUATION frames complete. */
  readonly block: Gathered = new Gathered(MAX_BLOCK);
  readonly #bodies = new Map<number, Body>();

  /** Awaits the body of a message; the oldest body is given up for it where there are too many. */
  expect(stream: number, type: string): void {
    this.#bodies.set(stream, { type, octets: new Gathered(MAX_BODY) });
    if (this.#bodies.size > MAX_BODIES) this.#bodies.delete(this.#bodies.keys().next().value!);
  }

  body(stream: number): Body | undefined {
    return this.#bodies.get(stream);
  }

  close(stream: number): void {
    this.#bodies.delete(stream);
  }
}

class Http2Memory {
  readonly originator: Http2Side = new Http2Side();
  readonly responder: Http2Side = new Http2Side();
}

/** The side that sent the packet. */
export function http2Side(conversation: Conversation, packet: Packet): Http2Side {
  const memory = conversation.recall(Protocol.Http2, () => new Http2Memory());
  return conversation.isFromOriginator(packet) ? memory.originator : memory.responder;
}
