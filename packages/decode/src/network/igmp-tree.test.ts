import { describe, expect, test } from "vitest";
import { overIpv4, readSample, survivesDamage } from "../sample.contract.ts";

const QUERY_V3 = { hex: overIpv4(2, "11 8a 0000 e0000001 0a 7d 0002 c0000207 c0000208") };
const REPORT_V3 = {
  hex: overIpv4(
    2,
    "22 00 0000 0000 0003 04000000 e9000001 03000000 e9000002 05000002 e9000003 c0000207 c0000208",
  ),
};

describe("messages read as Wireshark reads them", () => {
  test.for([
    ["a general query of version 1", "11 00 eeff 00000000", "IGMPv1", "Membership Query"],
    ["a general query", "11 64 ee9b 00000000", "IGMPv2", "Membership Query, general"],
    [
      "a query for a group",
      "11 64 0000 e9000001",
      "IGMPv2",
      "Membership Query, specific for group 233.0.0.1",
    ],
    ["a report of version 1", "12 00 0000 e9000001", "IGMPv1", "Membership Report"],
    ["a report", "16 00 0000 e9000001", "IGMPv2", "Membership Report group 233.0.0.1"],
    ["a leave", "17 00 0000 e9000001", "IGMPv2", "Leave Group 233.0.0.1"],
  ])("%s", ([, payload, protocol, info]) => {
    const read = readSample({ hex: overIpv4(2, payload!) });
    expect(read).toEqual({ protocols: "eth:ethertype:ip:igmp:igmp", protocol, info });
  });

  test("a query of version 3 expands its time and lists its sources", () => {
    const fields = ["igmp.version", "igmp.max_resp", "igmp.s", "igmp.qrv", "igmp.saddr"];
    expect(readSample(QUERY_V3, fields)).toMatchObject({
      protocol: "IGMPv3",
      "igmp.version": "3",
      "igmp.max_resp": "208",
      "igmp.s": "1",
      "igmp.qrv": "2",
      "igmp.saddr": "192.0.2.7,192.0.2.8",
    });
  });

  test("a report of version 3 says what each record asks for", () => {
    expect(readSample(REPORT_V3, ["igmp.maddr", "igmp.record_type"])).toMatchObject({
      info:
        "Membership Report / Join group 233.0.0.1 for any sources / Leave group 233.0.0.2 / " +
        "Join group 233.0.0.3 for new sources {192.0.2.7, 192.0.2.8}",
      "igmp.maddr": "233.0.0.1,233.0.0.2,233.0.0.3",
      "igmp.record_type": "4,3,5",
    });
  });

  test("the checksum is judged", () => {
    const status = (payload: string): string =>
      readSample({ hex: overIpv4(2, payload) }, ["igmp.checksum.status"])["igmp.checksum.status"]!;
    expect(status("11 64 ee9b 00000000")).toBe("1");
    expect(status("11 64 ee9c 00000000")).toBe("0");
  });

  test("relatives that borrow IGMP's number have layers of their own", () => {
    expect(readSample({ hex: overIpv4(2, "ff00 00ff 00000000") })).toEqual({
      protocols: "eth:ethertype:ip:igmp:rgmp",
      protocol: "RGMP",
      info: "Hello",
    });
    expect(readSample({ hex: overIpv4(2, "1305 0000 0000ff03") })).toEqual({
      protocols: "eth:ethertype:ip:igmp:dvmrp",
      protocol: "DVMRP",
      info: "V3 Ask Neighbors 2",
    });
    expect(readSample({ hex: overIpv4(2, "1400 0000 10000000") })).toEqual({
      protocols: "eth:ethertype:ip:igmp:pim",
      protocol: "PIMv1",
      info: "Query",
    });
  });
});

describe("a query", () => survivesDamage(QUERY_V3));
describe("a report", () => survivesDamage(REPORT_V3));
