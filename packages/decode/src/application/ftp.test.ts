import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import { Conversation } from "../stream/conversation.ts";
import { Tree } from "../tree.ts";
import {
  ascii,
  dissectAll,
  packetsOf,
  readsAnything,
  type Sample,
  talk,
} from "./application-protocol.contract.ts";
import { FTP_PROTOCOL } from "./ftp.ts";
import { FTP_DATA_PROTOCOL } from "./ftp-data.ts";

const { up, down } = talk("tcp", 21);

const SAMPLES = [
  down("220-Welcome\r\n220 FTP ready\r\n"),
  up("USER anonymous\r\n"),
  up("PORT 192,0,2,1,24,131\r\n"),
  up("EPRT |2|2001:db8::1|6275|\r\n"),
  down("227 Entering Passive Mode (192,0,2,2,100,85).\r\n"),
  down("229 Entering Extended Passive Mode (|||6446|)\r\n"),
  down('257 "/pub" is the current directory\r\n'),
];

describe("A control connection", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "ftp.response.code", ["220", "220"]],
    [0, "ftp.response.arg", ["Welcome", "FTP ready"]],
    [0, "ftp.request", ["0"]],
    [0, "ftp.response", ["1"]],
    [1, "ftp.request", ["1"]],
    [1, "ftp.response", ["0"]],
    [1, "ftp.request.command", ["USER"]],
    [1, "ftp.request.arg", ["anonymous"]],
    [2, "ftp.active.cip", ["192.0.2.1"]],
    [2, "ftp.active.port", ["6275"]],
    [3, "ftp.eprt.af", ["2"]],
    [3, "ftp.eprt.port", ["6275"]],
    [4, "ftp.passive.port", ["25685"]],
    [5, "ftp.epsv.port", ["6446"]],
    [6, "ftp.current-working-directory", ["/pub"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list shows the first line", () => {
    expect(columnsOf(packets[0]!).info).toBe("Response: 220-Welcome");
    expect(columnsOf(packets[1]!).info).toBe("Request: USER anonymous");
  });

  test("The ports that both sides agree on are announced", () => {
    const all = packetsOf(SAMPLES);
    const conversation = new Conversation(0, all[0]!);
    const announced: number[] = [];
    conversation.announce = (transport, port, protocol) => {
      expect([transport, protocol]).toEqual([6, Protocol.FtpData]);
      announced.push(port);
    };
    for (const packet of all) FTP_PROTOCOL.dissect(packet, new Tree(packet), conversation);
    expect(announced).toEqual([6275, 6275, 25_685, 6446]);
  });
});

const DATA: readonly Sample[] = [
  { transport: "tcp", from: 20, to: 50_000, payload: ascii("-rw-r--r-- 1 a\r\n") },
  { transport: "tcp", from: 20, to: 50_000, payload: ascii("\0\u0001binary") },
];

test("A data connection holds text or octets", () => {
  const protocols = dissectAll(DATA).map((layers) => fieldTexts(layers, "frame.protocols")[0]);
  expect(protocols).toEqual(["raw:ip:tcp:ftp-data:data-text-lines", "raw:ip:tcp:ftp-data"]);
});

describe("Control connections of any content", () => readsAnything(FTP_PROTOCOL, SAMPLES));
describe("Data connections of any content", () => readsAnything(FTP_DATA_PROTOCOL, DATA));
