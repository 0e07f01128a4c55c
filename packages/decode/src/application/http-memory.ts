/** What an HTTP/1.x conversation remembers: requests that wait for their response, in order. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";

/** A request as its response needs it. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute where the host is known. */
  readonly uri: string;
  readonly frame: number;
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** Pipelined requests that are remembered; browsers that pipelined sent about eight. */
const MAX_WAITING = 64;

export class HttpMemory {
  /** True once a request or response was read: what follows and is neither, continues one. */
  spoken = false;
  requests = 0;
  responses = 0;
  /** Set by a CONNECT that succeeded: what follows is another protocol's. */
  tunnel = false;
  readonly #waiting: HttpRequest[] = [];

  /** The request that the next response answers. */
  get asked(): HttpRequest | undefined {
    return this.#waiting[0];
  }

  ask(request: HttpRequest): void {
    this.requests += 1;
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push(request);
  }

  /** @param isFinal false for 1xx, which leave the request waiting (RFC 9110 §15.2) */
  answer(isFinal: boolean): HttpRequest | undefined {
    this.responses += 1;
    return isFinal ? this.#waiting.shift() : this.#waiting[0];
  }
}

export function httpMemory(conversation: Conversation): HttpMemory {
  return conversation.recall(Protocol.Http, () => new HttpMemory());
}

/** Seconds from the request to the packet with nine decimals, as `0.088264000`. */
export function secondsSince(request: HttpRequest, packet: Packet): string {
  const nanoseconds =
    (packet.seconds - request.seconds) * 1e9 + packet.nanoseconds - request.nanoseconds;
  const size = Math.abs(nanoseconds);
  const whole = Math.floor(size / 1e9);
  const sign = nanoseconds < 0 ? "-" : "";
  return `${sign}${whole}.${String(Math.round(size - whole * 1e9)).padStart(9, "0")}`;
}
