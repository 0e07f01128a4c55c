/** The host name that a DHCP client gives itself, with the address that it has or asks for. */

import { clientAddress, findOption, length, Option, yourAddress } from "./dhcp.ts";
import { readName } from "./dns-name.ts";
import { readText } from "./name-text.ts";
import type { NameSink } from "./names.ts";

const FQDN_HEADER = 3;
const FQDN_ENCODED = 0x04;

/** Reports the host name (option 12, or else 81) of the message in `[off, end)`, which passed `check`. */
export function readDhcpNames(view: DataView, off: number, end: number, sink: NameSink): void {
  const name = hostName(view, off, end) || fullName(view, off, end);
  if (name === "") return;
  sink.flowName(name, "dhcp");
  const address = leasedAddress(view, off, end);
  if (address !== 0) sink.addressName(4, address, 0, 0, 0, name, "dhcp");
}

function hostName(view: DataView, off: number, end: number): string {
  const option = findOption(view, off, end, Option.HostName);
  return option < 0 ? "" : readText(view, option + 2, valueEnd(view, option));
}

/** Behind flags and two results, in the encoding of DNS where a flag says so (RFC 4702 §2). */
function fullName(view: DataView, off: number, end: number): string {
  const option = findOption(view, off, end, Option.ClientFqdn);
  if (option < 0 || length(view, option) <= FQDN_HEADER) return "";
  const start = option + 2 + FQDN_HEADER;
  const stop = valueEnd(view, option);
  const isEncoded = (view.getUint8(option + 2) & FQDN_ENCODED) !== 0;
  return isEncoded
    ? readName(view, start, start, option + 2 + length(view, option))
    : readText(view, start, stop);
}

/** End of the option's text; some clients send a final NUL (RFC 2132 §2 asks receivers to drop it). */
function valueEnd(view: DataView, option: number): number {
  let end = option + 2 + length(view, option);
  while (end > option + 2 && view.getUint8(end - 1) === 0) end -= 1;
  return end;
}

/** What the server leases, else what the client has, else what it asks for; 0 if none is named. */
function leasedAddress(view: DataView, off: number, end: number): number {
  const own = yourAddress(view, off) || clientAddress(view, off);
  if (own !== 0) return own;
  const requested = findOption(view, off, end, Option.RequestedAddress);
  return requested >= 0 && length(view, requested) === 4 ? view.getUint32(requested + 2) : 0;
}
