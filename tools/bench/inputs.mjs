// @ts-check
/** The capture files that the benches read: built once, kept under .cache/bench. */

import { once } from "node:events";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip, gunzipSync } from "node:zlib";
import { ROOT } from "../setup/workspace.mjs";

const CACHE = join(ROOT, ".cache", "bench");
const CORPUS = process.env["WIRESCOPE_CORPUS"] ?? join(ROOT, "..", "shared", "corpus");

const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/** @typedef {{ name: string, path: string, bytes: number }} Input */

/**
 * @param {"mix-70m" | "mix-500m" | "mix-500m-distinct" | "small-150m"} name
 * @returns {Promise<Input>}
 */
export async function input(name) {
  const path = join(CACHE, `${name}.pcap`);
  if (!existsSync(path)) {
    mkdirSync(CACHE, { recursive: true });
    console.error(`building ${name} …`);
    await build(name, `${path}.part`);
    renameSync(`${path}.part`, path);
  }
  return { name, path, bytes: statSync(path).size };
}

/**
 * @param {string} name
 * @param {string} path
 */
async function build(name, path) {
  const base = join(
    CORPUS,
    "perf",
    name === "small-150m" ? "small-base.pcap.gz" : "mix-70m.pcap.gz",
  );
  if (!existsSync(base)) {
    throw new Error(`${base} is missing; set WIRESCOPE_CORPUS to the folder of the test captures.`);
  }
  if (name === "mix-70m") {
    await pipeline(createReadStream(base), createGunzip(), createWriteStream(path));
    return;
  }
  const source = gunzipSync(readFileSync(base));
  if (name === "mix-500m") await writeCopies(source, path, 8, 1600, false);
  else if (name === "mix-500m-distinct") await writeCopies(source, path, 8, 60, true);
  else await writeCopies(source, path, 20, 7, true);
}

/**
 * Copies of one capture, copy k moved by k times `shift` seconds, merged by time; with `distinct`
 * the unicast addresses of each copy differ, so that its flows are its own.
 *
 * @param {Buffer} source
 * @param {string} path
 * @param {number} copies
 * @param {number} shift
 * @param {boolean} distinct
 */
async function writeCopies(source, path, copies, shift, distinct) {
  const out = createWriteStream(path);
  out.write(source.subarray(0, FILE_HEADER));
  const offsets = new Array(copies).fill(FILE_HEADER);
  const time = (/** @type {number} */ copy) => {
    const offset = offsets[copy];
    if (offset + RECORD_HEADER > source.length) return Number.POSITIVE_INFINITY;
    return source.readUInt32LE(offset) + copy * shift + source.readUInt32LE(offset + 4) / 1e6;
  };
  const times = offsets.map((_, copy) => time(copy));
  let block = Buffer.allocUnsafe(1 << 22);
  let used = 0;
  for (;;) {
    let next = 0;
    for (let copy = 1; copy < copies; copy += 1)
      if (Number(times[copy]) < Number(times[next])) next = copy;
    if (times[next] === Number.POSITIVE_INFINITY) break;
    const offset = offsets[next];
    const length = RECORD_HEADER + source.readUInt32LE(offset + 8);
    if (used + length > block.length) {
      if (!out.write(block.subarray(0, used))) await once(out, "drain");
      block = Buffer.allocUnsafe(1 << 22);
      used = 0;
    }
    source.copy(block, used, offset, offset + length);
    block.writeUInt32LE(source.readUInt32LE(offset) + next * shift, used);
    if (distinct && next > 0) moveAddresses(block, used + RECORD_HEADER, used + length, next);
    used += length;
    offsets[next] += length;
    times[next] = time(next);
  }
  out.end(block.subarray(0, used));
  await once(out, "finish");
}

/**
 * Changes the unicast addresses of one Ethernet frame and keeps its checksums right.
 *
 * @param {Buffer} bytes
 * @param {number} start
 * @param {number} end
 * @param {number} key
 */
function moveAddresses(bytes, start, end, key) {
  let offset = start + 12;
  while (offset + 2 <= end && [0x8100, 0x88a8].includes(bytes.readUInt16BE(offset))) offset += 4;
  if (offset + 2 > end) return;
  const etherType = bytes.readUInt16BE(offset);
  const ip = offset + 2;
  if (etherType === 0x0800 && ip + 20 <= end) moveIpv4(bytes, ip, end, key);
  else if (etherType === 0x86dd && ip + 40 <= end) moveIpv6(bytes, ip, end, key);
}

/**
 * @param {Buffer} bytes
 * @param {number} ip
 * @param {number} end
 * @param {number} key
 */
function moveIpv4(bytes, ip, end, key) {
  let change = 0;
  for (const at of [ip + 12, ip + 16]) {
    if (Number(bytes[at]) >= 224 || bytes[at] === 0) continue;
    change += difference(bytes, at, 1, key);
  }
  adjust(bytes, ip + 10, change, end);
  const first = (bytes.readUInt16BE(ip + 6) & 0x1fff) === 0;
  if (first)
    adjustTransport(bytes, ip + (Number(bytes[ip]) & 15) * 4, Number(bytes[ip + 9]), change, end);
}

/**
 * @param {Buffer} bytes
 * @param {number} ip
 * @param {number} end
 * @param {number} key
 */
function moveIpv6(bytes, ip, end, key) {
  let change = 0;
  for (const at of [ip + 8, ip + 24]) {
    if (bytes[at] === 0xff || bytes.subarray(at, at + 16).every((octet) => octet === 0)) continue;
    change += difference(bytes, at + 6, 0, key);
  }
  adjustTransport(bytes, ip + 40, Number(bytes[ip + 6]), change, end);
}

/**
 * Applies `key` to one octet of the 16-bit word at `at`; returns how the ones' complement sum changes.
 *
 * @param {Buffer} bytes
 * @param {number} at
 * @param {0 | 1} octet
 * @param {number} key
 */
function difference(bytes, at, octet, key) {
  const before = bytes.readUInt16BE(at);
  bytes[at + octet] = Number(bytes[at + octet]) ^ key;
  return 0xffff - before + bytes.readUInt16BE(at);
}

/**
 * @param {Buffer} bytes
 * @param {number} transport
 * @param {number} protocol
 * @param {number} change
 * @param {number} end
 */
function adjustTransport(bytes, transport, protocol, change, end) {
  if (protocol === 6) adjust(bytes, transport + 16, change, end);
  else if (protocol === 58) adjust(bytes, transport + 2, change, end);
  else if (protocol === 17 && transport + 8 <= end && bytes.readUInt16BE(transport + 6) !== 0) {
    adjust(bytes, transport + 6, change, end);
  }
}

/**
 * RFC 1624, equation 3.
 *
 * @param {Buffer} bytes
 * @param {number} at
 * @param {number} change
 * @param {number} end
 */
function adjust(bytes, at, change, end) {
  if (at + 2 > end) return;
  let sum = 0xffff - bytes.readUInt16BE(at) + change;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  bytes.writeUInt16BE(0xffff - sum, at);
}
