/**
 * One page on the live WebSocket: its subscription in, frames out, never more than it granted.
 *
 * A frame is asked of the session only when the page has granted one and the socket has taken the
 * frames before, so that nothing queues for a slow page: it gets fewer frames, each of them current.
 */
import type { LiveStream, Session } from "@wirescope/query";
import { type RawData, WebSocket } from "ws";
import { MAX_BUFFERED_LENGTH, MAX_GRANTS } from "./config.ts";
import type { ServerMetrics } from "./metrics.ts";
import { type Problem, ProblemError, problemOf } from "./problem.ts";
import { readPageMessage } from "./subscription.ts";

/** WebSocket close codes, RFC 6455 §7.4.1 and the IANA registry. */
export const CloseCode = {
  GoingAway: 1001,
  UnsupportedData: 1003,
  Policy: 1008,
  Busy: 1013,
} as const;

export interface LiveConnectionOptions {
  readonly session: Session;
  readonly metrics: ServerMetrics;
}

export class LiveConnection {
  readonly #socket: WebSocket;
  readonly #metrics: ServerMetrics;
  readonly #stream: LiveStream;
  /** Frames that the page waits for and that were not asked of the session yet. */
  #granted = 0;
  /** Frames asked of the session. */
  #asked = 0;
  #subscribed = false;
  #alive = true;

  constructor(socket: WebSocket, options: LiveConnectionOptions) {
    this.#socket = socket;
    this.#metrics = options.metrics;
    this.#stream = options.session.live(
      (frame) => this.#send(frame),
      (error, epoch) => this.#complain(epoch, problemOf(error)),
    );
    socket.on("message", (data, isBinary) => this.#receive(data, isBinary));
    socket.on("pong", () => {
      this.#alive = true;
    });
    socket.on("close", () => this.#stream.close());
    socket.on("error", () => socket.terminate());
  }

  /** Asks whether the page is still there; ends the connection when it did not answer the last time. */
  probe(): void {
    if (!this.#alive) {
      this.#socket.terminate();
      return;
    }
    this.#alive = false;
    this.#socket.ping();
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (isBinary) {
      this.#socket.close(CloseCode.UnsupportedData, "Messages are JSON text.");
      return;
    }
    try {
      const message = readPageMessage(data.toString());
      switch (message.type) {
        case "grant":
          this.#grant();
          break;
        case "subscribe":
          this.#stream.subscribe(message.subscription, message.epoch);
          this.#subscribed = true;
          this.#pump();
          break;
      }
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.#socket.close(CloseCode.Policy, error.problem.detail.slice(0, 120));
    }
  }

  #grant(): void {
    if (this.#granted + this.#asked >= MAX_GRANTS) {
      this.#metrics.grantsIgnored += 1;
      return;
    }
    this.#granted += 1;
    this.#pump();
  }

  /** Passes grants on while the socket keeps up. */
  #pump(): void {
    while (
      this.#subscribed &&
      this.#granted > 0 &&
      this.#socket.bufferedAmount <= MAX_BUFFERED_LENGTH
    ) {
      this.#granted -= 1;
      this.#asked += 1;
      this.#stream.grant();
    }
  }

  #send(frame: ArrayBuffer): void {
    this.#asked = Math.max(0, this.#asked - 1);
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#metrics.framesSent += 1;
    this.#metrics.frameBytesSent += frame.byteLength;
    this.#socket.send(frame, { binary: true }, () => this.#pump());
  }

  #complain(epoch: number, what: Problem): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({ type: "problem", epoch, problem: what }));
  }
}
