/** Geometry of a ring: how many blocks of which length hold a kernel buffer, and for how long. */
import { PACKET_OVERHEAD } from "../ring-block.ts";

/**
 * The mapped ring counts as resident memory of the process. 16 MiB hold 0.3 s of 64-octet packets
 * at 340,000 packets per second and 0.12 s of a full gigabit link.
 */
const DEFAULT_RING_LENGTH = 16 * 1024 * 1024;
/** Milliseconds after which the kernel hands over a block that is not full: the delay of a lone packet. */
export const RETIRE_TIMEOUT = 50;
const MAX_BLOCK_LENGTH = 1024 * 1024;
/** The largest page size of the supported machines; every block is a multiple of it. */
const MIN_BLOCK_LENGTH = 65_536;
/**
 * While one block is read and one is filled, the others absorb bursts. Where little comes, each is handed over after
 * {@link RETIRE_TIMEOUT} whatever it holds: so many last 1.5 s while the reader is held up.
 */
const WANTED_BLOCKS = 32;
const BLOCK_HEADER_LENGTH = 48;

export interface RingSize {
  readonly blockLength: number;
  readonly blockCount: number;
}

/**
 * Blocks for a buffer of `bufferLength` octets (0 for the default). Each holds at least one packet of
 * `snapLength` octets, and there are at least two, so small buffers come out larger than asked for.
 */
export function ringSize(bufferLength: number, snapLength: number): RingSize {
  const wanted = bufferLength === 0 ? DEFAULT_RING_LENGTH : bufferLength;
  const needed = snapLength + PACKET_OVERHEAD + BLOCK_HEADER_LENGTH;
  let blockLength = MAX_BLOCK_LENGTH;
  while (
    blockLength > MIN_BLOCK_LENGTH &&
    blockLength / 2 >= needed &&
    wanted / blockLength < WANTED_BLOCKS
  ) {
    blockLength /= 2;
  }
  return { blockLength, blockCount: Math.max(2, Math.floor(wanted / blockLength)) };
}
