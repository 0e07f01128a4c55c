import { describe, expect, test } from "vitest";
import { overUdp, readSample, survivesDamage } from "../sample.contract.ts";

const IP = "4500001c 00010000 40010000 c0000207 c6336409 0800f7fe 00010000";
const ADDRESSES = "020000000001 020000000002 020000000003 1000";
const SNAP = "aaaa03 000000 0800";
const NATIVE = {
  hex: overUdp(40_000, 5247, `00 100300 00000000 0801 2c00 ${ADDRESSES} ${SNAP} ${IP}`),
};
const SWAPPED = {
  hex: overUdp(
    40_000,
    5247,
    `00 200320 00000000 04bf230000000000 0108 2c00 ${ADDRESSES} ${SNAP} ${IP}`,
  ),
};
const ETHERNET = {
  hex: overUdp(5247, 40_000, `00 100200 00000000 020000000003 020000000002 0800 ${IP}`),
};

const FIELDS = ["wlan.sa", "wlan.fc.type_subtype", "capwap.header.wbid", "ip.dst"];

describe.for([
  ["a frame of 802.11", NATIVE, "wlan:llc:ip:icmp"],
  ["a frame of 802.11 with its control swapped", SWAPPED, "wlan:llc:ip:icmp"],
] as const)("%s", ([, sample, protocols]) => {
  test("is read through CAPWAP", () => {
    const read = readSample(sample, FIELDS);
    expect(read.protocols).toBe(`eth:ethertype:ip:udp:capwap.data:${protocols}`);
    expect(read["wlan.sa"]).toBe("02:00:00:00:00:02");
    expect(read["wlan.fc.type_subtype"]).toBe("0x0020");
    expect(read["capwap.header.wbid"]).toBe("1");
    expect(read["ip.dst"]).toMatch(/198\.51\.100\.9$/);
  });

  survivesDamage(sample);
});

test("a frame of 802.3 is read through CAPWAP", () => {
  const read = readSample(ETHERNET, ["eth.src", "capwap.header.flags.t"]);
  expect(read.protocols).toBe("eth:ethertype:ip:udp:capwap.data:eth:ethertype:ip:icmp");
  expect(read["eth.src"]).toMatch(/02:00:00:00:00:02$/);
  expect(read["capwap.header.flags.t"]).toBe("0");
});

test.for([
  ["a fragment", "00 100380 00010000 0801"],
  ["a keep-alive", "00 100208 00000000 0004"],
  ["DTLS", "01 000000 16fefd0000"],
] as const)("%s is named and not opened", ([, payload]) => {
  const { protocols } = readSample({ hex: overUdp(40_000, 5247, payload) });
  expect(protocols).toMatch(/^eth:ethertype:ip:udp:capwap\.data(:data)?$/);
});
