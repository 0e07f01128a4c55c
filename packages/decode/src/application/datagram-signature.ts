/**
 * Signatures at the start of a UDP payload that no other protocol sends.
 *
 * Protocols that have a file of their own are not here, except where a port has to agree as well.
 */

import { Protocol } from "../protocol.ts";
import { startsWith } from "./ascii.ts";
import { sipSignature } from "./stream-signature.ts";

const STUN_COOKIE = 0x2112_a442;
const STUN_HEADER_LEN = 20;
const DTLS_HEADER_LEN = 13;
const NTP_LEN = 48;
const NTP_PORT = 123;

/** Fixed sizes of WireGuard's handshake messages, by message type. */
const WIREGUARD_INITIATION_LEN = 148;
const WIREGUARD_RESPONSE_LEN = 92;

/**
 * The protocol whose signature stands at `off`, `Unknown` if none does.
 *
 * @param length octets of the payload on the wire
 * @param lowPort the lower of the two ports
 */
export function datagramSignature(
  view: DataView,
  off: number,
  end: number,
  length: number,
  lowPort: number,
): Protocol {
  if (isStun(view, off, end, length)) return Protocol.Stun;
  if (isDtls(view, off, end, length)) return Protocol.Dtls;
  if (isWireGuard(view, off, end, length)) return Protocol.WireGuard;
  if (lowPort === NTP_PORT && isNtp(view, off, length)) return Protocol.Ntp;
  if (
    startsWith(view, off, end, "M-SEARCH * HTTP/1.1") ||
    startsWith(view, off, end, "NOTIFY * HTTP/1.1") ||
    startsWith(view, off, end, "HTTP/1.1 200 OK")
  ) {
    return Protocol.Ssdp;
  }
  if (startsWith(view, off, end, "d1:ad2:id20:") || startsWith(view, off, end, "d1:rd2:id20:")) {
    return Protocol.BtDht;
  }
  return sipSignature(view, off, end);
}

/** RFC 8489 §5: two zero bits, a length in steps of four that fits, the magic cookie. */
function isStun(view: DataView, off: number, end: number, length: number): boolean {
  if (end - off < STUN_HEADER_LEN || view.getUint32(off + 4) !== STUN_COOKIE) return false;
  const size = view.getUint16(off + 2);
  return view.getUint8(off) < 0x40 && (size & 3) === 0 && size + STUN_HEADER_LEN <= length;
}

/** RFC 9147 §4, RFC 6347 §4.1: the versions count down from 0xfeff. */
function isDtls(view: DataView, off: number, end: number, length: number): boolean {
  if (end - off < DTLS_HEADER_LEN) return false;
  const type = view.getUint8(off);
  const version = view.getUint16(off + 1);
  if (type < 20 || type > 25 || (version !== 0xfeff && version !== 0xfefd)) return false;
  const size = view.getUint16(off + 11);
  return size > 0 && size + DTLS_HEADER_LEN <= length;
}

/** The handshake of the WireGuard protocol: type 1 or 2, three reserved octets, a fixed size. */
function isWireGuard(view: DataView, off: number, end: number, length: number): boolean {
  if (end - off < 4) return false;
  const type = view.getUint32(off);
  return (
    (type === 0x0100_0000 && length === WIREGUARD_INITIATION_LEN) ||
    (type === 0x0200_0000 && length === WIREGUARD_RESPONSE_LEN)
  );
}

/** RFC 5905 §7.3: version 1 to 4, a mode in use, at least the fixed part. */
function isNtp(view: DataView, off: number, length: number): boolean {
  const first = view.getUint8(off);
  const version = (first >>> 3) & 7;
  const mode = first & 7;
  return length >= NTP_LEN && version >= 1 && version <= 4 && mode >= 1 && mode <= 5;
}
