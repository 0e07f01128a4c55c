// @ts-check
/** Writes a pcap of TCP SYN packets to standard output, each of a random five-tuple; argument: how many. */
import { once } from "node:events";

const FRAME = 60;
const RECORD = 16 + FRAME;
const PER_BLOCK = 16_384;

const total = Number(process.argv[2] ?? 1_000_000);
const header = Buffer.alloc(24);
header.writeUInt32LE(0xa1b2c3d4, 0);
header.writeUInt16LE(2, 4);
header.writeUInt16LE(4, 6);
header.writeUInt32LE(262_144, 16);
header.writeUInt32LE(1, 20);
process.stdout.write(header);

/** xorshift32: reproducible, and faster than the pipe. */
let state = 0x9e3779b9;
function random() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state >>> 0;
}

const blocks = [Buffer.alloc(PER_BLOCK * RECORD), Buffer.alloc(PER_BLOCK * RECORD)];
for (const block of blocks) {
  for (let row = 0; row < PER_BLOCK; row += 1) {
    const at = row * RECORD;
    block.writeUInt32LE(FRAME, at + 8);
    block.writeUInt32LE(FRAME, at + 12);
    const frame = at + 16;
    block.writeUInt16BE(0x0800, frame + 12);
    block[frame + 14] = 0x45;
    block.writeUInt16BE(40, frame + 16);
    block[frame + 22] = 64;
    block[frame + 23] = 6;
    block[frame + 46] = 0x50;
    block[frame + 47] = 0x02;
  }
}

let sent = 0;
let turn = 0;
while (sent < total) {
  const block = blocks[turn] ?? Buffer.alloc(0);
  turn = 1 - turn;
  const rows = Math.min(PER_BLOCK, total - sent);
  for (let row = 0; row < rows; row += 1) {
    const at = row * RECORD;
    const number = sent + row;
    // A million packets a second.
    block.writeUInt32LE(1_700_000_000 + Math.floor(number / 1e6), at);
    block.writeUInt32LE(number % 1e6, at + 4);
    block.writeUInt32LE(random(), at + 16 + 26);
    block.writeUInt32LE(random(), at + 16 + 30);
    block.writeUInt32LE(random(), at + 16 + 34);
  }
  sent += rows;
  if (!process.stdout.write(block.subarray(0, rows * RECORD))) await once(process.stdout, "drain");
}
