import { describe, expect, test } from "vitest";
import { layersOfAll, overUdp, textsOf } from "../sample.contract.ts";
import { octets } from "./application-protocol.contract.ts";
import { ControlChannel } from "./openvpn-control.ts";

/** A record of 261 octets, in the pieces that OpenVPN writes, and what stands behind it. */
const RECORD = octets(`1703030100${"ab".repeat(256)}`);
const PIECES = [RECORD.slice(0, 100), RECORD.slice(100, 200), RECORD.slice(200)] as const;
const ALERT = octets("15030300020128");

/** Lengths of what each piece completes. */
function lengths(pieces: readonly (readonly [number, Uint8Array])[]): number[] {
  const channel = new ControlChannel();
  return pieces.map(([number, piece]) => channel.add(number, piece).length);
}

describe("pieces of a control channel", () => {
  const [first, second, third] = PIECES;

  test.for([
    [
      "the last piece completes the record",
      [
        [1, first],
        [2, second],
        [3, third],
      ],
      [0, 0, 261],
    ],
    [
      "a piece waits for its turn",
      [
        [1, first],
        [3, third],
        [2, second],
      ],
      [0, 0, 261],
    ],
    [
      "what is sent twice counts once",
      [
        [1, first],
        [1, first],
        [2, second],
        [3, third],
        [3, third],
      ],
      [0, 0, 0, 261, 0],
    ],
    [
      "what is written at once is read at once",
      [
        [1, ALERT],
        [2, ALERT],
      ],
      [7, 7],
    ],
    [
      "what is no record is let go",
      [
        [1, octets("00")],
        [2, octets("ff".repeat(9))],
        [3, ALERT],
      ],
      [0, 0, 7],
    ],
  ] as const)("%s", ([, pieces, expected]) => {
    expect(lengths(pieces)).toEqual(expected);
  });

  test("memory is bounded", () => {
    const channel = new ControlChannel();
    for (let number = 0; number < 1000; number += 1) {
      channel.add(2 * number, new Uint8Array(1000));
      expect(channel.held).toBeLessThanOrEqual(0x8000);
    }
  });
});

describe("TLS in OpenVPN", () => {
  const session = "0102030405060708";

  function hex(bytes: Uint8Array): string {
    return Array.from(bytes, (octet) => octet.toString(16).padStart(2, "0")).join("");
  }

  function control(number: string, piece: Uint8Array): { hex: string } {
    return { hex: overUdp(40_000, 1194, `20${session} 00 ${number} ${hex(piece)}`) };
  }

  test("an alert in a message is read", () => {
    const [, layers] = layersOfAll([
      { hex: overUdp(40_000, 1194, `38${session} 00 00000000`) },
      control("00000001", ALERT),
    ]);
    expect(textsOf(layers!, ["frame.protocols", "tls.alert_message.desc"])).toMatchObject({
      "frame.protocols": "eth:ethertype:ip:udp:openvpn:tls",
      "tls.alert_message.desc": "40",
    });
  });

  test("records of one message name TLS once", () => {
    const [layers] = layersOfAll([control("00000001", Uint8Array.of(...ALERT, ...ALERT))]);
    expect(textsOf(layers!, ["frame.protocols"])).toMatchObject({
      "frame.protocols": "eth:ethertype:ip:udp:openvpn:tls",
    });
  });
});
