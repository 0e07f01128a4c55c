/**
 * Where things lie in the record of a flow: four cache lines of 64 octets. Every packet touches the first
 * two, one of TCP or DNS the last as well; a processor fetches them in pairs.
 *
 * Offsets of doubles count 64-bit elements from the start of the record, all others 32-bit ones.
 * Fields that exist per direction have the originator's side first: add 1 for the responder's. Words are
 * signed, because V8 keeps those as small integers and would box unsigned ones from 2^31 up.
 */

export const FLOW_DOUBLES = 32;
export const FLOW_WORDS = 64;

/* Doubles: the first line. Counts are exact below 2^53. */
export const LAST_SECONDS = 0;
export const PACKETS = 1;
/** Octets on the wire. */
export const BYTES = 3;
/** Octets of application payload on the wire. */
export const PAYLOAD = 5;
export const FIRST_SECONDS = 7;

/* Words: the second line, with the first words of the key. */
/** The bits below. */
export const META = 16;
export const LAST_NANOSECONDS = 17;
/**
 * Packets and octets per direction that host, conversation, service and name don't know of yet. Octets
 * are unsigned: read them with `>>> 0`.
 */
export const PENDING_PACKETS = 18;
export const PENDING_BYTES = 20;
/** Next row of the bucket's chain plus one, 0 at its end. */
export const NEXT = 22;
/** Row plus one of a TCP connection's counters, see tcp-layout.ts; 0 for what is not TCP. */
export const COUNTERS = 23;
export const HASH = 24;
export const FIRST_NANOSECONDS = 25;
/**
 * Lower half: port of the service, one of the two; means nothing without ports. Upper half: lower
 * half of the originator's first sequence number, with {@link HAS_SEQUENCE}.
 */
export const SERVICE = 26;
export const SERVICE_PORT_MASK = 0xffff;
export const SEQUENCE_SHIFT = 16;
/** Row of the flow's name in the name pool plus one, 0 for none; its generation is {@link NAME_GENERATION}. */
export const NAME = 27;
/** As in flow-key.ts. */
export const KEY = 28;
export const KEY_WORDS = 10;

/* The third line, behind the key. */
/** A double: number of the flow, from 1, in the order of first packets; never used twice. */
export const SERIAL = 19;
export const NAME_GENERATION = 40;
/** Protocol code of the tunnel that the flow's first packet came in, 0 without one. */
export const TUNNEL = 41;

/** The fourth line: what packets touch of the flow's health, see tcp-layout.ts and query-health.ts. */
export const HEALTH = 48;

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
