/** Packets whose payload is put together from several TCP segments. */
import { type Packet, Protocol } from "@wirescope/decode";

/** Offset of the sequence number in the TCP header (RFC 9293 §3.1). */
const SEQUENCE = 4;

/** Sequence number of the octet at `off` of a packet's payload. */
export function sequenceAt(packet: Packet, off: number): number {
  return (packet.view.getInt32(packet.transportStart + SEQUENCE) + off - packet.payloadStart) | 0;
}

/** Gives a packet that stands for several what identification and naming read of one. */
export function takeSummary(to: Packet, from: Packet): void {
  to.seconds = from.seconds;
  to.nanoseconds = from.nanoseconds;
  to.ipVersion = from.ipVersion;
  to.ipProtocol = from.ipProtocol;
  to.source0 = from.source0;
  to.source1 = from.source1;
  to.source2 = from.source2;
  to.source3 = from.source3;
  to.destination0 = from.destination0;
  to.destination1 = from.destination1;
  to.destination2 = from.destination2;
  to.destination3 = from.destination3;
  to.sourcePort = from.sourcePort;
  to.destinationPort = from.destinationPort;
  to.transportStart = 0;
  to.layerCount = 1;
  to.layerProtocol[0] = Protocol.Tcp;
}
