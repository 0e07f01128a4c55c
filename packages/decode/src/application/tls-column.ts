/** What the packet list shows of TLS. */

import type { Tree } from "../tree.ts";

/** Adds `info` to what records before it said; the last record of a packet names the version for all of them. */
export function showTls(tree: Tree, column: string, info: string): void {
  const before = tree.shown;
  const continues = before !== undefined && /^(SSL|TLS|TLCP)/.test(before.protocol);
  const texts = [continues ? before.info : "", info].filter((text) => text !== "");
  tree.shown = { protocol: column, info: texts.join(", ") };
}
