/** The configuration test protocol of Ethernet version 2 (§8), with which a station tests its own port. */

import { dissectData } from "../data-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";

const FUNCTIONS: Readonly<Record<number, string>> = { 1: "Reply", 2: "Forward Data" };
const REPLY = 1;
const FORWARD = 2;
const LE = { littleEndian: true };
/** Messages forwarded in a row; each takes eight octets of a frame. */
const MAX_FUNCTIONS = 200;

const SKIP = defineField("loop.skipcount", "uint16", "skipCount", LE);
const FUNCTION = defineField("loop.function", "uint16", "Function", { ...LE, values: FUNCTIONS });
const RECEIPT = defineField("loop.receipt_number", "uint16", "Receipt number", LE);
const ADDRESS = defineField("loop.forwarding_address", "ether", "Forwarding address");

export const LOOP_FIELDS: readonly FieldSpec[] = [SKIP, FUNCTION, RECEIPT, ADDRESS];

export function dissectLoop(tree: Tree, { start, end }: LayerPlace): void {
  tree.layer("loop", "Configuration Test Protocol (loopback)", start, end);
  const skip = Number(addWithin(tree, SKIP, start, end)?.value ?? 0);
  let off = start + 2;
  let info: string | undefined;
  for (let i = 0; i < MAX_FUNCTIONS; i += 1) {
    const code = addWithin(tree, FUNCTION, off, end)?.value;
    const relevant = off - start - 2 === skip;
    if (relevant) info = FUNCTIONS[Number(code)] ?? "Unknown function";
    if (code === FORWARD) {
      addWithin(tree, ADDRESS, off + 2, end);
      off += 8;
    } else {
      if (code === REPLY) addWithin(tree, RECEIPT, off + 2, end);
      off += code === REPLY ? 4 : 2;
      break;
    }
  }
  tree.show("LOOP", info ?? "Invalid skip count");
  if (off < end) dissectData(tree, off, end);
}
