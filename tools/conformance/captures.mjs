// @ts-check
/** The captures of the corpus with what its oracles say, one after another. */

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { CaptureReader, PacketBatch } from "@wirescope/pcap";

export const CORPUS = fileURLToPath(new URL("../../../shared/corpus/", import.meta.url));

/** Link types that the decoder reads through to IP. */
const LINK_TYPES = new Set([
  0, 1, 6, 7, 9, 10, 12, 14, 50, 51, 100, 101, 104, 105, 106, 107, 108, 113, 119, 127, 129, 163,
  178, 192, 226, 228, 229, 239, 242, 258, 276,
]);

/**
 * @typedef {object} Entry
 * @property {string} file
 * @property {number[]} linktypes
 * @property {{packets: string}} oracle
 * @property {number} tcp_streams
 * @property {number} tshark_rc
 * @property {{file: string}[]} [expected]
 * @property {boolean} [decryption_secrets]
 */

/**
 * Entries of the manifest whose name holds `pattern`, in its order.
 *
 * @param {string} pattern
 * @returns {Entry[]}
 */
export function entries(pattern) {
  if (!existsSync(`${CORPUS}manifest.json`)) {
    throw new Error("There is no corpus at ../shared/corpus to compare with.");
  }
  const { entries: all } = JSON.parse(readFileSync(`${CORPUS}manifest.json`, "utf8"));
  return all.filter((/** @type {Entry} */ { file }) => file.includes(pattern));
}

/** @param {Entry} entry */
export function isDecodable({ linktypes }) {
  return linktypes.length > 0 && linktypes.every((type) => LINK_TYPES.has(type));
}

/**
 * Rows of tshark's table, head first, without those of pcapng blocks that are no packets.
 *
 * @param {Entry} entry
 */
export function oracleRows(entry) {
  const path = CORPUS + (entry.oracle?.packets ?? "");
  if (!entry.oracle?.packets || !existsSync(path)) return { head: [], rows: [] };
  const lines = gunzipSync(readFileSync(path)).toString("utf8").split("\n");
  const [head = [], ...rows] = lines.filter((line) => line !== "").map((line) => line.split("\t"));
  const protocol = head.indexOf("_ws.col.Protocol");
  return { head, rows: rows.filter((row) => row[protocol] !== "PCAPNG") };
}

/** @param {Entry} entry */
export function captureBytes(entry) {
  return unpacked(readFileSync(CORPUS + entry.file));
}

/**
 * What a file holds, inflated where it is compressed.
 *
 * @param {Buffer} bytes
 */
export function unpacked(bytes) {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { finishFlush: 2 }) : bytes;
}

/**
 * Calls `visit` with the place of every record of a capture, in its order.
 *
 * @param {Uint8Array} bytes
 * @param {(batch: PacketBatch, index: number, reader: CaptureReader) => void} visit
 */
export function eachRecord(bytes, visit) {
  const reader = new CaptureReader();
  const batch = new PacketBatch();
  reader.push(bytes);
  reader.end();
  while (reader.next(batch)) {
    for (let index = 0; index < batch.count; index += 1) visit(batch, index, reader);
  }
}
