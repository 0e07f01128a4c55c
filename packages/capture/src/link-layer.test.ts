import { expect, test } from "vitest";
import { linkTypeOfDlt, ringLinkType } from "./link-layer.ts";

test.for([
  ["Ethernet", 1, 1],
  ["loopback", 772, 1],
  ["tun and WireGuard", 65_534, 101],
  ["raw IP of a modem", 519, 101],
  ["IP in IP", 768, 101],
  ["IPv6 in IPv4", 776, 101],
  ["802.11", 801, 105],
  ["802.11 with radiotap", 803, 127],
  ["PPP, whose frames come without their header", 512, undefined],
  ["Infiniband", 32, undefined],
] as const)("link type of %s", ([, hardwareType, linkType]) => {
  expect(ringLinkType(hardwareType)).toBe(linkType);
});

test.for([
  [1, 1],
  [12, 101],
  [14, 101],
  [113, 113],
] as const)("DLT %i is LINKTYPE %i", ([dlt, linkType]) => {
  expect(linkTypeOfDlt(dlt)).toBe(linkType);
});
