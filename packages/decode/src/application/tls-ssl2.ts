/**
 * SSL 2.0 ("The SSL Protocol", Netscape 1995), whose hello early clients of TLS sent as well (RFC 5246 §E.2).
 *
 * A record: two octets of length with the first bit set, or three where padding follows.
 */

const CLIENT_HELLO = 1;
const SERVER_HELLO = 4;
const LEAST_HELLO = 9;
/** Version, three lengths. */
const CLIENT_HELLO_LEN = 11;

/** Octets of the record at `off`, its header included. `off + 2` lies in the packet. */
export function ssl2Length(view: DataView, off: number): number {
  const isShort = (view.getUint8(off) & 0x80) !== 0;
  return isShort ? 2 + (view.getUint16(off) & 0x7fff) : 3 + (view.getUint16(off) & 0x3fff);
}

/** Whether a client's hello in this form starts at `off`, of SSL 2.0 or of what came after it. */
export function isSsl2Hello(view: DataView, off: number, end: number): boolean {
  if (off + CLIENT_HELLO_LEN > end || (view.getUint8(off) & 0x80) === 0) return false;
  if (view.getUint8(off + 2) !== CLIENT_HELLO) return false;
  const version = view.getUint16(off + 3);
  if (version !== 0x0002 && (version < 0x0300 || version > 0x0303)) return false;
  const size = view.getUint16(off) & 0x7fff;
  const ciphers = view.getUint16(off + 5);
  const session = view.getUint16(off + 7);
  const challenge = view.getUint16(off + 9);
  if (ciphers === 0 || ciphers % 3 !== 0) return false;
  if (challenge < 16 || challenge > 32 || (session !== 0 && session !== 16)) return false;
  return size === LEAST_HELLO + ciphers + session + challenge;
}

/** Whether a server's hello of SSL 2.0 starts at `off`. */
export function looksLikeSsl2(view: DataView, off: number, end: number): boolean {
  if (off + CLIENT_HELLO_LEN > end || (view.getUint8(off) & 0x80) === 0) return false;
  return view.getUint8(off + 2) === SERVER_HELLO && view.getUint16(off + 5) === 0x0002;
}
