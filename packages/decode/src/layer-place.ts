/** Where a layer of the stack lies: what a protocol file needs to build the layer's tree. */

import type { Protocol } from "./protocol.ts";

export interface LayerPlace {
  /** Index in the packet's layer stack. */
  readonly index: number;
  readonly protocol: Protocol;
  readonly start: number;
  /** One past the layer's last captured octet, payload included. */
  readonly end: number;
}
