/**
 * Who may talk to the server at all: the `Host` header keeps out web pages that point their own name
 * at this machine (DNS rebinding), the `Origin` header keeps out other sites' scripts.
 */

import { isIP } from "node:net";
import { hostname } from "node:os";
import type { MiddlewareHandler } from "hono";
import type { ServerConfig } from "./config.ts";
import { hostOfHeader, isLoopback, isWildcard } from "./host-name.ts";
import { problem, problemResponse } from "./problem.ts";

/**
 * True when a request may name this host. A rebound name is always a name, so on addresses that other
 * machines reach every IP literal is fine; on the loopback only the loopback's own are.
 */
export function isHostAllowed(host: string, config: ServerConfig): boolean {
  if (isLoopback(host)) return true;
  const allowed = [config.host, ...config.allowedHosts].map((name) => name.toLowerCase());
  if (allowed.includes(host)) return true;
  if (isLoopback(config.host)) return false;
  if (isIP(host) !== 0) return true;
  const own = hostname().toLowerCase();
  return isWildcard(config.host) && (host === own || host === `${own}.local`);
}

/** True when a browser says that the request comes from a page of this very server, or no browser sent it. */
export function isOriginAllowed(origin: string | undefined, host: string): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, host: from } = new URL(origin);
  return (protocol === "http:" || protocol === "https:") && from === host.toLowerCase();
}

export function guardHost(config: ServerConfig): MiddlewareHandler {
  return async (context, next) => {
    const host = hostOfHeader(context.req.header("host") ?? new URL(context.req.url).host);
    if (host !== undefined && isHostAllowed(host, config)) return next();
    return problemResponse(
      problem(
        421,
        "HTTP_BAD_HOST",
        "This server does not answer to the name in the Host header; use the address that it printed at its start.",
      ),
    );
  };
}

/**
 * Lets requests that open a stream or change something come from this server's own page only, and
 * keeps other sites from making it work at all. Following a link to it stays possible.
 */
export function guardOrigin(): MiddlewareHandler {
  return async (context, next) => {
    const { req } = context;
    const host = req.header("host") ?? new URL(req.url).host;
    const reads = req.method === "GET" || req.method === "HEAD";
    const upgrades = req.header("upgrade") !== undefined;
    const foreign = req.header("sec-fetch-site") === "cross-site";
    const navigates = req.header("sec-fetch-mode") === "navigate";
    const harmless = reads && !upgrades && (!foreign || navigates);
    if (harmless || (!foreign && isOriginAllowed(req.header("origin"), host))) return next();
    return problemResponse(
      problem(403, "HTTP_BAD_ORIGIN", "Only this server's own page may ask this."),
    );
  };
}
