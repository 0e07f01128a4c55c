import { expect, test } from "vitest";
import { Protocol } from "../protocol.ts";
import { octets, packetsOf } from "./application-protocol.contract.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { identify } from "./identify.ts";
import { TDS_PROTOCOL } from "./tds.ts";

const UP = { transport: "tcp", from: 40_000, to: 1433, layers: "tds", protocol: "TDS" } as const;
const DOWN = { ...UP, from: UP.to, to: UP.from };

/** Made after MS-TDS's examples; values are those that tshark reads in the same octets. */
const PRE_LOGIN = [
  "1201002f0000010000001a00060100200001020021000103002200040400260001ff0c00075e0000",
  "02000000abcd01",
].join("");
const LOGIN = [
  "1001008e0000010086000000040000740010000007000000d204000000000000e0030000c4ffffff",
  "090400005e000500680002006c0001006e000300740003007a0000007a0003008000000080000300",
  "0102030405068600000086000000860000000000000068006f0073007400310073006100dda56100",
  "700070007300720076006c0069006200640062003100",
].join("");
const ACCEPTED = [
  "0401006b00000100e3170001046400620031003200066d0061007300740065007200ab2200451600",
  "00010e07004300680061006e00670065006400035300520056000001000000ad1400017400000405",
  "4d005300530051004c000c00075efd1000c1000100000000000000",
].join("");
const REFUSED = [
  "0401004600000100aa2e0018480000010e0c004c006f00670069006e0020006600610069006c0065",
  "0064000353005200560001700001000000fd020000000000000000000000",
].join("");
const BATCH = [
  "0101003e0000010016000000120000000200000000000000000001000000730065006c0065006300",
  "7400200040004000760065007200730069006f006e00",
].join("");
const PART = "010000260000010016000000120000000200000000000000000001000000730065006c006500";
const REST = "010100200000020063007400200040004000760065007200730069006f006e00";

const MESSAGES: readonly ExpectedMessage[] = [
  {
    ...UP,
    name: "A client says what it can do",
    hex: PRE_LOGIN,
    fields: {
      "tds.type": ["18"],
      "tds.status.eom": ["1"],
      "tds.length": ["47"],
      "tds.packet_number": ["1"],
      "tds.prelogin.option.token": ["0", "1", "2", "3", "4", "255"],
      "tds.prelogin.option.subbuild": ["0"],
      "tds.prelogin.option.encryption": ["2"],
      "tds.prelogin.option.threadid": ["43981"],
      "tds.prelogin.option.mars": ["1"],
    },
    info: "TDS7 pre-login message",
  },
  {
    ...DOWN,
    name: "The server answers in the same form",
    hex: [
      "0401002f0000010000001a00060100200001020021000103002200040400260001ff0c00075e0000",
      "02000000abcd01",
    ].join(""),
    fields: { "tds.prelogin.option.encryption": ["2"] },
    info: "Response",
  },
  {
    ...UP,
    name: "A login names client, user, program and database, and keeps the password to itself",
    hex: LOGIN,
    fields: {
      "tds.7login.total_len": ["134"],
      "tds.7login.version": ["0x74000004"],
      "tds.7login.packet_size": ["4096"],
      "tds.7login.client_pid": ["1234"],
      "tds.7login.clientname": ["host1"],
      "tds.7login.username": ["sa"],
      "tds.7login.appname": ["app"],
      "tds.7login.servername": ["srv"],
      "tds.7login.libraryname": ["lib"],
      "tds.7login.locale": [],
      "tds.7login.databasename": ["db1"],
    },
    info: "TDS7 login",
  },
  {
    ...DOWN,
    name: "The server changes the database and accepts",
    hex: ACCEPTED,
    fields: {
      "tds.envchange.type": ["1"],
      "tds.envchange.newvalue_string": ["db12"],
      "tds.envchange.oldvalue_string": ["master"],
      "tds.info.number": ["5701"],
      "tds.info.msgtext": ["Changed"],
      "tds.info.servername": ["SRV"],
      "tds.loginack.interface": ["1"],
      "tds.loginack.tdsversion": ["0x74000004"],
      "tds.loginack.progname": ["MSSQL"],
      "tds.done.status": ["0x0010"],
      "tds.done.curcmd": ["0x00c1"],
      "tds.done.donerowcount64": ["1"],
    },
    info: "Response",
  },
  {
    ...UP,
    name: "A batch",
    hex: BATCH,
    fields: {
      "tds.all_headers.total_length": ["22"],
      "tds.all_headers.header.length": ["18"],
      "tds.all_headers.header.type": ["0x0002"],
      "tds.all_headers.header.trans_descr": ["0"],
      "tds.all_headers.header.request_cnt": ["1"],
      "tds.query": ["select @@version"],
    },
    info: "SQL batch",
  },
  {
    ...DOWN,
    name: "An error",
    hex: REFUSED,
    fields: {
      "tds.error.number": ["18456"],
      "tds.error.state": ["1"],
      "tds.error.class": ["14"],
      "tds.error.msgtext": ["Login failed"],
      "tds.error.procname": ["p"],
      "tds.error.linenumber": ["1"],
      "tds.done.status": ["0x0002"],
    },
    info: "Response",
  },
  {
    ...UP,
    name: "A procedure is called by its number",
    hex: [
      "030100320000010016000000120000000200000000000000000001000000ffff0a0000000000e702",
      "000904d0003402006100",
    ].join(""),
    fields: { "tds.rpc.proc_id": ["10"], "tds.rpc.options": ["0x0000"], "tds.rpc.name": [] },
    info: "Remote Procedure Call",
  },
  {
    ...UP,
    name: "A procedure is called by its name",
    hex: [
      "0301002e00000100160000001200000002000000000000000000010000000600730070005f007700",
      "68006f000200",
    ].join(""),
    fields: {
      "tds.rpc.name_length": ["6"],
      "tds.rpc.name": ["sp_who"],
      "tds.rpc.options": ["0x0002"],
    },
    info: "Remote Procedure Call",
  },
  {
    ...DOWN,
    name: "A procedure has ended",
    hex: "0401001a000001007900000000fe0000e0000000000000000000",
    fields: { "tds.doneproc.curcmd": ["0x00e0"], "tds.done.status": [] },
    info: "Response",
  },
  {
    ...UP,
    name: "A first part",
    hex: PART,
    fields: { "tds.status.eom": ["0"], "tds.query": [] },
    info: "SQL batch (Not last buffer)",
  },
  {
    ...UP,
    name: "The last part brings the whole",
    before: [{ ...UP, hex: PART }],
    hex: REST,
    fields: { "tds.packet_number": ["2"], "tds.query": ["select @@version"] },
    info: "SQL batch",
  },
  {
    ...UP,
    name: "A last part alone is not read",
    hex: REST,
    fields: { "tds.query": [] },
    info: "SQL batch",
  },
  {
    ...DOWN,
    name: "TLS is agreed on inside of packets",
    hex: "12010011 0000 01 00 16 0303 0004 0e000000",
    layers: "tds:tls",
    protocol: "TLSv1.2",
    info: "Server Hello Done",
  },
];

readsMessages("TDS", TDS_PROTOCOL, MESSAGES);

test.for([
  ["a pre-login", PRE_LOGIN, Protocol.Tds],
  ["a login", LOGIN, Protocol.Tds],
  ["a batch, which others may look like", BATCH, Protocol.Tcp],
] as const)("%s on another port", ([, hex, expected]) => {
  const [packet] = packetsOf([
    { transport: "tcp", from: 40_000, to: 50_000, payload: octets(hex) },
  ]);
  expect(identify(packet!)).toBe(expected);
});
