/**
 * Which echo request a reply answers, of ICMP (RFC 792) and ICMPv6 (RFC 4443).
 *
 * A reply returns the request's octets, so that the two have the same checksum but for their types.
 */

import { type PacketTime, PacketTimes } from "../application/packet-times.ts";
import { HEADER_LEN } from "../network/icmp.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";

const REQUEST = 8;
const REQUEST_V6 = 128;
const REPLY = 0;
const REPLY_V6 = 129;

export class EchoRequests {
  readonly #requests = new PacketTimes();

  /**
   * Remembers a request; tells when the one was sent that a reply answers. A second reply answers none.
   *
   * Packets that are no echo messages are left alone; `packet.transportStart` is the ICMP header of those
   * that are.
   */
  follow(packet: Packet): PacketTime | undefined {
    const { view, transportStart: off } = packet;
    if (packet.quotedFrom >= 0 || off < 0 || packet.payloadStart < off + HEADER_LEN) {
      return undefined;
    }
    const protocol = packet.layerProtocol[packet.layerCount - 1];
    const isV6 = protocol === Protocol.Icmpv6;
    if (!isV6 && protocol !== Protocol.Icmp) return undefined;
    const type = view.getUint8(off);
    const isRequest = type === (isV6 ? REQUEST_V6 : REQUEST);
    if (!isRequest && type !== (isV6 ? REPLY_V6 : REPLY)) return undefined;
    const key = keyOf(packet, isRequest);
    if (isRequest) {
      this.#requests.note(key, packet);
      return undefined;
    }
    const request = this.#requests.known(key);
    this.#requests.forget(key);
    return request;
  }
}

/** Addresses from the asking end's side, the identifier, and the sum over all octets but the type. */
function keyOf(packet: Packet, isRequest: boolean): string {
  const { view, transportStart: off } = packet;
  const source = [packet.source0, packet.source1, packet.source2, packet.source3];
  const destination = [
    ...[packet.destination0, packet.destination1, packet.destination2, packet.destination3],
  ];
  const ends = isRequest ? [...source, ...destination] : [...destination, ...source];
  return [...ends, view.getUint16(off + 4), sumWithoutType(view, off)].join();
}

/** The ones' complement sum that the checksum stands for, less the type (RFC 1624). */
function sumWithoutType(view: DataView, off: number): number {
  return (2 * 0xffff - view.getUint16(off + 2) - (view.getUint8(off) << 8)) % 0xffff;
}
