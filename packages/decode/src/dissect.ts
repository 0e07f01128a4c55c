/** One packet by itself, into the tree that people read. Off the hot path: it allocates freely. */

import { columnsOf } from "./field-texts.ts";
import type { Layer } from "./layer.ts";
import type { Packet } from "./packet.ts";
import { Dissector } from "./stream/dissector.ts";
import type { Summary } from "./summary.ts";

/**
 * The layers of a packet that `decode` has read, the frame itself first, without what came before it.
 *
 * Never throws: what is cut or malformed ends the layer it is in. Leaves the packet as it was.
 */
export function dissect(packet: Packet): Layer[] {
  return new Dissector({ remembers: false }).dissect(packet);
}

/** The packet list's row of a packet that `decode` has read, by itself. */
export function summarize(packet: Packet): Summary {
  return columnsOf(dissect(packet));
}
