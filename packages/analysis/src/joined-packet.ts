/** Packets whose payload is put together from several TCP segments. */
import { copySummary, type Packet, Protocol } from "@wirescope/decode";

/** Offset of the sequence number in the TCP header (RFC 9293 §3.1). */
const SEQUENCE = 4;

/** Sequence number of the octet at `off` of a packet's payload. */
export function sequenceAt(packet: Packet, off: number): number {
  return (packet.view.getInt32(packet.transportStart + SEQUENCE) + off - packet.payloadStart) | 0;
}

/** Gives a packet that stands for several what identification and naming read of one. */
export function takeSummary(to: Packet, from: Packet): void {
  copySummary(from, to);
  to.transportStart = 0;
  to.layerCount = 1;
  to.layerProtocol[0] = Protocol.Tcp;
}
