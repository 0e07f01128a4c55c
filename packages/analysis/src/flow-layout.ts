/**
 * Where things lie in the record of a flow: nine doubles, then 24 words, 168 octets in all. What
 * every packet touches lies together, from {@link LAST_SECONDS} to the first words of {@link KEY}.
 *
 * Offsets of doubles count 64-bit elements from the start of the record, all others 32-bit ones.
 * Fields that exist per direction have the originator's side first: add 1 for the responder's. Words are
 * signed, because V8 keeps those as small integers and would box unsigned ones from 2^31 up.
 */

export const FLOW_DOUBLES = 21;
export const FLOW_WORDS = 42;

/* Doubles. Counts are exact below 2^53. */
/** Number of the flow, from 1, in the order of first packets; never used twice. */
export const SERIAL = 0;
export const FIRST_SECONDS = 1;
export const LAST_SECONDS = 2;
export const PACKETS = 3;
/** Octets on the wire. */
export const BYTES = 5;
/** Octets of application payload on the wire. */
export const PAYLOAD = 7;

/* Words. */
/** The bits below. */
export const META = 18;
export const LAST_NANOSECONDS = 19;
/**
 * Packets and octets per direction that host, conversation, service and name don't know of yet. Octets
 * are unsigned: read them with `>>> 0`.
 */
export const PENDING_PACKETS = 20;
export const PENDING_BYTES = 22;
/** Next row of the bucket's chain plus one, 0 at its end. */
export const NEXT = 24;
/** Row plus one of a TCP connection's counters, see tcp-layout.ts; 0 for what is not TCP. */
export const HEALTH = 25;
/** As in flow-key.ts. */
export const KEY = 26;
export const KEY_WORDS = 10;
export const HASH = 36;
export const FIRST_NANOSECONDS = 37;
/** Row of the flow's name in the name pool plus one, 0 for none, and the row's generation. */
export const NAME = 38;
export const NAME_GENERATION = 39;
/**
 * Lower half: port of the service, one of the two; means nothing without ports. Upper half: lower
 * half of the originator's first sequence number, with {@link HAS_SEQUENCE}.
 */
export const SERVICE = 40;
export const SERVICE_PORT_MASK = 0xffff;
export const SEQUENCE_SHIFT = 16;
/** Protocol code of the tunnel that the flow's first packet came in, 0 without one. */
export const TUNNEL = 41;

/* Bits of META. */
/** The flow's Protocol code. */
export const PROTOCOL_MASK = 0x1ff;
/** The originator's SYN was seen. */
export const HAS_SEQUENCE: number = 1 << 9;
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
/** The start of one of its directions is being collected, see stream-heads.ts. */
export const COLLECTED: number = 1 << 31;
