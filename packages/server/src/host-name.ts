/** Host names and addresses as they stand in URLs and in the `Host` and `Origin` headers. */
import { isIP } from "node:net";

/** True for names and addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return name === "localhost" || name === "::1" || (isIP(name) === 4 && name.startsWith("127."));
}

/** True for the addresses that stand for every interface. */
export function isWildcard(host: string): boolean {
  return isIP(host) !== 0 && /^[0:.]*$/.test(host);
}

/** `host` as a URL writes it: IPv6 addresses in brackets. */
export function urlHost(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/**
 * The name in a `Host` header: lower case, without port, brackets or the root's dot. Undefined when
 * the header is not a host with an optional port (RFC 9110 §7.2).
 */
export function hostOfHeader(header: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(header);
  const name = (match?.[1] ?? match?.[2])?.toLowerCase();
  if (name === undefined || (match?.[1] !== undefined && isIP(name) !== 6)) return undefined;
  return name.endsWith(".") ? name.slice(0, -1) : name;
}
