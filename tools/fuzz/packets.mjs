// @ts-check
/** Mutated packets through everything that reads packets: decoder, analysis, dissector. */

import { Analysis } from "@wirescope/analysis";
import { Dissector, decode, Packet } from "@wirescope/decode";
import { mutate } from "./mutate.mjs";
import { HeapWatch, leastTime, MAX_STEP_MS } from "./watch.mjs";

/** @typedef {import("./seeds.mjs").SeedPacket} SeedPacket */

const BUFFER_LENGTH = 4096;
/** Packets between looks at the clock. */
const SLICE = 256;
/** Of so many packets one is dissected, which takes fifty times as long as decoding it. */
const DISSECT_EVERY = 8;
/** Looks at the heap during a run. */
const HEAP_LOOKS = 10;

/**
 * @param {object} options
 * @param {import("@wirescope/sample").Random} options.random
 * @param {readonly SeedPacket[]} options.seeds
 * @param {number} options.count
 * @param {(problem: string, packet: SeedPacket) => void} options.report
 */
export function fuzzPackets({ random, seeds, count, report }) {
  const bytes = new Uint8Array(BUFFER_LENGTH);
  const view = new DataView(bytes.buffer);
  const packet = new Packet();
  const analysis = new Analysis();
  const dissector = new Dissector();
  const heap = new HeapWatch();
  /** @type {number[]} */
  const places = [];
  let start = process.hrtime.bigint();
  let slowest = 0;
  const read = (/** @type {number} */ length, /** @type {boolean} */ dissects) => {
    decode(packet, view, 0, length);
    if (dissects) dissector.dissect(packet);
    analysis.add(packet);
  };
  for (let number = 1; number <= count; number += 1) {
    const seed = random.pick(seeds);
    bytes.set(seed.bytes);
    let length = seed.bytes.length;
    packet.number = number;
    packet.linkType = seed.linkType;
    packet.originalLength = length;
    packet.seconds = 1_700_000_000 + Math.floor(number / 1000);
    packet.nanoseconds = (number % 1000) * 1_000_000;
    decode(packet, view, 0, length);
    places.length = 0;
    for (let i = 0; i < packet.layerCount; i += 1) places.push(packet.layerStart[i] ?? 0);
    places.push(packet.payloadStart);
    length = mutate(random, bytes, length, random.pick(seeds).bytes, places);
    if ((random.uint32() & 7) === 0) packet.originalLength = random.uint32() & 0xffff;
    const dissects = number % DISSECT_EVERY === 0;
    const before = process.hrtime.bigint();
    try {
      read(length, dissects);
    } catch (error) {
      report(String(error instanceof Error ? error.stack : error), keep(seed, bytes, length));
    }
    const spent = Number(process.hrtime.bigint() - before) / 1e6;
    if (spent > MAX_STEP_MS) {
      const least = leastTime(() => read(length, dissects));
      slowest = Math.max(slowest, least);
      if (least > MAX_STEP_MS) report(`takes ${least.toFixed(0)} ms`, keep(seed, bytes, length));
    }
    if (number % SLICE === 0 && process.hrtime.bigint() - start > 10_000_000_000n) {
      start = process.hrtime.bigint();
      process.stderr.write(`\r${number} packets `);
    }
    if (number % Math.ceil(count / HEAP_LOOKS) === 0) heap.look();
  }
  return { slowest, growth: heap.growth, isSteady: heap.isSteady };
}

/**
 * @param {SeedPacket} seed
 * @param {Uint8Array} bytes
 * @param {number} length
 */
function keep(seed, bytes, length) {
  return { linkType: seed.linkType, bytes: bytes.slice(0, length) };
}
