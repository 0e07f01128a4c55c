/** The layer of a protocol that is named and not read. */

import { protocolInfo } from "./protocol-info.ts";
import type { Tree } from "./tree.ts";

export function dissectNamed(tree: Tree, protocol: number, start: number, end: number): void {
  const { name, filterName, title } = protocolInfo(protocol);
  tree.layer(filterName, title, start, end);
  tree.summarize(`${name}, ${end - start} bytes`);
}
