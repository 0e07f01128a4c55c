import { expect, test } from "vitest";
import { Protocol } from "../protocol.ts";
import { octets } from "./application-protocol.contract.ts";
import { datagramSignature } from "./datagram-signature.ts";

const MAGIC = "00ffff00 fefefefe fdfdfdfd 12345678";

test.for([
  ["a datagram of RTPS", `52545053 0203 010f ${"00".repeat(12)}`, Protocol.Rtps],
  ["RTPS that is cut", "52545053 0203 010f", Protocol.Unknown],
  ["a request for a connection of RakNet", `05 ${MAGIC} 0a`, Protocol.RakNet],
  ["a ping of RakNet with its time", `01 0000000000000001 ${MAGIC}`, Protocol.RakNet],
  ["nothing of these", "00".repeat(40), Protocol.Unknown],
] as const)("%s", ([, hex, expected]) => {
  const bytes = octets(hex);
  expect(datagramSignature(new DataView(bytes.buffer), 0, bytes.length)).toBe(expected);
});
