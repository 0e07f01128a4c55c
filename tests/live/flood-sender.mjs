// @ts-check
/**
 * Sends UDP between random addresses and ports as fast as one thread can, with sendmmsg(2) on a
 * packet socket: `flood-sender.mjs INTERFACE SECONDS`. Prints how many frames the kernel took.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AF_PACKET = 17;
const SOCK_RAW = 3;
const FRAMES = 256;
const FRAME_LENGTH = 64;
/** struct iovec and struct mmsghdr where pointers have eight octets. */
const IOVEC_LENGTH = 16;
const MESSAGE_LENGTH = 64;
const MESSAGE_IOVEC = 16;
const MESSAGE_IOVEC_COUNT = 24;
/** Offsets in a frame. */
const IP_ADDRESSES = 26;
const UDP_PORTS = 34;

/** Ethernet to an address that nobody has, IPv4, UDP; what differs is written before each call. */
const TEMPLATE = [
  ...[2, 0, 0, 0, 0, 0x99, 2, 0, 0, 0, 0, 0x98, 8, 0],
  ...[0x45, 0, 0, 50, 0, 0, 0, 0, 64, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ...[0, 0, 0, 0, 0, 30, 0, 0],
];

const [interfaceName, seconds] = process.argv.slice(2);
const require = createRequire(new URL("../../packages/capture/package.json", import.meta.url));
/** @type {typeof import("koffi")} */
const koffi = require("koffi");
const libc = koffi.load(null);
const socket = libc.func("int socket(int, int, int)");
const bind = libc.func("int bind(int, const uint8_t *, uint32_t)");
const sendmmsg = libc.func("int sendmmsg(int, const uint8_t *, uint32_t, int)");

const fd = socket(AF_PACKET, SOCK_RAW, 0);
const address = new DataView(new ArrayBuffer(20));
address.setUint16(0, AF_PACKET, true);
address.setInt32(4, Number(readFileSync(`/sys/class/net/${interfaceName}/ifindex`, "utf8")), true);
if (bind(fd, new Uint8Array(address.buffer), address.byteLength) !== 0) {
  throw new Error(`A sender could not be opened on ${interfaceName}.`);
}

const frames = new Uint8Array(FRAMES * FRAME_LENGTH);
const vectors = new DataView(new ArrayBuffer(FRAMES * IOVEC_LENGTH));
const messages = new DataView(new ArrayBuffer(FRAMES * MESSAGE_LENGTH));
const firstFrame = koffi.address(frames);
const firstVector = koffi.address(new Uint8Array(vectors.buffer));
for (let index = 0; index < FRAMES; index += 1) {
  frames.set(TEMPLATE, index * FRAME_LENGTH);
  const vector = index * IOVEC_LENGTH;
  vectors.setBigUint64(vector, firstFrame + BigInt(index * FRAME_LENGTH), true);
  vectors.setBigUint64(vector + 8, BigInt(FRAME_LENGTH), true);
  const message = index * MESSAGE_LENGTH;
  messages.setBigUint64(message + MESSAGE_IOVEC, firstVector + BigInt(vector), true);
  messages.setBigUint64(message + MESSAGE_IOVEC_COUNT, 1n, true);
}

/** Marsaglia's xorshift; the same numbers each time. */
let state = 0x2545f491;
function random() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state >>> 0;
}

const view = new DataView(frames.buffer);
const list = new Uint8Array(messages.buffer);
const end = performance.now() + Number(seconds) * 1000;
let sent = 0;
while (performance.now() < end) {
  for (let frame = 0; frame < frames.length; frame += FRAME_LENGTH) {
    view.setUint32(frame + IP_ADDRESSES, random());
    view.setUint32(frame + IP_ADDRESSES + 4, random());
    view.setUint32(frame + UDP_PORTS, random());
  }
  sent += Math.max(0, sendmmsg(fd, list, FRAMES, 0));
}
process.stdout.write(`${sent}\n`);
