/** Whether a packet holds a protocol: by its layers, and by what its payload is identified as. */

import { identify, type Packet, PROTOCOL_COUNT, Protocol, protocolInfo } from "@wirescope/decode";

/** A test for the protocol of this filter name; undefined when no layer is called so. */
export function presenceTest(name: string): ((packet: Packet) => boolean) | undefined {
  if (name === "frame") return () => true;
  const isWanted = new Uint8Array(PROTOCOL_COUNT);
  let found = false;
  for (const protocol of Object.values(Protocol)) {
    if (protocolInfo(protocol).filterName !== name) continue;
    isWanted[protocol] = 1;
    found = true;
  }
  return found ? (packet) => holds(packet, isWanted) : undefined;
}

function holds(packet: Packet, isWanted: Uint8Array): boolean {
  for (let i = 0; i < packet.layerCount; i += 1) {
    if (isWanted[packet.layerProtocol[i]!] === 1) return true;
  }
  if (packet.quotedFrom >= 0 || packet.payloadStart >= packet.payloadEnd) return false;
  return isWanted[ownProtocol(packet)] === 1;
}

/** What this packet's own payload is, whatever the flow that it belongs to; leaves the packet as it was. */
function ownProtocol(packet: Packet): Protocol {
  const { protocol, protocolByPort } = packet;
  const own = identify(packet);
  packet.protocol = protocol;
  packet.protocolByPort = protocolByPort;
  return own;
}
