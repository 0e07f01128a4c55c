/**
 * Where things lie in the record of a flow: nine doubles, then 22 words, 160 octets in all.
 *
 * Offsets of doubles count 64-bit elements from the start of the record, all others 32-bit ones.
 * Fields that exist per direction have the originator's side first: add 1 for the responder's.
 */

export const FLOW_DOUBLES = 20;
export const FLOW_WORDS = 40;

/* Doubles. Counts are exact below 2^53. */
export const PACKETS = 0;
/** Octets on the wire. */
export const BYTES = 2;
/** Octets of application payload on the wire. */
export const PAYLOAD = 4;
export const FIRST_SECONDS = 6;
export const LAST_SECONDS = 7;
/** Number of the flow, from 1, in the order of first packets; never used twice. */
export const SERIAL = 8;

/* Words. */
/** As in flow-key.ts. */
export const KEY = 18;
export const KEY_WORDS = 10;
export const HASH = 28;
/** Next row of the bucket's chain plus one, 0 at its end. */
export const NEXT = 29;
/** The bits below. */
export const META = 30;
export const FIRST_NANOSECONDS = 31;
export const LAST_NANOSECONDS = 32;
/** Packets and octets per direction that host, conversation, service and name don't know of yet. */
export const PENDING_PACKETS = 33;
export const PENDING_BYTES = 35;
/** Row of the flow's name in the name pool plus one, 0 for none, and the row's generation. */
export const NAME = 37;
export const NAME_GENERATION = 38;
/** Port of the service, one of the two; means nothing without ports. */
export const SERVICE = 39;

/* Bits of META. */
/** The flow's Protocol code. */
export const PROTOCOL_MASK = 0x3ff;
/** The protocol rests on a port number alone. */
export const BY_PORT: number = 1 << 10;
/** Content named the protocol; it stays. */
export const IDENTIFIED: number = 1 << 11;
/** Three bits of {@link FlowState}. */
export const STATE_SHIFT = 12;
export const STATE_MASK: number = 7 << STATE_SHIFT;
/** The originator is the key's high end. */
export const ORIGINATOR_HIGH: number = 1 << 15;
/** No longer reachable by its key: it ended, and a newer flow may have the same one. */
export const RETIRED: number = 1 << 16;
/** Counted as a flow of its hosts, conversation, service and name. */
export const SETTLED: number = 1 << 17;
/** Two times three bits: packets per direction that identification looked at. */
export const LOOKS_SHIFT = 18;
/** Four bits: packets that a name was looked for in. */
export const NAME_LOOKS_SHIFT = 24;
export const NAME_LOOKS_MASK: number = 15 << NAME_LOOKS_SHIFT;
/** One bit per direction: a FIN was seen. */
export const FIN_SHIFT = 28;
/** Identification or naming isn't over: packets with payload are worth a look. */
export const WATCHED: number = 1 << 30;
