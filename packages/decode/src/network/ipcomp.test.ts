import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { overIpv4, readSample, survivesDamage } from "../sample.contract.ts";

const PING = "0800f7fe 00010000";
const FIELDS = ["ipcomp.cpi", "ipcomp.next_header", "icmp.type"];

function compressed(hex: string): string {
  return deflateRawSync(Buffer.from(hex.replaceAll(" ", ""), "hex")).toString("hex");
}

const SAMPLE = { hex: overIpv4(108, `01 00 0002 ${compressed(PING)}`) };

test("what is compressed is unpacked and read", () => {
  expect(readSample(SAMPLE, FIELDS)).toMatchObject({
    protocols: "eth:ethertype:ip:ipcomp:data:icmp",
    "ipcomp.cpi": "0x0002",
    "ipcomp.next_header": "0x01",
    "icmp.type": "8",
  });
});

test("what is no DEFLATE stays data", () => {
  const { protocols } = readSample({ hex: overIpv4(108, "01 00 0003 ffffffffffff") });
  expect(protocols).toBe("eth:ethertype:ip:ipcomp:data");
});

test("compression within compression is not unpacked", () => {
  const inner = `45000020 00010000 406c0000 c0000207 c6336409 01000002 ${compressed(PING)}`;
  const { protocols } = readSample({ hex: overIpv4(108, `04 00 0002 ${compressed(inner)}`) });
  expect(protocols).toBe("eth:ethertype:ip:ipcomp:data:ip:ipcomp:data");
});

survivesDamage(SAMPLE);
