import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import {
  ascii,
  dissectAll,
  octets,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { RLOGIN_PROTOCOL } from "./rlogin.ts";
import { TELNET_PROTOCOL } from "./telnet.ts";
import { XMPP_PROTOCOL } from "./xmpp.ts";

function up(port: number, payload: Uint8Array): Sample {
  return { transport: "tcp", from: 50_000, to: port, payload };
}

function down(port: number, payload: Uint8Array): Sample {
  return { transport: "tcp", from: port, to: 50_000, payload };
}

describe("XMPP", () => {
  const samples = [
    up(5222, ascii("<?xml version='1.0'?><stream:stream to='example.com' version='1.0'>")),
    down(5222, ascii("<stream:features><starttls/></stream:features>")),
    up(
      5222,
      ascii("<iq type='get' id='1' to='a@b'><query xmlns='http://jabber.org/disco#info'/></iq>"),
    ),
    down(5222, ascii("<message from='c@d' type='chat'><body>hi</body></message>")),
    up(5222, ascii("</stream:stream>")),
  ];
  const packets = dissectAll(samples);

  test("The packet list names the stanzas", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "STREAM > example.com ",
      "FEATURES ",
      "IQ(get) QUERY(disco#info) > a@b ",
      "MESSAGE < c@d ",
      "STREAM END",
    ]);
    expect(fieldTexts(packets[2]!, "xmpp.id")).toEqual(["1"]);
    expect(fieldTexts(packets[3]!, "xml.cdata")).toEqual(["hi"]);
    expect(fieldTexts(packets[3]!, "frame.protocols")).toEqual(["raw:ip:tcp:xmpp:xml"]);
  });

  readsAnything(XMPP_PROTOCOL, samples);
});

describe("Telnet", () => {
  const samples = [
    up(23, octets("fffb1f fffd03 fffa1f00500018fff0 6c6f67696e0d0a")),
    down(23, octets("fffe01 41ffff42 fff1")),
  ];
  const packets = dissectAll(samples);

  test.for([
    [0, "telnet.cmd", ["251", "253", "250", "240"]],
    [0, "telnet.subcmd", ["31", "3", "31"]],
    [0, "telnet.naws_subopt.width", ["80"]],
    [0, "telnet.naws_subopt.height", ["24"]],
    [0, "telnet.data", ["login\\r\\n"]],
    [1, "telnet.data", ["A", "B"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  readsAnything(TELNET_PROTOCOL, samples);
});

describe("Rlogin", () => {
  const samples = [
    up(513, ascii("\0joe\0root\0xterm/38400\0")),
    down(513, ascii("Welcome")),
    up(513, octets("ffff7373 0018 0050 0000 0000")),
  ];
  const packets = dissectAll(samples);

  test("Names, characters and window sizes are told apart", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "User name: joe, root",
      "Data: Welcome",
      "Control Message (Window size)",
    ]);
    expect(fieldTexts(packets[0]!, "rlogin.terminal_type")).toEqual(["xterm/38400"]);
    expect(fieldTexts(packets[2]!, "rlogin.window_size.cols")).toEqual(["80"]);
  });

  readsAnything(RLOGIN_PROTOCOL, samples);
});
