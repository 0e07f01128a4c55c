import { describe, expect, test } from "vitest";
import { fieldTexts } from "../field-texts.ts";
import { ascii, dissectAll, octets } from "./application-protocol.contract.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { GIT_PROTOCOL } from "./git.ts";

function hex(text: string): string {
  return Array.from(ascii(text), (octet) => octet.toString(16).padStart(2, "0")).join("");
}

function message(name: string, text: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return {
    name,
    transport: "tcp",
    from: 40_000,
    to: 9418,
    hex: hex(text),
    layers: "git",
    protocol: "Git",
    info: "Git Smart Protocol",
    ...rest,
  };
}

readsMessages("Git", GIT_PROTOCOL, [
  message("A service is asked for on any port", "0021git-upload-pack /a.git\0host=b", {
    to: 9419,
    fields: {
      "git.length": ["0x0021"],
      "git.data": [hex("git-upload-pack /a.git\0host=b")],
    },
  }),
  message("A flush ends a list", "0000", {
    fields: { "git.packet_type": ["0"], "git.length": [] },
  }),
  message("A line without content", "0004", { fields: { "git.length": ["0x0004"] } }),
]);

describe("Git", () => {
  test("lines of one segment are read one by one", () => {
    const [layers] = dissectAll([
      { transport: "tcp", from: 9418, to: 40_000, payload: ascii("0008NAK\n00000009done\n") },
    ]);
    expect(fieldTexts(layers!, "git.length")).toEqual(["0x0008", "0x0009"]);
    expect(fieldTexts(layers!, "frame.protocols")).toEqual(["raw:ip:tcp:git"]);
  });

  test("the octet that tells progress from the pack stands by itself", () => {
    const [layers] = dissectAll([
      { transport: "tcp", from: 9418, to: 40_000, payload: ascii("0009\x02done") },
    ]);
    expect(fieldTexts(layers!, "git.sideband_control_code")).toEqual(["0x02"]);
    expect(fieldTexts(layers!, "git.data")).toEqual([hex("done")]);
  });

  test("what has no length is data", () => {
    const payload = octets("50 41 43 4b 00 00 00 02");
    const [layers] = dissectAll([{ transport: "tcp", from: 9418, to: 40_000, payload }]);
    expect(fieldTexts(layers!, "frame.protocols")).toEqual(["raw:ip:tcp:data"]);
  });
});
