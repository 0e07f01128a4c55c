/** This machine's interfaces in the words of the query contract. */
import type { CaptureDevice } from "@wirescope/capture";
import type { InterfaceInfo } from "@wirescope/query";

/** Marks those of `capturing`. */
export function describeInterfaces(
  devices: readonly CaptureDevice[],
  capturing: ReadonlySet<string>,
): readonly InterfaceInfo[] {
  return devices.map(({ name, description, addresses, up, loopback, defaultRoute }) => ({
    name,
    description,
    addresses,
    up,
    loopback,
    defaultRoute,
    capturing: capturing.has(name),
  }));
}
