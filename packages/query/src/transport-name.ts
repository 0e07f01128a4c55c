/** IP protocol numbers (IANA) that answers call by name. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [1, "icmp"],
  [6, "tcp"],
  [17, "udp"],
  [58, "icmpv6"],
  [132, "sctp"],
]);

/** `tcp`, `udp`, `sctp`, `icmp`, `icmpv6`, or the number in decimal. */
export function transportName(ipProtocol: number): string {
  return NAMES.get(ipProtocol) ?? String(ipProtocol);
}

/** The number that {@link transportName} named. */
export function transportNumber(name: string): number {
  for (const [number, known] of NAMES) if (known === name) return number;
  return Number(name);
}
