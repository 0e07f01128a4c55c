/**
 * The decoder's result: one record that is reused for every packet.
 *
 * Everything in it is borrowed until the next `decode`. Fields are numbers of a fixed kind from the
 * constructor on, so that the decode loop neither allocates nor changes the record's shape.
 *
 * Two views of the same walk:
 * - the *layer stack*, outermost first, from which the tree and every named field are built on demand;
 * - the *summary*, which is what flows, hosts and counters need. It describes the innermost IP layer
 *   that could be read (the traffic inside a tunnel, as tshark's `tcp.stream` counts it), but never
 *   the packet quoted inside an ICMP error, which is in the stack only.
 */

import { Protocol } from "./protocol.ts";
import { DecodeStatus } from "./status.ts";

/** Layers kept of one packet; what is nested deeper is counted as `TooDeep`. */
export const MAX_LAYERS = 32;

const NO_BYTES = new DataView(new ArrayBuffer(0));

export class Packet {
  /* What the source said; the caller fills these before `decode`. */
  /** Frame number, from 1, in the order of capture. */
  number = 0;
  seconds = 0;
  nanoseconds = 0;
  interfaceId = 0;
  linkType = 0;
  originalLength = 0;

  /* Set by `decode`. */
  view: DataView<ArrayBufferLike> = NO_BYTES;
  /** First captured octet in {@link view}. */
  start = 0;
  /** One past the last captured octet. */
  end = 0;

  layerCount = 0;
  /** {@link Protocol} of each layer. */
  readonly layerProtocol: Uint16Array = new Uint16Array(MAX_LAYERS);
  /** Offset of each layer's header in {@link view}. */
  readonly layerStart: Uint32Array = new Uint32Array(MAX_LAYERS);
  /** One past the layer's last octet, header and payload, as its own length field or the capture says. */
  readonly layerEnd: Uint32Array = new Uint32Array(MAX_LAYERS);
  /** Octets of the layer on the wire, header and payload, also where the capture is cut. */
  readonly layerLength: Uint32Array = new Uint32Array(MAX_LAYERS);

  /** Index of the first layer of a packet quoted by an ICMP error; -1 without one. */
  quotedFrom = -1;

  status: DecodeStatus = DecodeStatus.Ok;
  /** {@link Protocol} of the layer at which `status` arose. */
  statusProtocol = 0;
  statusOffset = 0;

  /** Outermost 802.1Q or 802.1ad identifier, -1 without a tag. */
  vlanId = -1;
  /** Offset of the source MAC address, -1 where the link layer has none. 6 octets. */
  sourceMac = -1;
  destinationMac = -1;
  etherType = -1;

  /** 4, 6, or 0 when the packet holds no readable IP header. */
  ipVersion = 0;
  /** Tunnels outside the summarised IP layer, 0 for none. */
  tunnelDepth = 0;
  /** Offset of the IP header, -1 without one. */
  ipStart = -1;
  /**
   * Addresses as signed 32-bit words in network order: what V8 keeps as small integers, where unsigned
   * ones would be boxed from 128.0.0.0 up. IPv4 uses word 0 only and leaves 1–3 at 0.
   */
  source0 = 0;
  source1 = 0;
  source2 = 0;
  source3 = 0;
  destination0 = 0;
  destination1 = 0;
  destination2 = 0;
  destination3 = 0;
  /** Last protocol number of the header chain (IANA assigned internet protocol numbers), -1 without IP. */
  ipProtocol = -1;
  /** Octets of the fragment's offset; 0 for whole packets and first fragments. */
  fragmentOffset = 0;
  /** True for any fragment, the first one included. */
  isFragment = false;

  /** Offset of the TCP, UDP, SCTP or ICMP header, -1 when absent or cut. */
  transportStart = -1;
  /** Ports of TCP, UDP and SCTP; -1 where there are none. */
  sourcePort = -1;
  destinationPort = -1;
  /** The nine flag bits of TCP (RFC 9293 §3.1, RFC 3540), 0 for anything else. */
  tcpFlags = 0;
  /**
   * Application octets that were captured: `[payloadStart, payloadEnd)`; empty ranges have both equal.
   * During the walk, what the layers read so far have left over.
   */
  payloadStart = 0;
  payloadEnd = 0;
  /** Application octets on the wire, as the headers count them, also where the capture is cut. */
  payloadLength = 0;

  /** What the innermost layer that was named is. Never absent: at least the link type's own name. */
  protocol: Protocol = Protocol.Unknown;
  /** True when {@link protocol} rests on a port number alone, without a look at content. */
  protocolByPort = false;

  /** Empties the words of the addresses that IPv4 leaves at 0. */
  clearIpv6(): void {
    this.source1 = 0;
    this.source2 = 0;
    this.source3 = 0;
    this.destination1 = 0;
    this.destination2 = 0;
    this.destination3 = 0;
  }
}
