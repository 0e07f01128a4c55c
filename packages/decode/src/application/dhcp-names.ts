/** The host name that a DHCP client gives itself, with the address that it has or asks for. */

import { clientAddress, findOption, length, Option, yourAddress } from "./dhcp.ts";
import { readText } from "./name-text.ts";
import type { NameSink } from "./names.ts";

/** Reports the host name (option 12) of the message in `[off, end)`, which passed `check`. */
export function readDhcpNames(view: DataView, off: number, end: number, sink: NameSink): void {
  const option = findOption(view, off, end, Option.HostName);
  if (option < 0) return;
  const name = readText(view, option + 2, valueEnd(view, option));
  if (name === "") return;
  sink.flowName(name, "dhcp");
  const address = leasedAddress(view, off, end);
  if (address !== 0) sink.addressName(4, address, 0, 0, 0, name, "dhcp");
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
