/** The two ends of a packet as rows print them: `192.0.2.1:443`, `[2001:db8::1]:443`, a MAC address. */

export type AddressKind = "ipv4" | "ipv6" | "mac" | "other";

export interface Endpoint {
  readonly address: string;
  readonly kind: AddressKind;
  readonly port: number | undefined;
}

const IPV4 = /^(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?$/;
const IPV6_PORT = /^\[([0-9a-f:.]+)\]:(\d{1,5})$/i;
const MAC = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i;
const IPV6 = /^(?=.*:.*:)[0-9a-f:]+(?:\d{1,3}(?:\.\d{1,3}){3})?$/i;

export function parseEndpoint(text: string): Endpoint {
  const ipv4 = IPV4.exec(text);
  if (ipv4 !== null) return make(ipv4[1]!, "ipv4", ipv4[2]);
  const withPort = IPV6_PORT.exec(text);
  if (withPort !== null) return make(withPort[1]!, "ipv6", withPort[2]);
  if (MAC.test(text)) return make(text, "mac", undefined);
  if (IPV6.test(text)) return make(text, "ipv6", undefined);
  return make(text, "other", undefined);
}

function make(address: string, kind: AddressKind, port: string | undefined): Endpoint {
  return { address, kind, port: port === undefined ? undefined : Number(port) };
}

/** An address with its port, as {@link parseEndpoint} reads it. */
export function formatEndpoint(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

const FIELD: Readonly<Record<Exclude<AddressKind, "other">, string>> = {
  ipv4: "ip",
  ipv6: "ipv6",
  mac: "eth",
};

/** A display filter for packets whose source or destination it is; undefined for no address. */
export function endpointFilter(endpoint: Endpoint, side: "src" | "dst"): string | undefined {
  if (endpoint.kind === "other") return undefined;
  return `${FIELD[endpoint.kind]}.${side} == ${endpoint.address}`;
}
