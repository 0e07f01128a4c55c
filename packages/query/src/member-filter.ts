/** Display filters for the members of lists: hosts, pairs of them, names. */
import { quote } from "@wirescope/filter";

/** Packets to or from an address. */
export function hostFilter(address: string): string {
  return `${addressField(address, "addr")} == ${address}`;
}

export function sourceFilter(address: string): string {
  return `${addressField(address, "src")} == ${address}`;
}

export function destinationFilter(address: string): string {
  return `${addressField(address, "dst")} == ${address}`;
}

/** Packets between two addresses, in either direction. */
export function pairFilter(a: string, b: string): string {
  if (a === b) return `${sourceFilter(a)} && ${destinationFilter(a)}`;
  return `${hostFilter(a)} && ${hostFilter(b)}`;
}

/** Packets of or about a name that clients asked for. */
export function nameFilter(name: string): string {
  const text = quote(name);
  return `dns.qry.name == ${text} || tls.handshake.extensions_server_name == ${text} || http.host == ${text}`;
}

function addressField(address: string, end: "addr" | "src" | "dst"): string {
  return address.includes(":") ? `ipv6.${end}` : `ip.${end}`;
}
