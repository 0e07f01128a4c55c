/** Layers of the application protocols, and what they say in one line. */

import type { Packet } from "../packet.ts";
import type { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";

/**
 * Appends the layers of the payload `[packet.payloadStart, packet.payloadEnd)`.
 *
 * `protocol` is what `identify` said. Appends nothing when the payload is empty or unknown; the
 * caller then shows it as data.
 */
export function dissectApplication(_packet: Packet, _protocol: Protocol, _tree: Tree): void {}

/** The Info column of the application layer, or undefined to show the transport's. */
export function applicationInfo(_packet: Packet, _protocol: Protocol): string | undefined {
  return undefined;
}
