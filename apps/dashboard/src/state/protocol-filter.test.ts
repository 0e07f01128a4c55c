import { expect, test } from "vitest";
import { protocolFilter } from "./protocol-filter.ts";

test.for([
  ["TLS", "tls"],
  ["MDNS", "mdns"],
  ["IPv4", "ip"],
  ["802.1Q", "vlan"],
  ["PPPoE discovery", undefined],
  ["evil) || (1", undefined],
] as const)("%s is selected by %s", ([name, filter]) => {
  expect(protocolFilter(name)).toBe(filter);
});
