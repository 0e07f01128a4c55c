/** Layers of octets that are not in the frame as they are: out of chunks, or decompressed. */

import type { Field, Layer } from "../layer.ts";
import { Packet } from "../packet.ts";
import { Tree } from "../tree.ts";

/**
 * Appends the layers that `fill` makes of `octets`, all of them placed at `[start, end)`, where the
 * encoded octets lie.
 */
export function appendDecoded<Result>(
  tree: Tree,
  octets: Uint8Array,
  start: number,
  end: number,
  fill: (inner: Tree) => Result,
): Result {
  const packet = new Packet();
  packet.view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  packet.end = octets.length;
  packet.payloadEnd = octets.length;
  packet.number = tree.packet.number;
  const inner = new Tree(packet);
  const result = fill(inner);
  const from = start - tree.packet.start;
  const to = Math.min(end, tree.packet.end) - tree.packet.start;
  for (const layer of inner.layers) tree.layers.push(placed(layer, from, to));
  tree.protocols.push(...inner.protocols);
  return result;
}

function placed(layer: Layer, start: number, end: number): Layer {
  return {
    ...layer,
    start,
    end,
    fields: layer.fields.map((field) => placedField(field, start, end)),
  };
}

/** Fields nest as deep as readers nest them, which is a few levels. */
function placedField(field: Field, start: number, end: number): Field {
  const children = field.children.map((child) => placedField(child, start, end));
  return { ...field, start, end, children };
}
