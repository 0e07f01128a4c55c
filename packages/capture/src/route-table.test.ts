import { expect, test } from "vitest";
import { defaultRouteInterface } from "./route-table.ts";

const HEADING =
  "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";
const ETH0 = "eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n";
const WLAN0 = "wlan0\t00000000\t010200C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n";
const REJECTED = "eth1\t00000000\t00000000\t0201\t0\t0\t1\t00000000\t0\t0\t0\n";
const LOCAL = "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";
const NONE = "0".repeat(32);
const NEXT = "fd000000000000000000000000000001";
const IPV6 = `${NONE} 00 ${NONE} 00 ${NEXT} 00000400 00000002 00000000 00000003     wg0\n`;
const IPV6_REJECT = `${NONE} 00 ${NONE} 00 ${NONE} ffffffff 00000001 00000000 00200200       lo\n`;

test.for([
  ["the lowest metric", HEADING + WLAN0 + ETH0, "", "eth0"],
  ["the default among others", HEADING + LOCAL + WLAN0, "", "wlan0"],
  ["IPv4 before IPv6", HEADING + ETH0, IPV6, "eth0"],
  ["IPv6 alone", HEADING + LOCAL, IPV6_REJECT + IPV6, "wg0"],
  ["a rejecting route is none", HEADING + REJECTED, IPV6_REJECT, undefined],
  ["no table at all", "", "", undefined],
] as const)("default route: %s", ([, ipv4, ipv6, expected]) => {
  expect(defaultRouteInterface(ipv4, ipv6)).toBe(expected);
});
