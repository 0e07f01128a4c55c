import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { ascii, dissectAll, readsAnything, type Sample } from "./application-protocol.contract.ts";
import { IRC_PROTOCOL } from "./irc.ts";
import { NNTP_PROTOCOL } from "./nntp.ts";

function up(port: number, text: string): Sample {
  return { transport: "tcp", from: 50_000, to: port, payload: ascii(text) };
}

function down(port: number, text: string): Sample {
  return { transport: "tcp", from: port, to: 50_000, payload: ascii(text) };
}

describe("IRC", () => {
  const samples = [
    up(6667, "NICK joe\r\nPRIVMSG #a :\u0001ACTION waves\u0001\r\n"),
    down(6667, ":irc.example 001 joe :Welcome joe\r\n:jane!j@host JOIN #a\r\n"),
  ];
  const packets = dissectAll(samples);

  test.for([
    [0, "irc.request.command", ["NICK", "PRIVMSG"]],
    [0, "irc.request.command_parameter", ["joe", "#a"]],
    [0, "irc.ctcp", ["ACTION waves"]],
    [1, "irc.response.prefix", ["irc.example", "jane!j@host"]],
    [1, "irc.response.num_command", ["1"]],
    [1, "irc.response.command", ["JOIN"]],
    [1, "irc.response.trailer", ["Welcome joe"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list shows the commands", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Request (NICK) (PRIVMSG)",
      "Response (001) (JOIN)",
    ]);
  });

  readsAnything(IRC_PROTOCOL, samples);
});

describe("NNTP", () => {
  const samples = [down(119, "200 NNTP ready\r\n"), up(119, "MODE READER\r\n")];
  const packets = dissectAll(samples);

  test("The packet list shows the first line", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Response: 200 NNTP ready",
      "Request: MODE READER",
    ]);
    expect(fieldTexts(packets[1]!, "nntp.request")).toEqual(["1"]);
  });

  readsAnything(NNTP_PROTOCOL, samples);
});
