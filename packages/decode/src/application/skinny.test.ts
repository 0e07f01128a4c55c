import { describe, expect, test } from "vitest";
import { fieldTexts } from "../field-texts.ts";
import { dissectAll, octets } from "./application-protocol.contract.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { SKINNY_PROTOCOL } from "./skinny.ts";

function message(name: string, hex: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return {
    name,
    transport: "tcp",
    from: 49_399,
    to: 2000,
    hex,
    layers: "skinny",
    protocol: "SKINNY",
    info: "",
    ...rest,
  };
}

const ADDRESS = "c0a8c33a000000000000000000000000";
const OPENED = `28000000 14000000 22000000 00000000 00000000 ${ADDRESS} 907d0000 4f000001 4a362e01`;

readsMessages("Skinny", SKINNY_PROTOCOL, [
  message("A telephone is lifted", "0c000000 14000000 06000000 01000000 4b362e01", {
    fields: {
      "skinny.data_length": ["12"],
      "skinny.hdr_version": ["0x00000014"],
      "skinny.messageId": ["6"],
      "skinny.lineInstance": ["1"],
      "skinny.callReference": ["19805771"],
    },
    info: "OffHook ",
  }),
  message("A channel is open", OPENED, {
    fields: {
      "skinny.mediaReceptionStatus": ["0x00000000"],
      "skinny.ipAddr.ipv4": ["192.168.195.58"],
      "skinny.portNumber": ["32144"],
      "skinny.callReference": ["19805770"],
    },
    protocol: "SKINNY/RESP",
    info: "OpenReceiveChannelAck ",
  }),
  message(
    "An early version's address has four octets",
    "14000000 00000000 22000000 00000000 c0a8c33a 907d0000 4f000001",
    {
      fields: {
        "skinny.ipAddr.ipv4": ["192.168.195.58"],
        "skinny.portNumber": ["32144"],
        "skinny.callReference": [],
      },
      protocol: "SKINNY/RESP",
      info: "OpenReceiveChannelAck ",
    },
  ),
]);

describe("Skinny", () => {
  test("another port does not carry it", () => {
    const hex = "04000000 00000000 00000000";
    const [layers] = dissectAll([{ transport: "tcp", from: 4000, to: 4001, payload: octets(hex) }]);
    expect(fieldTexts(layers!, "frame.protocols")).toEqual(["raw:ip:tcp:data"]);
  });

  test("media behind the port that was told is RTP", () => {
    const layers = dissectAll([
      { transport: "tcp", from: 49_399, to: 2000, payload: octets(OPENED) },
      { transport: "udp", from: 4000, to: 32_144, payload: octets(`8000 0001 ${"00".repeat(20)}`) },
    ]);
    expect(fieldTexts(layers[1]!, "frame.protocols")).toEqual(["raw:ip:udp:rtp"]);
  });
});
