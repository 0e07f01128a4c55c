/** File handles of NFS: opaque to clients, and told apart by their checksum. */

import { defineField, type FieldSpec } from "../field.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import { crc32 } from "./crc32.ts";

const LENGTH = defineField("nfs.fh.length", "uint32", "length");
const HASH = defineField("nfs.fh.hash", "uint32", "hash (CRC-32)", { hex: true });
const HANDLE = defineField("nfs.fhandle", "bytes", "FileHandle");

export const HANDLE_FIELDS: readonly FieldSpec[] = [LENGTH, HASH, HANDLE];

/** Adds the handle `[start, end)`; returns its checksum: `0x38a4e9f6`. */
export function addFileHandle(tree: Tree, start: number, end: number): string {
  const hash = crc32(tree.view, start, end);
  tree.value(LENGTH, end - start, start, start);
  tree.value(HASH, hash, start, end);
  tree.add(HANDLE, start, end - start);
  return `0x${hex(hash, 8)}`;
}
