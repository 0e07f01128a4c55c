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

/** Layers that hold the fields of a name's first part, where they are more than the layer so called. */
const HOLDERS: Readonly<Record<string, readonly string[]>> = {
  arp: ["arp"],
  dhcp: ["dhcp"],
  dns: ["dns", "mdns", "llmnr"],
  http: ["http", "ssdp"],
  icmp: ["icmp"],
  icmpv6: ["icmpv6"],
  ip: ["ip"],
  ipv6: ["ipv6"],
  quic: ["quic"],
  ssh: ["ssh"],
  tcp: ["tcp"],
  tls: ["tls"],
  udp: ["udp"],
};

/**
 * A test that is false only for packets without any layer that could hold the field.
 *
 * Undefined for fields that turn up in layers of many names.
 */
export function holderTest(fieldName: string): ((packet: Packet) => boolean) | undefined {
  const names = HOLDERS[fieldName.split(".", 1)[0]!];
  const tests = names?.map(presenceTest);
  if (tests === undefined || !tests.every((test) => test !== undefined)) return undefined;
  const [only] = tests;
  if (tests.length === 1) return only;
  return (packet) => tests.some((test) => test(packet));
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
