/**
 * The token: a bearer token for programs; for people a link with `?token=` that is swapped for a
 * cookie at once, so that it stays out of the history and of links.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { problem, problemResponse } from "./problem.ts";

/** 192 random bits in 32 URL-safe characters. */
export function createToken(): string {
  return randomBytes(24).toString("base64url");
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Compares in a time that depends on neither text: digests of equal length are compared. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/**
 * Demands `token` on every request.
 *
 * The cookie holds a digest, not the token, and its name depends on the token: cookies ignore ports,
 * and two servers on one machine must not overwrite each other's.
 */
export function demandToken(token: string): MiddlewareHandler {
  const secret = createHash("sha256").update(`cookie ${token}`).digest("base64url");
  const cookie = `wirescope-${digest(secret).toString("hex").slice(0, 8)}`;
  return async (context, next) => {
    const { req } = context;
    const bearer = /^Bearer +(\S+)$/i.exec(req.header("authorization") ?? "")?.[1];
    if (bearer !== undefined && sameSecret(bearer, token)) return next();
    const kept = getCookie(context, cookie);
    const hasCookie = kept !== undefined && sameSecret(kept, secret);
    const offered = req.query("token");
    if (
      offered !== undefined &&
      req.method === "GET" &&
      (hasCookie || sameSecret(offered, token))
    ) {
      const url = new URL(req.url);
      url.searchParams.delete("token");
      setCookie(context, cookie, secret, { httpOnly: true, sameSite: "Strict", path: "/" });
      const path = url.pathname.replace(/^\/+/, "/");
      return context.redirect(`${path}${url.search}`, 303);
    }
    if (hasCookie) return next();
    return problemResponse(
      problem(
        401,
        "HTTP_UNAUTHORIZED",
        "This server needs its token: open the link that it printed at its start, or send it as Authorization: Bearer.",
      ),
      { "WWW-Authenticate": 'Bearer realm="Wirescope"' },
    );
  };
}
