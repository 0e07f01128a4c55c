/** Which of a flow's two ports is the service's. */
import { type Packet, serviceName } from "@wirescope/decode";
import { TCP_SYN } from "./flow-state.ts";
import { IP_PROTOCOL_SCTP, IP_PROTOCOL_TCP, IP_PROTOCOL_UDP } from "./ip-protocol.ts";

const TRANSPORT: Readonly<Record<number, "tcp" | "udp" | "sctp">> = {
  [IP_PROTOCOL_TCP]: "tcp",
  [IP_PROTOCOL_UDP]: "udp",
  [IP_PROTOCOL_SCTP]: "sctp",
};
/** First port that needs no privilege to serve (RFC 6335 §6: up to here are system ports). */
const FIRST_USER_PORT = 1024;

/**
 * Port of the service, given the first packet that was seen of a flow.
 *
 * A handshake says who answers. Where none was seen, a port with a well-known service beats one without,
 * then a system port a user port; else the sender of the first packet is taken for the client.
 *
 * @param fromResponder The packet is known to come from the responder.
 */
export function servicePort(packet: Packet, fromResponder: boolean): number {
  const answering = fromResponder ? packet.sourcePort : packet.destinationPort;
  const asking = fromResponder ? packet.destinationPort : packet.sourcePort;
  if ((packet.tcpFlags & TCP_SYN) !== 0) return answering;
  const transport = TRANSPORT[packet.ipProtocol];
  if (transport !== undefined) {
    const askingIsKnown = serviceName(transport, asking) !== undefined;
    const answeringIsKnown = serviceName(transport, answering) !== undefined;
    if (askingIsKnown !== answeringIsKnown) return askingIsKnown ? asking : answering;
  }
  const askingIsSystem = asking < FIRST_USER_PORT;
  const answeringIsSystem = answering < FIRST_USER_PORT;
  return askingIsSystem && !answeringIsSystem ? asking : answering;
}
