import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import {
  ascii,
  dissectAll,
  octets,
  packetsOf,
  readsAnything,
  talk,
} from "./application-protocol.contract.ts";
import { identify } from "./identify.ts";
import { VNC_PROTOCOL } from "./vnc.ts";

const { up, down } = talk("tcp", 5901);

/** RFC 6143 §7.1 to §7.3 with VNC's own authentication, and two messages of §7.5 and §7.6. */
const SAMPLES = [
  down(ascii("RFB 003.008\n")),
  up(ascii("RFB 003.008\n")),
  down(octets("02 01 02")),
  up(octets("02")),
  down(octets("00112233445566778899aabbccddeeff")),
  up(octets("ffeeddccbbaa99887766554433221100")),
  down(octets("00000000")),
  up(octets("01")),
  down(
    Uint8Array.from([
      ...octets("0400 0300 20 18 00 01 00ff 00ff 00ff 10 08 00 000000 00000004"),
      ...ascii("desk"),
    ]),
  ),
  up(octets("03 01 0000 0000 0400 0300")),
  down(octets("00 00 0000")),
];

describe("VNC", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "vnc.server_proto_ver", ["003.008"]],
    [1, "vnc.client_proto_ver", ["003.008"]],
    [2, "vnc.security_type", ["1", "2"]],
    [3, "vnc.client_security_type", ["2"]],
    [4, "vnc.auth_challenge", ["00112233445566778899aabbccddeeff"]],
    [6, "vnc.auth_result", ["0"]],
    [7, "vnc.share_desktop_flag", ["1"]],
    [8, "vnc.width", ["1024"]],
    [8, "vnc.desktop_name", ["desk"]],
    [9, "vnc.client_message_type", ["3"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names the steps", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Server protocol version: 003.008",
      "Client protocol version: 003.008",
      "Security types supported",
      "Security type VNC (2) selected by client",
      "Authentication challenge from server",
      "Authentication response from client",
      "Authentication result",
      "Share desktop flag",
      "Server framebuffer parameters",
      "Client framebuffer update request",
      "Server framebuffer update",
    ]);
    expect(identify(packetsOf([down(ascii("RFB 003.003\n"))])[0]!)).toBe(Protocol.Vnc);
  });

  readsAnything(VNC_PROTOCOL, SAMPLES);
});
