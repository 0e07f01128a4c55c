import { describe, expect, test } from "vitest";
import { overUdp, readSample, survivesDamage } from "../sample.contract.ts";

const IP = "4500001c 00010000 40010000 c0000207 c6336409 0800f7fe 00010000";
const FRAME = `020000000002 020000000001 0800 ${IP} 0000`;
const RAW_FRAME = `00000001 0000003c 00000001 00000040 00000004 0000002a ${FRAME}`;
const RAW_IP = `00000001 0000002c 0000000b 00000020 00000004 0000001c ${IP}`;
const SWITCH = `000003e9 00000010 ${"00".repeat(16)}`;
const FLOW = `00000001 0000007c ${"00".repeat(28)} 00000002 ${SWITCH} ${RAW_FRAME}`;
const EXPANDED = `00000003 00000060 ${"00".repeat(40)} 00000001 ${RAW_IP}`;
const COUNTERS = "00000005 00000007 00001000 00000002";
const SAMPLE = {
  hex: overUdp(40_000, 6343, `00000005 00000001 c0000201 ${COUNTERS} ${FLOW} ${EXPANDED}`),
};

describe("sFlow", () => {
  test("tells who samples, and the sampled packets are read inside it", () => {
    const fields = ["sflow_245.agent", "sflow_245.sampletype", "sflow_245.header_protocol"];
    expect(readSample(SAMPLE, [...fields, "icmp.type"])).toEqual({
      protocols: "eth:ethertype:ip:udp:sflow:eth:ethertype:ip:icmp:ip:icmp",
      protocol: "sFlow",
      info: "V5, agent 192.0.2.1, sub-agent ID 5, seq 7, 2 samples",
      "sflow_245.agent": "192.0.2.1",
      "sflow_245.sampletype": "1,3",
      "sflow_245.header_protocol": "1,11",
      "icmp.type": "8,8",
    });
  });

  test("is known by its content on another port", () => {
    const hex = overUdp(40_000, 40_001, `00000005 00000002 ${"20".repeat(16)} ${COUNTERS}`);
    expect(readSample({ hex }).protocols).toBe("eth:ethertype:ip:udp:sflow");
  });

  survivesDamage(SAMPLE);
});
