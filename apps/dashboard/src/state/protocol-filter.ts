/** The display filter that selects a protocol by the name that rows and lists print. */

/** Names whose filter is not their own lower-case form. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  IPV4: "ip",
  "802.1Q": "vlan",
  "802.1AD": "ieee8021ad",
  "802.11": "wlan",
  ETHERNET: "eth",
  "802.3": "eth",
  SLL2: "sll",
};

/** Undefined for names that no filter could stand for. */
export function protocolFilter(name: string): string | undefined {
  const exception = EXCEPTIONS[name.toUpperCase()];
  if (exception !== undefined) return exception;
  const lower = name.toLowerCase();
  return /^[a-z][a-z0-9]*$/.test(lower) ? lower : undefined;
}
