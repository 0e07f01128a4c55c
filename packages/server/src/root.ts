/** The server: inert until started, gone after it is stopped. */
import type { Server as HttpServer } from "node:http";
import { createAdaptorServer, type WebSocketServerLike } from "@hono/node-server";
import type { Session } from "@wirescope/query";
import type { Hono } from "hono";
import { createToken } from "./auth.ts";
import {
  completeConfig,
  DEFAULT_PORT,
  MAX_HEADER_LENGTH,
  PORT_ATTEMPTS,
  type ServerConfig,
} from "./config.ts";
import { declineUpgrades } from "./declined-upgrade.ts";
import { ServerError } from "./errors.ts";
import { isLoopback, isWildcard, urlHost } from "./host-name.ts";
import { createHttp } from "./http.ts";
import { LiveHub } from "./live-hub.ts";
import { type PipelineFigures, ServerMetrics } from "./metrics.ts";
import { StaticFiles } from "./static-files.ts";

export interface ServerDependencies {
  readonly session: Session;
  /**
   * Starts the sample, for the page that has no permission to capture; resolves to false where
   * packets are read already. Left out where there is no sample.
   */
  readonly replaySample?: () => Promise<boolean>;
  /** The pipeline's own figures for `/metrics`; undefined while none runs. */
  readonly pipeline?: () => PipelineFigures | undefined;
}

/** Where a started server is reached. */
export interface ServerAddress {
  /** What to open in a browser; carries the token where one is needed. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Undefined on the loopback, where none is needed. */
  readonly token: string | undefined;
}

export class Server {
  readonly app: Hono;
  readonly metrics: ServerMetrics = new ServerMetrics();
  readonly config: ServerConfig;
  /** Given, made up for an address that others reach, or undefined on the loopback. */
  readonly token: string | undefined;
  readonly #hub: LiveHub;
  #http: HttpServer | undefined;
  #page: Promise<StaticFiles | undefined> | undefined;

  /** @throws ServerError for a configuration that can't work. */
  constructor(config: Partial<ServerConfig>, dependencies: ServerDependencies) {
    this.config = completeConfig(config);
    const { host, token } = this.config;
    this.token = token ?? (isLoopback(host) ? undefined : createToken());
    const { session, pipeline = () => undefined } = dependencies;
    const { replaySample = () => Promise.resolve(false) } = dependencies;
    const { metrics } = this;
    const page = (): Promise<StaticFiles | undefined> => this.#loadPage();
    this.app = createHttp({
      config: this.config,
      token: this.token,
      session,
      replaySample,
      pipeline,
      metrics,
      page,
    });
    const { maxStreams } = this.config;
    this.#hub = new LiveHub({ session, metrics, maxStreams });
  }

  /**
   * Listens. Without a port that was asked for, a busy default port gives way to the next free one.
   *
   * @throws ServerError
   */
  async start(): Promise<ServerAddress> {
    if (this.#http !== undefined) {
      throw new ServerError("SERVER_ALREADY_STARTED", "The server is started already.");
    }
    const { host, maxConnections } = this.config;
    await this.#loadPage();
    const http = createAdaptorServer({
      fetch: this.app.fetch,
      websocket: { server: this.#hub.sockets as WebSocketServerLike },
      serverOptions: { maxHeaderSize: MAX_HEADER_LENGTH, requestTimeout: 30_000 },
      overrideGlobalObjects: false,
    }) as HttpServer;
    declineUpgrades(http);
    http.maxConnections = maxConnections;
    this.#http = http;
    try {
      const port = await this.#listen(http);
      this.#hub.start();
      const query = this.token === undefined ? "" : `?token=${encodeURIComponent(this.token)}`;
      const shown = isWildcard(host) ? "localhost" : host;
      return { url: `http://${urlHost(shown)}:${port}/${query}`, host, port, token: this.token };
    } catch (error) {
      this.#http = undefined;
      throw error;
    }
  }

  /** Ends every connection and stream; the session stays open, it is its owner's. */
  async stop(): Promise<void> {
    const http = this.#http;
    if (http === undefined) return;
    this.#http = undefined;
    this.#hub.stop();
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    http.closeAllConnections();
    await closed;
  }

  #loadPage(): Promise<StaticFiles | undefined> {
    const { dashboard } = this.config;
    this.#page ??=
      dashboard === undefined ? Promise.resolve(undefined) : StaticFiles.open(dashboard);
    return this.#page;
  }

  async #listen(http: HttpServer): Promise<number> {
    const { host, port } = this.config;
    const attempts = port === undefined ? PORT_ATTEMPTS : 1;
    const first = port ?? DEFAULT_PORT;
    for (let candidate = first; candidate < first + attempts; candidate += 1) {
      const outcome = await tryListen(http, host, candidate);
      if (typeof outcome === "number") return outcome;
      if (outcome.code !== "EADDRINUSE") throw listenError(outcome, host, candidate);
    }
    throw portBusy(host, first, attempts);
  }
}

/** The port that it listens on, or why it can't. */
function tryListen(
  http: HttpServer,
  host: string,
  port: number,
): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => resolve(error);
    http.once("error", failed);
    http.listen({ host, port }, () => {
      http.off("error", failed);
      const address = http.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function portBusy(host: string, port: number, attempts: number): ServerError {
  const ports =
    attempts === 1 ? `Port ${port}` : `Each port from ${port} to ${port + attempts - 1}`;
  return new ServerError(
    "SERVER_PORT_BUSY",
    `${ports} on ${host} is used by another program; choose another one with --port.`,
  );
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): ServerError {
  if (cause.code === "EACCES") {
    return new ServerError(
      "SERVER_PORT_FORBIDDEN",
      `This user may not listen on port ${port}; choose one from 1024 up with --port.`,
      { cause },
    );
  }
  return new ServerError(
    "SERVER_BAD_ADDRESS",
    `${host} is not an address of this machine (${cause.code ?? cause.message}); choose another one with --host.`,
    { cause },
  );
}
