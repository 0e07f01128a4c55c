import { expect, test } from "vitest";
import { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { octets } from "./application-protocol.contract.ts";
import { RECOGNISED } from "./recognised.ts";
import { SignatureTable } from "./signature-table.ts";

function find(transport: "stream" | "datagram", hex: string): Protocol {
  const bytes = octets(hex);
  const table = new SignatureTable(RECOGNISED, transport);
  return table.find(new DataView(bytes.buffer), 0, bytes.length, new Packet());
}

test.for([
  ["a datagram of RTPS", `52545053 0203 010f ${"00".repeat(12)}`, Protocol.Rtps],
  ["RTPS that is cut", "52545053 0203 010f", Protocol.Unknown],
  ["nothing of these", "00".repeat(40), Protocol.Unknown],
] as const)("%s", ([, hex, expected]) => {
  expect(find("datagram", hex)).toBe(expected);
});

test("a greeting of rsync", () => {
  expect(find("stream", "405253594e43443a 2033312e30")).toBe(Protocol.Rsync);
});
