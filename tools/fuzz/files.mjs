// @ts-check
/** Mutated capture files through the reader, in pieces of any size. */

import { CaptureReader, PacketBatch } from "@wirescope/pcap";
import { mutate } from "./mutate.mjs";
import { HeapWatch, leastTime, MAX_STEP_MS } from "./watch.mjs";

/** Octets that a mutated file may grow by. */
const SPARE_LENGTH = 1024;
const HEAP_LOOKS = 10;

/**
 * @param {object} options
 * @param {import("@wirescope/sample").Random} options.random
 * @param {readonly Uint8Array[]} options.seeds
 * @param {number} options.count
 * @param {(problem: string, file: Uint8Array) => void} options.report
 */
export function fuzzFiles({ random, seeds, count, report }) {
  const heap = new HeapWatch();
  const batch = new PacketBatch();
  const longest = Math.max(...seeds.map(({ length }) => length));
  const bytes = new Uint8Array(longest + SPARE_LENGTH);
  let slowest = 0;
  for (let number = 1; number <= count; number += 1) {
    const seed = random.pick(seeds);
    if (seed.length === 0) continue;
    bytes.set(seed);
    const length = mutate(random, bytes, seed.length, random.pick(seeds), blockStarts(seed));
    const file = bytes.slice(0, length);
    const piece = random.pick([file.length || 1, 1 + random.integer(0, 64), 4096]);
    const before = process.hrtime.bigint();
    try {
      readAll(file, piece, batch);
    } catch (error) {
      report(String(error instanceof Error ? error.stack : error), file);
    }
    if (Number(process.hrtime.bigint() - before) / 1e6 > MAX_STEP_MS) {
      const least = leastTime(() => readAll(file, file.length || 1, batch));
      slowest = Math.max(slowest, least);
      if (least > MAX_STEP_MS) report(`takes ${least.toFixed(0)} ms`, file);
    }
    if (number % Math.ceil(count / HEAP_LOOKS) === 0) heap.look();
  }
  return { slowest, growth: heap.growth, isSteady: heap.isSteady };
}

/**
 * @param {Uint8Array} file
 * @param {number} piece octets that are pushed at once
 * @param {PacketBatch} batch
 */
function readAll(file, piece, batch) {
  const reader = new CaptureReader();
  for (let at = 0; at < file.length; at += piece) {
    reader.push(file.subarray(at, at + piece));
    drain(reader, batch);
  }
  reader.end();
  drain(reader, batch);
}

/**
 * @param {CaptureReader} reader
 * @param {PacketBatch} batch
 */
function drain(reader, batch) {
  while (reader.next(batch)) {
    for (let i = 0; i < batch.count; i += 1) {
      const end = (batch.start[i] ?? 0) + (batch.capturedLength[i] ?? 0);
      if (end > batch.view.byteLength) throw new Error(`Record ${i} reaches beyond its block.`);
    }
  }
}

/**
 * Offsets at which records and blocks begin, as far as lengths tell; the file header's own at least.
 *
 * @param {Uint8Array} file
 */
function blockStarts(file) {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const starts = [0];
  const isPcapng = file.length >= 12 && view.getUint32(0) === 0x0a0d_0d0a;
  const littleEndian = isPcapng ? view.getUint32(8, true) === 0x1a2b_3c4d : file[0] !== 0xa1;
  let at = isPcapng ? 0 : 24;
  while (at + 16 <= file.length && starts.length < 64) {
    starts.push(at);
    const length = isPcapng
      ? view.getUint32(at + 4, littleEndian)
      : 16 + view.getUint32(at + 8, littleEndian);
    if (length < 12) break;
    at += length;
  }
  return starts;
}
