/** Places in a layer tree: indices from the outermost layer down. */
import type { FieldNode } from "@wirescope/query";

export type FieldPath = readonly number[];

export function fieldAt(layers: readonly FieldNode[], path: FieldPath): FieldNode | undefined {
  let nodes = layers;
  let found: FieldNode | undefined;
  for (const index of path) {
    found = nodes[index];
    if (found === undefined) return undefined;
    nodes = found.children;
  }
  return found;
}

export function pathKey(path: FieldPath): string {
  return path.join(".");
}

/** The smallest field that holds an octet; the innermost layer wins. Empty when none does. */
export function pathOfOctet(layers: readonly FieldNode[], octet: number): FieldPath {
  let best: FieldPath = [];
  let width = Number.POSITIVE_INFINITY;
  function visit(nodes: readonly FieldNode[], path: FieldPath): void {
    for (const [i, node] of nodes.entries()) {
      const at = [...path, i];
      const holds = node.start <= octet && octet < node.end;
      if (holds && node.end - node.start <= width) {
        best = at;
        width = node.end - node.start;
      }
      visit(node.children, at);
    }
  }
  visit(layers, []);
  return best;
}

export interface VisibleField {
  readonly node: FieldNode;
  readonly path: FieldPath;
}

/** The fields that an expanded tree shows, top to bottom. */
export function visibleFields(
  layers: readonly FieldNode[],
  expanded: ReadonlySet<string>,
): VisibleField[] {
  const found: VisibleField[] = [];
  function visit(nodes: readonly FieldNode[], path: FieldPath): void {
    for (const [i, node] of nodes.entries()) {
      const at = [...path, i];
      found.push({ node, path: at });
      if (expanded.has(pathKey(at))) visit(node.children, at);
    }
  }
  visit(layers, []);
  return found;
}

/** `bytes 48–49`, as text for those who do not see the highlight. */
export function octetRange(node: FieldNode): string {
  if (node.end <= node.start) return "";
  return node.end - node.start === 1 ? `byte ${node.start}` : `bytes ${node.start}–${node.end - 1}`;
}
