import { expect, test } from "vitest";
import { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { SignatureTable } from "./signature-table.ts";

const TABLE = new SignatureTable(
  [
    { protocols: [Protocol.Ntp], datagram: { ports: [123], matches: () => true } },
    { protocols: [Protocol.Stun], datagram: { firstOctets: [1], matches: () => true } },
    { protocols: [Protocol.Tftp], stream: { matches: () => true } },
  ],
  "datagram",
);

function find(first: number, sourcePort: number, destinationPort: number): Protocol {
  const packet = Object.assign(new Packet(), { sourcePort, destinationPort });
  return TABLE.find(new DataView(Uint8Array.of(first).buffer), 0, 1, packet);
}

test.for([
  ["of its port comes first, whichever side has it", 1, 40_000, 123, Protocol.Ntp],
  ["of its port is tried on the source port too", 0, 123, 40_000, Protocol.Ntp],
  ["of other ports is passed over", 1, 40_000, 124, Protocol.Stun],
  ["of another first octet is passed over", 0, 40_000, 124, Protocol.Unknown],
  ["is not looked for without ports", 0, -1, -1, Protocol.Unknown],
] as const)("a signature %s", ([, first, source, destination, expected]) => {
  expect(find(first, source, destination)).toBe(expected);
});
