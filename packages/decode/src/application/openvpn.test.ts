import { describe, expect, test } from "vitest";
import {
  layersOfAll,
  overTcp,
  overUdp,
  readSample,
  survivesDamage,
  textsOf,
} from "../sample.contract.ts";

const SESSION = "0102030405060708";
const DIGEST = "aa".repeat(20);
const RESET = { hex: overUdp(40_000, 1195, `38${SESSION} 00 00000000`) };
const SIGNED = {
  hex: overUdp(40_000, 1194, `38${SESSION}${DIGEST} 00000001 5f000000 00 00000000`),
};
const SIGNED_ACK = {
  hex: overUdp(
    40_000,
    1194,
    `28${SESSION}${DIGEST} 00000002 5f000000 01 00000000 1112131415161718`,
  ),
};
const STREAM = { hex: overTcp(40_000, 443, `000e 38${SESSION} 00 00000000`) };

describe("messages read as Wireshark reads them", () => {
  test("a reset on any port", () => {
    expect(readSample(RESET, ["openvpn.opcode", "openvpn.sessionid"])).toEqual({
      protocols: "eth:ethertype:ip:udp:openvpn",
      protocol: "OpenVPN",
      info: "MessageType: P_CONTROL_HARD_RESET_CLIENT_V2",
      "openvpn.opcode": "0x07",
      "openvpn.sessionid": "72623859790382856",
    });
  });

  test("over TCP, behind a length", () => {
    expect(readSample(STREAM, ["openvpn.plen"])).toMatchObject({
      protocols: "eth:ethertype:ip:tcp:openvpn",
      "openvpn.plen": "14",
    });
  });

  test("a signed reset tells where the fields of later messages are", () => {
    const [reset, ack] = layersOfAll([SIGNED, SIGNED_ACK]);
    expect(textsOf(reset!, ["openvpn.hmac", "openvpn.pid"])).toMatchObject({
      "openvpn.hmac": DIGEST,
      "openvpn.pid": "1",
    });
    expect(textsOf(ack!, ["openvpn.mpidarrayelement", "openvpn.rsessionid"])).toMatchObject({
      info: "MessageType: P_ACK_V1",
      "openvpn.mpidarrayelement": "0",
      "openvpn.rsessionid": "1230066625199609624",
    });
  });

  test("data is named by the peer that it is for", () => {
    const hex = overUdp(40_000, 1194, `48 000007 ${"55".repeat(40)}`);
    expect(readSample({ hex }, ["openvpn.peerid"])).toMatchObject({
      info: "MessageType: P_DATA_V2",
      "openvpn.peerid": "7",
    });
  });
});

test("a reset with other octets behind it is not one", () => {
  const hex = overUdp(40_000, 1195, `38${SESSION} 00 00000001`);
  expect(readSample({ hex }).protocol).toBe("UDP");
});

describe("a signed reset", () => survivesDamage(SIGNED));
describe("a stream", () => survivesDamage(STREAM));
