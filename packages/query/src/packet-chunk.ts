/**
 * How a capture hands its packets to whoever keeps them on disk, and what the two say to each other.
 *
 * Packets travel as pcapng blocks in buffers that go back and forth. A capture has a few of them and
 * never waits for one: while all are away its packets are left out of the copy on disk, and counted.
 */
import type { CaptureInterface } from "@wirescope/pcap";

/** Consecutive packets as Enhanced Packet Blocks; the first one carries its number. */
export interface PacketChunk {
  readonly kind: "packets";
  /** Blocks fill its first `length` octets. Transferred. */
  readonly buffer: ArrayBuffer;
  readonly length: number;
  /** All interfaces so far, as the blocks number them. */
  readonly interfaces: readonly CaptureInterface[];
  /** Packets of this capture left out since the start, for want of a buffer. */
  readonly leftOut: number;
}

/** From the keeper. */
export type KeeperMessage =
  /** It has looked at what it holds: the first packet of this capture gets this number. */
  | { readonly kind: "begin"; readonly firstNumber: number }
  /**
   * A chunk was taken; its buffer comes back. Transferred. `unwritten` packets of this capture the disk
   * has refused since the start.
   */
  | { readonly kind: "taken"; readonly buffer: ArrayBuffer; readonly unwritten: number };

/** Octets of a buffer; a packet of 262,144 octets fits in. */
export const CHUNK_LENGTH: number = 1 << 20;
/** Buffers of one capture. */
export const CHUNKS_IN_FLIGHT = 8;
