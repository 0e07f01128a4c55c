/** Headers on every answer: the page runs its own scripts only, and no other site may embed or read it. */
import type { MiddlewareHandler } from "hono";

/** `host` is the request's `Host` header, already checked: older browsers need the socket spelled out. */
function contentSecurityPolicy(host: string): string {
  return [
    "default-src 'self'",
    `connect-src 'self' ws://${host} wss://${host}`,
    "img-src 'self' data: blob:",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export function securityHeaders(): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const { headers } = context.res;
    const host = context.req.header("host") ?? new URL(context.req.url).host;
    if (context.res.status !== 421) {
      headers.set("Content-Security-Policy", contentSecurityPolicy(host));
    }
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), usb=()");
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
  };
}
