/** What the server can be told, and every bound that it keeps. */
import { isIP } from "node:net";
import { ServerError } from "./errors.ts";

/** "WIRE" on a telephone's keys, and not assigned by IANA. */
export const DEFAULT_PORT = 9473;

/** Ports tried from {@link DEFAULT_PORT} on when nobody asked for a certain one. */
export const PORT_ATTEMPTS = 32;

/** Characters in a token that somebody chose; the generated ones have 32. */
const MIN_TOKEN_LENGTH = 16;

/** Octets of request line and headers; longer requests get 431 from Node. */
export const MAX_HEADER_LENGTH: number = 16 * 1024;

/** Characters in a filter, far beyond what a person types and cheap to parse. */
export const MAX_FILTER_LENGTH = 4096;

/** Octets in a WebSocket message from a page: a subscription with the longest filter, escaped. */
export const MAX_MESSAGE_LENGTH: number = 32 * 1024;

/** Frames that a page may be owed; grants beyond them are ignored. */
export const MAX_GRANTS = 4;

/** Octets that may wait in a page's socket before it gets no further frame. */
export const MAX_BUFFERED_LENGTH: number = 1024 * 1024;

export interface ServerConfig {
  /** Address or name to bind. Anything but the loopback needs a token. */
  readonly host: string;
  /** 0 … 65535, 0 for any free one; undefined takes {@link DEFAULT_PORT} or the next free one. */
  readonly port: number | undefined;
  /** Undefined makes one up where the address needs it. */
  readonly token: string | undefined;
  /** Directory of the built page; undefined serves the interface for programs only. */
  readonly dashboard: string | undefined;
  /** Names, besides the bound one, under which the server may be reached. */
  readonly allowedHosts: readonly string[];
  /** Pages that may be live at once. */
  readonly maxStreams: number;
  /** TCP connections at once. */
  readonly maxConnections: number;
}

const DEFAULTS: ServerConfig = {
  host: "127.0.0.1",
  port: undefined,
  token: undefined,
  dashboard: undefined,
  allowedHosts: [],
  maxStreams: 32,
  maxConnections: 512,
};

/**
 * Fills in what was not said.
 *
 * @throws ServerError `SERVER_BAD_PORT`, `SERVER_BAD_ADDRESS` or `SERVER_WEAK_TOKEN`.
 */
export function completeConfig(config: Partial<ServerConfig>): ServerConfig {
  const complete = { ...DEFAULTS, ...config };
  const { host, port, token } = complete;
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new ServerError("SERVER_BAD_PORT", `${port} is not a port; give one from 0 to 65535.`);
  }
  if (host === "" || /[\s/[\]]/.test(host) || (host.includes(":") && isIP(host) === 0)) {
    throw new ServerError(
      "SERVER_BAD_ADDRESS",
      `"${host}" is not an address to listen on; give an IP address or a host name without a port.`,
    );
  }
  if (token !== undefined && !(token.length >= MIN_TOKEN_LENGTH && /^[!-~]+$/.test(token))) {
    throw new ServerError(
      "SERVER_WEAK_TOKEN",
      `The token needs at least ${MIN_TOKEN_LENGTH} printable ASCII characters without spaces.`,
    );
  }
  return complete;
}
