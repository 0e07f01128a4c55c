/**
 * DNS messages, RFC 1035 §4; the same format serves mDNS (RFC 6762) and LLMNR (RFC 4795).
 *
 * Accessors take the offset of the message, behind the length that precedes it over TCP. They are
 * defined only after {@link check} returned `Ok` for the same range.
 */

import { DecodeStatus } from "../status.ts";
import { skipName } from "./dns-name.ts";

export const HEADER_LEN = 12;

/** Over TCP, each message stands behind its length (RFC 1035 §4.2.2). */
export const LENGTH_PREFIX = 2;

export const PORT = 53;
export const MDNS_PORT = 5353;
export const LLMNR_PORT = 5355;

/** Resource record types that records are read of (IANA DNS parameters). */
export const RecordType = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  WKS: 11,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  NXT: 30,
  SRV: 33,
  NAPTR: 35,
  DNAME: 39,
  OPT: 41,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  CDNSKEY: 60,
  SVCB: 64,
  HTTPS: 65,
  TSIG: 250,
  CAA: 257,
} as const;

/** NBNS shares the header; its queries ask for these two types, which DNS does not use so. */
const NETBIOS = 32;
const NETBIOS_STATUS = 33;

const FLAGS = 2;
const QUESTION_COUNT = 4;
const ANSWER_COUNT = 6;
const AUTHORITY_COUNT = 8;
const ADDITIONAL_COUNT = 10;

/** Shortest question and record: the root name, and the fixed fields. */
const QUESTION_MIN = 5;
const RECORD_MIN = 11;

export function id(view: DataView, off: number): number {
  return view.getUint16(off);
}

export function flags(view: DataView, off: number): number {
  return view.getUint16(off + FLAGS);
}

export function isResponse(view: DataView, off: number): boolean {
  return (view.getUint8(off + FLAGS) & 0x80) !== 0;
}

export function opcode(view: DataView, off: number): number {
  return (view.getUint8(off + FLAGS) >>> 3) & 0xf;
}

export function responseCode(view: DataView, off: number): number {
  return view.getUint8(off + FLAGS + 1) & 0xf;
}

export function questionCount(view: DataView, off: number): number {
  return view.getUint16(off + QUESTION_COUNT);
}

export function answerCount(view: DataView, off: number): number {
  return view.getUint16(off + ANSWER_COUNT);
}

export function authorityCount(view: DataView, off: number): number {
  return view.getUint16(off + AUTHORITY_COUNT);
}

export function additionalCount(view: DataView, off: number): number {
  return view.getUint16(off + ADDITIONAL_COUNT);
}

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

/**
 * Whether a message of `length` octets on the wire can hold what its header counts.
 *
 * Enough where the port says DNS already; `[off, end)` is what was captured of the message.
 */
export function isPlausible(view: DataView, off: number, end: number, length: number): boolean {
  if (check(view, off, end) !== DecodeStatus.Ok) return false;
  const questions = questionCount(view, off);
  const records = answerCount(view, off) + authorityCount(view, off) + additionalCount(view, off);
  if (HEADER_LEN + questions * QUESTION_MIN + records * RECORD_MIN > length) return false;
  if (opcode(view, off) > 6) return false;
  return questions === 0 || end === off + HEADER_LEN || questionFits(view, off);
}

/**
 * Whether a length and a plausible message of at most one question start at `off` of a TCP segment.
 *
 * More questions are unheard of, and segments in the middle of a message hold any number there.
 */
export function isStreamMessage(view: DataView, off: number, end: number): boolean {
  const message = off + LENGTH_PREFIX;
  if (check(view, message, end) !== DecodeStatus.Ok) return false;
  if (questionCount(view, message) > 1) return false;
  const length = view.getUint16(off);
  return isPlausible(view, message, Math.min(end, message + length), length);
}

/** The first question's name is well formed, as far as it was captured. */
function questionFits(view: DataView, off: number): boolean {
  const length = view.getUint8(off + HEADER_LEN);
  return length <= 63 || length >= 0xc0;
}

/**
 * Whether the octets can be nothing but an ordinary DNS query or response, on any port.
 *
 * One question of class IN with a name of host name characters, and a header in which nothing is odd.
 */
export function isUnmistakable(view: DataView, off: number, end: number, length: number): boolean {
  if (!isPlausible(view, off, end, length)) return false;
  if (questionCount(view, off) !== 1 || opcode(view, off) !== 0) return false;
  const bits = flags(view, off);
  if ((bits & 0x0040) !== 0 || (bits & 0xf) > 10) return false;
  const isQuery = (bits & 0x8000) === 0;
  if (isQuery && (answerCount(view, off) !== 0 || additionalCount(view, off) > 2)) return false;
  if (view.getUint8(off + HEADER_LEN) === 0) return false;
  const after = skipName(view, off + HEADER_LEN, end);
  if (after < 0 || after + 4 > end || !isHostName(view, off + HEADER_LEN, after)) return false;
  const type = view.getUint16(after);
  const netBios = type === NETBIOS || (type === NETBIOS_STATUS && view.getUint8(off + 12) === 32);
  return type > 0 && type <= 260 && !netBios && view.getUint16(after + 2) === 1;
}

function isHostName(view: DataView, off: number, after: number): boolean {
  let at = off;
  while (at < after - 1) {
    const labelEnd = at + 1 + view.getUint8(at);
    if (labelEnd >= after) return false;
    for (at += 1; at < labelEnd; at += 1) {
      const octet = view.getUint8(at);
      const letter = (octet | 0x20) >= 0x61 && (octet | 0x20) <= 0x7a;
      const digit = octet >= 0x30 && octet <= 0x39;
      if (!letter && !digit && octet !== 0x2d && octet !== 0x5f) return false;
    }
  }
  return true;
}
