/** All pages that are live: how many there may be, whether they are still there, and their end. */
import { type WebSocket, WebSocketServer } from "ws";
import { MAX_MESSAGE_LENGTH } from "./config.ts";
import { CloseCode, LiveConnection, type LiveConnectionOptions } from "./live-connection.ts";

/** Milliseconds between probes; a page that misses one is gone. */
const PROBE_INTERVAL = 30_000;

export interface LiveHubOptions extends LiveConnectionOptions {
  readonly maxStreams: number;
}

export class LiveHub {
  /** Takes the upgraded sockets; it listens on no port of its own. */
  readonly sockets: WebSocketServer;
  readonly #options: LiveHubOptions;
  readonly #connections: Set<LiveConnection> = new Set();
  #probes: NodeJS.Timeout | undefined;

  constructor(options: LiveHubOptions) {
    this.#options = options;
    this.sockets = new WebSocketServer({
      noServer: true,
      maxPayload: MAX_MESSAGE_LENGTH,
      perMessageDeflate: false,
    });
    this.sockets.on("connection", (socket) => this.#accept(socket));
  }

  start(): void {
    this.#probes ??= setInterval(() => this.#probe(), PROBE_INTERVAL).unref();
  }

  stop(): void {
    clearInterval(this.#probes);
    this.#probes = undefined;
    for (const socket of this.sockets.clients) {
      socket.close(CloseCode.GoingAway, "The server stops.");
      socket.terminate();
    }
  }

  #accept(socket: WebSocket): void {
    const { metrics, maxStreams } = this.#options;
    if (this.#connections.size >= maxStreams) {
      socket.close(CloseCode.Busy, `${maxStreams} pages are live already.`);
      return;
    }
    const connection = new LiveConnection(socket, this.#options);
    this.#connections.add(connection);
    metrics.streams = this.#connections.size;
    socket.once("close", () => {
      this.#connections.delete(connection);
      metrics.streams = this.#connections.size;
    });
  }

  #probe(): void {
    for (const connection of this.#connections) connection.probe();
  }
}
