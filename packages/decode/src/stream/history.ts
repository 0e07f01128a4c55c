/** Which fields a packet tells by itself, whatever came before it. */

const OWN_PREFIXES = ["eth", "vlan", "arp", "sll", "llc", "wlan"];

const OWN_FIELDS: ReadonlySet<string> = new Set([
  "frame",
  "frame.number",
  "frame.time",
  "frame.time_epoch",
  "frame.len",
  "frame.cap_len",
  "frame.encap_type",
]);

/** False for a field whose value is the same with and without the packets before; true in doubt. */
export function needsHistory(field: string): boolean {
  return !OWN_FIELDS.has(field) && !OWN_PREFIXES.includes(field.split(".", 1)[0]!);
}
