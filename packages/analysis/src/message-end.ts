/** How far a message has to be there before it can be named: the whole of it, or the head of HTTP. */
import { Protocol } from "@wirescope/decode";

/** TLS record: type, version, length (RFC 8446 §5.1). */
const RECORD_HEADER = 5;
const RECORD_LENGTH = 3;
const HANDSHAKE = 22;
/** Largest record (RFC 5246 §6.2.3). */
const MAX_RECORD = 16_384 + 2048;
/** Length in front of a DNS message over TCP (RFC 1035 §4.2.2). */
const DNS_PREFIX = 2;

/** `HT` of `HTTP/1.1`; no method begins so. */
const ANSWER_START = 0x4854;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Octets from `off` to the end of the message (or head) there, as far as it can be told; Infinity where
 * more is needed to tell, 0 where it doesn't matter how much is there.
 */
export function messageEnd(protocol: number, view: DataView, off: number, end: number): number {
  switch (protocol) {
    case Protocol.Tls:
      return recordEnd(view, off, end);
    case Protocol.Dns:
      return end - off < DNS_PREFIX ? Number.POSITIVE_INFINITY : DNS_PREFIX + view.getUint16(off);
    case Protocol.Http:
      return headEnd(view, off, end);
    default:
      return 0;
  }
}

/** Records other than handshakes carry no names. */
function recordEnd(view: DataView, off: number, end: number): number {
  if (view.getUint8(off) !== HANDSHAKE) return 0;
  if (end - off < RECORD_HEADER) return Number.POSITIVE_INFINITY;
  const length = view.getUint16(off + RECORD_LENGTH);
  return length > MAX_RECORD ? 0 : RECORD_HEADER + length;
}

/** End of the empty line behind a request's header lines (RFC 9112 §2.1); answers carry no names. */
function headEnd(view: DataView, off: number, end: number): number {
  if (end - off >= 2 && view.getUint16(off) === ANSWER_START) return 0;
  let lineStart = off;
  for (let at = off; at < end; at++) {
    if (view.getUint8(at) !== LINE_FEED) continue;
    const length = at - lineStart;
    const isEmpty = length === 0 || (length === 1 && view.getUint8(lineStart) === CARRIAGE_RETURN);
    if (isEmpty) return at + 1 - off;
    lineStart = at + 1;
  }
  return Number.POSITIVE_INFINITY;
}
