import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { overUdp, readSample, survivesDamage } from "../sample.contract.ts";
import { isIsakmp } from "./isakmp.ts";

const SA_INIT =
  "89922c915f35570e 0000000000000000 21 20 22 08 00000000 00000064" +
  "22000028 00000024 01 01 00 03 0300000c 01000014 800e0100 03000008 02000005 00000008 04000013" +
  "29000010 0013 0000 0102030405060708 00000010 00 00 4004 0102030405060708";
const MAIN_MODE =
  "c6d1459285150c7e 0000000000000000 01 10 02 00 00000000 0000004c" +
  "0d00001c 00000001 00000001 00000010 00 01 00 01 00000008 00010000" +
  "00000014 afcad71368a1f1c96b8696fc77570100";

const VERSION_2 = { hex: overUdp(500, 500, SA_INIT) };
const VERSION_1 = { hex: overUdp(500, 500, MAIN_MODE) };
const BEHIND_NAT = { hex: overUdp(4500, 4500, `00000000${SA_INIT}`) };

describe("messages read as Wireshark reads them", () => {
  test("version 2 with proposal, key and notification", () => {
    const fields = ["isakmp.typepayload", "isakmp.tf.id.encr", "isakmp.notify.msgtype"];
    expect(readSample(VERSION_2, [...fields, "isakmp.key_exchange.dh_group"])).toEqual({
      protocols: "eth:ethertype:ip:udp:isakmp",
      protocol: "ISAKMP",
      info: "IKE_SA_INIT MID=00 Initiator Request",
      "isakmp.typepayload": "33,2,3,3,3,34,41",
      "isakmp.tf.id.encr": "20",
      "isakmp.notify.msgtype": "16388",
      "isakmp.key_exchange.dh_group": "19",
    });
  });

  test("version 1 with the vendor's mark", () => {
    expect(readSample(VERSION_1, ["isakmp.vid_bytes", "isakmp.sa.doi"])).toMatchObject({
      info: "Identity Protection (Main Mode)",
      "isakmp.vid_bytes": "afcad71368a1f1c96b8696fc77570100",
      "isakmp.sa.doi": "1",
    });
  });

  test("on another port it is known by its content", () => {
    expect(readSample({ hex: overUdp(40_000, 40_001, SA_INIT) }).protocol).toBe("ISAKMP");
  });
});

describe("IPsec behind NAT", () => {
  test("IKE stands behind a marker", () => {
    expect(readSample(BEHIND_NAT).protocols).toBe("eth:ethertype:ip:udp:udpencap:isakmp");
  });

  test("ESP stands without one", () => {
    const hex = overUdp(4500, 4500, "ac0faf03 00000001 00112233445566778899aabbccddeeff");
    expect(readSample({ hex }, ["esp.spi", "esp.sequence"])).toEqual({
      protocols: "eth:ethertype:ip:udp:udpencap:esp",
      protocol: "ESP",
      info: "ESP (SPI=0xac0faf03)",
      "esp.spi": "0xac0faf03",
      "esp.sequence": "1",
    });
  });

  test("one octet keeps the mapping alive", () => {
    expect(readSample({ hex: overUdp(4500, 4500, "ff") })).toEqual({
      protocols: "eth:ethertype:ip:udp:udpencap",
      protocol: "UDPENCAP",
      info: "NAT-keepalive",
    });
  });
});

test("random octets are no IKE", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (octets) => {
      expect(isIsakmp(new DataView(octets.slice().buffer), 0, octets.length, octets.length)).toBe(
        false,
      );
    }),
    { seed: 20_261_122, numRuns: 2000 },
  );
});

describe("version 2", () => survivesDamage(VERSION_2));
describe("version 1", () => survivesDamage(VERSION_1));
describe("behind NAT", () => survivesDamage(BEHIND_NAT));
