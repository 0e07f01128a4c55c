import { expect, test } from "vitest";
import { Protocol } from "../protocol.ts";
import { asciiHex, octets, packetsOf } from "./application-protocol.contract.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { identify } from "./identify.ts";
import { TNS_PROTOCOL } from "./tns.ts";

const UP = { transport: "tcp", from: 40_226, to: 1521, layers: "tns", protocol: "TNS" } as const;
const DOWN = { ...UP, from: UP.to, to: UP.from };

/** From nDPI's capture oracle12.pcapng. */
const CONNECT = [
  "00d4000001000000013b012c0c412000ffff7f0800000100008e0046000008004141000000000000",
  "00000000000000000000000000000000000000002000002000000000000028444553435249505449",
  "4f4e3d28434f4e4e4543545f444154413d285349443d69676f7229284349443d2850524f4752414d",
  "3d73716c706c7573406b616c692928484f53543d6b616c692928555345523d726f6f742929292841",
  "4444524553533d2850524f544f434f4c3d5443502928484f53543d31302e302e37322e3133392928",
  "504f52543d31353231292929",
].join("");
const SECURE = [
  "0000007f062000000000deadbeef0075000000000004000004000300000000000400050c10020000",
  "020006001f000e0001deadbeef000300000002000400010001000200000000000400050c10020000",
  "020006fbff0002000200000000000400050c10020000010002000003000200000000000400050c10",
  "02000001000200",
].join("");

const MESSAGES: readonly ExpectedMessage[] = [
  {
    ...UP,
    name: "A client connects to a database",
    hex: CONNECT,
    fields: {
      "tns.request": ["1"],
      "tns.length": ["212"],
      "tns.packet_checksum": ["0x0000"],
      "tns.type": ["1"],
      "tns.version": ["315"],
      "tns.compat_version": ["300"],
      "tns.service_options": ["0x0c41"],
      "tns.sdu_size": ["8192"],
      "tns.max_tdu_size": ["65535"],
      "tns.connect_data_length": ["142"],
      "tns.connect_data_offset": ["70"],
      "tns.connect_data": [
        "(DESCRIPTION=(CONNECT_DATA=(SID=igor)(CID=(PROGRAM=sqlplus@kali)(HOST=kali)(USER=root)))(ADDRESS=(PROTOCOL=TCP)(HOST=10.0.72.139)(PORT=1521)))",
      ],
    },
    info: "Request, Connect (1)",
  },
  {
    ...DOWN,
    name: "The server wants that again",
    hex: "000800000b000000",
    fields: { "tns.response": ["1"], "tns.type": ["11"] },
    info: "Response, Resend (11)",
  },
  {
    ...DOWN,
    name: "The server accepts",
    hex: [
      "0029000002000000013b0c4100000000010000000029414100000000000000000000200000200000",
      "00",
    ].join(""),
    fields: {
      "tns.version": ["315"],
      "tns.accept_data_length": ["0"],
      "tns.accept_data_offset": ["41"],
      "tns.connect_flags0": ["0x41"],
    },
    info: "Response, Accept (2)",
  },
  {
    ...DOWN,
    name: "Security is agreed on, with a length of four octets",
    hex: SECURE,
    fields: {
      "tns.length": ["127"],
      "tns.packet_checksum": [],
      "tns.data_flag": ["0x0000"],
      "tns.data_length": ["117"],
      "tns.data_sns.srvcnt": ["4"],
    },
    layers: "tns:data",
    info: "Response, Data (6), Secure Network Services",
  },
  {
    ...UP,
    name: "A client lists the versions that it speaks",
    hex: "0000002606000000000001060504030201007838365f36342f4c696e757820322e342e787800",
    fields: {
      "tns.data_id": ["0x01"],
      "tns.data_setp_req.acc_vers": ["6", "5", "4", "3", "2", "1"],
      "tns.data_setp_req.cli_plat": ["x86_64/Linux 2.4.xx"],
    },
    info: "Request, Data (6), Set Protocol",
  },
  {
    ...DOWN,
    name: "A server chooses a version and names itself",
    hex: `0000001f06 00 0000 0000 01 0600 ${asciiHex("x86_64/Linux 2.4")} 00 01`,
    fields: {
      "tns.data_setp_resp.version": ["6"],
      "tns.data_setp_resp.banner": ["x86_64/Linux 2.4"],
      "data.data": ["01"],
    },
    layers: "tns:data",
    info: "Response, Data (6), Set Protocol",
  },
  {
    ...UP,
    name: "A function is called",
    hex: "0000000e06 00 0000 0000 03 76 02fe",
    fields: { "tns.data_oci.id": ["0x76"], "data.data": ["02fe"] },
    layers: "tns:data",
    info: "Request, Data (6), User OCI Functions",
  },
  {
    ...DOWN,
    name: "A connection is refused",
    hex: `0017 0000 04 00 0000 22 00 000b ${asciiHex("(ERR=12505)")}`,
    fields: {
      "tns.refuse_reason_user": ["0x22"],
      "tns.refuse_data_length": ["11"],
      "tns.refuse_data": ["(ERR=12505)"],
    },
    info: "Response, Refuse (4)",
  },
  {
    ...DOWN,
    name: "A client is sent elsewhere",
    hex: `0011 0000 05 00 0000 0007 ${asciiHex("(A=B:1)")}`,
    fields: { "tns.redirect_data": ["(A=B:1)"] },
    info: "Response, Redirect (5)",
  },
  {
    ...UP,
    name: "A break",
    hex: "000b 0000 0c 00 0000 01 00 03",
    fields: { "tns.marker.type": ["0x01"], "tns.marker.databyte": ["0x00", "0x03"] },
    info: "Request, Marker (12)",
  },
];

readsMessages("TNS", TNS_PROTOCOL, MESSAGES);

test.for([
  ["A request for a connection", CONNECT, Protocol.Tns],
  ["Data, which others may look like", SECURE, Protocol.Tcp],
] as const)("%s on another port", ([, hex, expected]) => {
  const [packet] = packetsOf([
    { transport: "tcp", from: 40_000, to: 50_000, payload: octets(hex) },
  ]);
  expect(identify(packet!)).toBe(expected);
});
