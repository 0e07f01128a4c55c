import { expect, test } from "vitest";
import { readSample, survivesDamage } from "../sample.contract.ts";

const IP = "4500001c 00010000 40010000 c0000207 c6336409 0800f7fe 00010000";
const SAMPLE = {
  hex: `020abd000000 020abc000000 8903 4020 020000000002 020000000001 0800 ${IP} 00000000`,
};

test("the frame behind FabricPath's header is the one that is read", () => {
  const fields = ["cfp.ftag", "cfp.ttl", "cfp.swid", "eth.src", "ip.dst"];
  expect(readSample(SAMPLE, fields)).toMatchObject({
    protocols: "eth:cfp:eth:ethertype:ip:icmp",
    "cfp.ftag": "256",
    "cfp.ttl": "32",
    "cfp.swid": "2749,2748",
    "eth.src": "02:00:00:00:00:01",
    "ip.dst": "198.51.100.9",
  });
});

survivesDamage(SAMPLE);
