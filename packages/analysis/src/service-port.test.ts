import { expect, test } from "vitest";
import { type FrameSpec, packetOf, TCP } from "../test/frames.ts";
import { servicePort } from "./service-port.ts";

const ends = { from: "10.0.0.1", to: "10.0.0.2" } as const;

test.for<[string, Partial<FrameSpec>, boolean, number]>([
  ["a SYN goes to the service", { fromPort: 443, toPort: 55555, flags: TCP.syn }, false, 55555],
  ["a SYN and ACK comes from it", { fromPort: 55555, toPort: 443, flags: 0x12 }, true, 55555],
  ["joined at the answer", { fromPort: 443, toPort: 55555 }, false, 443],
  ["joined at the question", { fromPort: 55555, toPort: 443 }, false, 443],
  ["NFS from a system port", { fromPort: 789, toPort: 2049 }, false, 2049],
  ["an unknown system port", { fromPort: 1, toPort: 55555, transport: "udp" }, false, 1],
  ["two unknown ports", { fromPort: 55556, toPort: 55555, transport: "udp" }, false, 55555],
])("%s", ([, spec, fromResponder, port]) => {
  const packet = packetOf({ transport: "tcp", ...ends, ...spec });
  expect(servicePort(packet, fromResponder)).toBe(port);
});
