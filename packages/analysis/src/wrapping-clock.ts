/** Microseconds modulo 2^32, about 71 minutes: enough for round trips, and an integer. */
import type { Packet } from "@wirescope/decode";

const MICROSECONDS = 1_000_000;
const NANOSECONDS = 1000;

/** Time of a packet. The difference of two, in 32 bits, is right for less than 35 minutes. */
export function wrappingMicroseconds(packet: Packet): number {
  return (Math.imul(packet.seconds, MICROSECONDS) + ((packet.nanoseconds / NANOSECONDS) | 0)) | 0;
}
