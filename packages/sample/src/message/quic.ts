/**
 * QUIC packets (RFC 9000 §17) whose headers are right and whose protected content is noise: an
 * observer without the means to decrypt sees the same.
 */
import { ByteWriter } from "../packet/byte-writer.ts";
import type { Random } from "../random.ts";

const VERSION_1 = 1;
const CONNECTION_ID_LENGTH = 8;
/** A client's first datagram is at least this long, RFC 9000 §14.1. */
const MIN_INITIAL_LENGTH = 1200;
const PACKET_NUMBER_LENGTH = 1;

export interface QuicInitialFields {
  readonly destinationId: Uint8Array;
  readonly sourceId: Uint8Array;
  readonly random: Random;
}

export function quicConnectionId(random: Random): Uint8Array<ArrayBuffer> {
  return random.bytes(CONNECTION_ID_LENGTH);
}

/** One Initial packet that fills a datagram of 1200 octets. */
export function buildQuicInitial(fields: QuicInitialFields): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter()
    .uint8(0xc0 | (PACKET_NUMBER_LENGTH - 1))
    .uint32(VERSION_1)
    .uint8(fields.destinationId.length)
    .bytes(fields.destinationId)
    .uint8(fields.sourceId.length)
    .bytes(fields.sourceId)
    .uint8(0);
  const rest = MIN_INITIAL_LENGTH - writer.length - 2;
  return writer
    .uint16(0x4000 | rest)
    .bytes(fields.random.bytes(rest))
    .finish();
}

/** A short-header packet of `length` octets. */
export function buildQuicShort(
  destinationId: Uint8Array,
  length: number,
  random: Random,
): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter().uint8(0x40 | (random.uint32() & 0x1f)).bytes(destinationId);
  return writer.bytes(random.bytes(Math.max(length - writer.length, 21))).finish();
}
