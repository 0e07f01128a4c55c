// @ts-check
/** Writes a file of packages/catalog/data. */

import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/**
 * @param {string} name
 * @param {string | Uint8Array} content
 * @returns {number} octets written
 */
export function writeData(name, content) {
  const folder = new URL("../../packages/catalog/data/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const bytes = gzipSync(content, { level: 9 });
  writeFileSync(new URL(name, folder), bytes);
  return bytes.length;
}
