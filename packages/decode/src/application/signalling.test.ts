import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import { Conversation } from "../stream/conversation.ts";
import {
  ascii,
  dissectAll,
  octets,
  packetsOf,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { identify } from "./identify.ts";
import { MGCP_PROTOCOL } from "./mgcp.ts";
import { RTCP_PROTOCOL } from "./rtcp.ts";
import { RTP_PROTOCOL } from "./rtp.ts";
import { RTSP_PROTOCOL } from "./rtsp.ts";
import { SIP_PROTOCOL } from "./sip.ts";

function udp(from: number, to: number, payload: Uint8Array): Sample {
  return { transport: "udp", from, to, payload };
}

const SESSION = [
  "v=0",
  "o=jane 1 2 IN IP4 10.0.0.1",
  "s=call",
  "c=IN IP4 10.0.0.1",
  "t=0 0",
  "m=audio 30000 RTP/AVP 0 8",
  "a=rtpmap:0 pcmu/8000",
  "",
].join("\r\n");

const INVITE = [
  "INVITE sip:joe@example.org:5062 SIP/2.0",
  "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKa;received=192.0.2.1",
  'From: "Jane" <sip:jane@example.org>;tag=7',
  "t: <sip:joe@example.org>",
  "Call-ID: 1@10.0.0.1",
  "CSeq: 3 INVITE",
  'Authorization: Digest username="jane", realm="example", response="ab"',
  "Content-Type: application/sdp",
  `Content-Length: ${SESSION.length}`,
  "",
  SESSION,
].join("\r\n");

const REGISTERED = [
  "SIP/2.0 200 OK",
  "Contact: <sip:jane@10.0.0.1>",
  "CSeq: 4 REGISTER",
  "Content-Length: 0",
  "",
  "",
].join("\r\n");

const VOICE = octets("8088 6fae 000004d8 3796cb71 d5d5d5d5");
/** A sender report with no blocks, and a source description. */
const REPORT = octets(`
  80c80006 3796cb71 83aa7e80 80000000 000004d8 00000001 000000a0
  81ca0003 3796cb71 01 03 616263 00 0000`);

const CALL = [
  udp(5060, 5060, ascii(INVITE)),
  udp(5060, 5060, ascii(REGISTERED)),
  udp(40_000, 30_000, VOICE),
  udp(40_001, 30_001, REPORT),
];

describe("A call", () => {
  const packets = dissectAll(CALL);

  test.for([
    [0, "sip.Method", ["INVITE"]],
    [0, "sip.r-uri.user", ["joe"]],
    [0, "sip.r-uri.host", ["example.org"]],
    [0, "sip.r-uri.port", ["5062"]],
    [0, "sip.from.display.info", ['"Jane"']],
    [0, "sip.from.addr", ["sip:jane@example.org"]],
    [0, "sip.from.tag", ["7"]],
    [0, "sip.to.user", ["joe"]],
    [0, "sip.Call-ID", ["1@10.0.0.1"]],
    [0, "sip.CSeq.seq", ["3"]],
    [0, "sip.Via.transport", ["UDP"]],
    [0, "sip.Via.sent-by.port", ["5060"]],
    [0, "sip.Via.branch", ["z9hG4bKa"]],
    [0, "sip.auth.username", ['"jane"']],
    [0, "sip.auth.digest.response", ['"ab"']],
    [0, "sdp.owner.address", ["10.0.0.1"]],
    [0, "sdp.connection_info.address", ["10.0.0.1"]],
    [0, "sdp.media.port", ["30000"]],
    [0, "sdp.media.format", ["0", "8"]],
    [0, "sdp.media_attribute.field", ["rtpmap"]],
    [1, "sip.Status-Code", ["200"]],
    [1, "sip.contact.host", ["10.0.0.1"]],
    [2, "rtp.p_type", ["8"]],
    [2, "rtp.seq", ["28590"]],
    [2, "rtp.ssrc", ["0x3796cb71"]],
    [2, "rtp.payload", ["d5d5d5d5"]],
    [3, "rtcp.pt", ["200", "202"]],
    [3, "rtcp.sender.octetcount", ["160"]],
    [3, "rtcp.sdes.text", ["abc"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list shows what is asked, answered and sent", () => {
    const rows = packets.map((layers) => columnsOf(layers));
    expect(rows.map(({ protocol }) => protocol)).toEqual(["SIP/SDP", "SIP", "RTP", "RTCP"]);
    expect(rows.map(({ info }) => info)).toEqual([
      "Request: INVITE sip:joe@example.org:5062 | ",
      "Status: 200 OK (REGISTER)  (1 binding) | ",
      "PT=ITU-T G.711 PCMA, SSRC=0x3796CB71, Seq=28590, Time=1240, Mark",
      "Sender Report   Source description   ",
    ]);
  });

  test("A report is known by its content, a session by its first line", () => {
    const [invite, registered, , report] = packetsOf(CALL.map((sample) => ({ ...sample, to: 9 })));
    expect([invite, registered, report].map((packet) => identify(packet!))).toEqual([
      Protocol.Sip,
      Protocol.Sip,
      Protocol.Rtcp,
    ]);
  });
});

test("A message over a stream ends with its body", () => {
  const [packet] = packetsOf([
    { transport: "tcp", from: 50_000, to: 5060, payload: ascii(INVITE) },
  ]);
  const conversation = new Conversation(0, packet!);
  const length = (text: string): number => {
    const view = new DataView(ascii(text).buffer);
    return SIP_PROTOCOL.messageLength!(view, 0, text.length, conversation, packet!);
  };
  expect(length(`${INVITE}${REGISTERED}`)).toBe(INVITE.length);
  expect(length(INVITE.slice(0, 100))).toBe(0);
  expect(length("\r\nSIP")).toBe(2);
});

const DESCRIBE = "DESCRIBE rtsp://10.0.0.2/a RTSP/1.0\r\nCSeq: 2\r\nSession: 12;timeout=60\r\n\r\n";
const SETUP = "RTSP/1.0 200 OK\r\nTransport: RTP/AVP;unicast;client_port=4000-4001\r\n\r\n";

const STREAMING: Sample[] = [
  { transport: "tcp", from: 50_000, to: 554, payload: ascii(DESCRIBE) },
  { transport: "tcp", from: 554, to: 50_000, payload: ascii(SETUP) },
  {
    transport: "tcp",
    from: 554,
    to: 50_000,
    payload: Uint8Array.from([...octets("24 00 0010"), ...VOICE]),
  },
  {
    transport: "tcp",
    from: 554,
    to: 50_000,
    payload: ascii(
      `RTSP/1.0 200 OK\r\nContent-Type: application/sdp\r\nContent-Length: ${SESSION.length}\r\n\r\n${SESSION}`,
    ),
  },
  udp(4000, 6000, VOICE),
];

describe("Streaming", () => {
  const packets = dissectAll(STREAMING);

  test.for([
    [0, "rtsp.method", ["DESCRIBE"]],
    [0, "rtsp.url", ["rtsp://10.0.0.2/a"]],
    [0, "rtsp.session", ["12"]],
    [1, "rtsp.status", ["200"]],
    [2, "rtsp.channel", ["0x00"]],
    [2, "rtp.seq", ["28590"]],
    [3, "frame.protocols", ["raw:ip:tcp:rtsp:sdp"]],
    [4, "rtp.seq", ["28590"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });
});

const GATEWAY = [
  udp(2427, 2727, ascii("RQNT 1 *@gw.example MGCP 0.1\nR: l/hd(n)\n")),
  udp(2727, 2427, ascii("510 1 Protocol Error\r\n")),
];

test("Commands to gateways and their responses", () => {
  const [command, response] = dissectAll(GATEWAY);
  expect(fieldTexts(command!, "mgcp.req.verb")).toEqual(["RQNT"]);
  expect(fieldTexts(command!, "mgcp.req.endpoint")).toEqual(["*@gw.example"]);
  expect(fieldTexts(command!, "mgcp.version")).toEqual(["MGCP 0.1"]);
  expect(fieldTexts(response!, "mgcp.rsp.rspcode")).toEqual(["510"]);
  expect(fieldTexts(response!, "mgcp.rsp.rspstring")).toEqual(["Protocol Error"]);
});

describe("SIP of any content", () => readsAnything(SIP_PROTOCOL, CALL.slice(0, 2)));
describe("RTP of any content", () => readsAnything(RTP_PROTOCOL, CALL));
describe("RTCP of any content", () => readsAnything(RTCP_PROTOCOL, CALL.slice(3)));
describe("RTSP of any content", () => readsAnything(RTSP_PROTOCOL, STREAMING));
describe("MGCP of any content", () => readsAnything(MGCP_PROTOCOL, GATEWAY));
