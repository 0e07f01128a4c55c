import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import {
  dissectAll,
  octets,
  packetsOf,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { crc32 } from "./crc32.ts";
import { identify } from "./identify.ts";
import { NFS_PROTOCOL, PORTMAP_PROTOCOL, RPC_PROTOCOL } from "./rpc.ts";

/** A credential after RFC 5531 appendix A: machine `box`, user 1000, group 100, one group more. */
const UNIX = "00000001 0000001c 00000007 00000003 626f7800 000003e8 00000064 00000001 00000064";
const NONE = "00000000 00000000";

function call(transaction: number, target: string, body: string, auth = UNIX): Uint8Array {
  const id = transaction.toString(16).padStart(8, "0");
  return octets(`${id} 00000000 00000002 ${target} ${auth} ${NONE} ${body}`);
}

function reply(transaction: number, body: string): Uint8Array {
  return octets(`${transaction.toString(16).padStart(8, "0")} 00000001 00000000 ${NONE} ${body}`);
}

function record(message: Uint8Array): Uint8Array {
  return Uint8Array.of(0x80, 0, message.length >> 8, message.length & 0xff, ...message);
}

function up(payload: Uint8Array, to = 2049, transport: "udp" | "tcp" = "udp"): Sample {
  return { transport, from: 50_000, to, payload };
}

function down(payload: Uint8Array, from = 2049, transport: "udp" | "tcp" = "udp"): Sample {
  return { transport, from, to: 50_000, payload };
}

const NFS_3 = "000186a3 00000003";
const HANDLE = "00000004 01020304";
const LOOKUP = call(1, `${NFS_3} 00000003`, `${HANDLE} 00000005 68656c6c6f000000`);
const NOT_FOUND = reply(1, "00000000 00000002 00000000");
const ACCESS = call(2, `${NFS_3} 00000004`, `${HANDLE} 00000003`);
const ALLOWED = reply(2, "00000000 00000000 00000000 00000001");
const WRITE = call(3, `${NFS_3} 00000007`, `${HANDLE} 0000000000002000 00000010 00000002 00000000`);
const NULL_CALL = call(4, `${NFS_3} 00000000`, "", NONE);
const NULL_REPLY = reply(4, "00000000");
/** RFC 7530 §15.2: PUTFH, LOOKUP, GETATTR, REMOVE. */
const COMPOUND = call(
  5,
  "000186a3 00000004 00000001",
  `00000000 00000000 00000004 00000016 ${HANDLE} 0000000f 00000001 61000000
   00000009 00000001 00000018 0000001c 00000001 62000000`,
);
const NFS_SAMPLES = [
  ...[up(LOOKUP), down(NOT_FOUND), up(ACCESS), down(ALLOWED), up(WRITE), up(NULL_CALL)],
  ...[down(NULL_REPLY), up(COMPOUND)],
];

describe("NFS", () => {
  const packets = dissectAll(NFS_SAMPLES);

  test.for([
    [0, "rpc.xid", ["0x00000001"]],
    [0, "rpc.msgtyp", ["0"]],
    [0, "rpc.program", ["100003"]],
    [0, "rpc.procedure", ["3"]],
    [0, "rpc.auth.flavor", ["1", "0"]],
    [0, "rpc.auth.machinename", ["box"]],
    [0, "rpc.auth.uid", ["1000"]],
    [0, "rpc.auth.gid", ["100", "100"]],
    [0, "nfs.name", ["hello"]],
    [0, "nfs.fhandle", ["01020304"]],
    [0, "nfs.fh.hash", ["0xb63cfbcd"]],
    [1, "rpc.repframe", ["1"]],
    [1, "rpc.replystat", ["0"]],
    [1, "nfs.status3", ["2"]],
    [3, "nfs.access_rights", ["0x01"]],
    [4, "nfs.offset3", ["8192"]],
    [5, "frame.protocols", ["raw:ip:udp:rpc"]],
    [6, "frame.protocols", ["raw:ip:udp:rpc"]],
    [7, "nfs.opcode", ["22", "15", "9", "28"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names procedures and what they are about", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "V3 LOOKUP Call, DH: 0xb63cfbcd/hello",
      "V3 LOOKUP Reply (Call In 1) Error: NFS3ERR_NOENT",
      "V3 ACCESS Call, FH: 0xb63cfbcd, [Check: RD LU]",
      "V3 ACCESS Reply (Call In 3), [Allowed: RD]",
      "V3 WRITE Call, FH: 0xb63cfbcd Offset: 8192 Len: 16 FILE_SYNC",
      "V3 NULL Call",
      "V3 NULL Reply (Call In 6)",
      "V4 Call REMOVE",
    ]);
  });

  test("A reply to no known call is left as data", () => {
    const [layers] = dissectAll([down(reply(9, "00000000"), 4000)]);
    expect(layers!.at(-1)?.protocol).toBe("data");
  });

  test("A record of TCP has a mark in front", () => {
    const samples = [up(record(LOOKUP), 2049, "tcp"), down(record(NOT_FOUND), 2049, "tcp")];
    const [first] = dissectAll(samples);
    expect(fieldTexts(first!, "rpc.lastfrag")).toEqual(["1"]);
    expect(fieldTexts(first!, "rpc.fraglen")).toEqual([String(LOOKUP.length)]);
    expect(fieldTexts(first!, "nfs.name")).toEqual(["hello"]);
  });

  test("A call names its program on any port", () => {
    const samples = [up(LOOKUP, 4000), up(record(LOOKUP), 4000, "tcp")];
    expect(packetsOf(samples).map(identify)).toEqual([Protocol.Nfs, Protocol.Nfs]);
  });

  readsAnything(NFS_PROTOCOL, NFS_SAMPLES);
  describe("over TCP", () => {
    readsAnything(NFS_PROTOCOL, [up(record(LOOKUP), 2049, "tcp"), up(record(WRITE), 2049, "tcp")]);
  });
});

describe("The port mapper", () => {
  const samples = [
    up(call(1, "000186a0 00000002 00000003", "000186a3 00000003 00000006 00000000", NONE), 111),
    down(reply(1, "00000000 00000801"), 111),
    up(
      call(
        2,
        "000186a0 00000003 00000003",
        "000186a5 00000003 00000003 75647000 00000000 00000000",
        NONE,
      ),
      111,
    ),
  ];
  const packets = dissectAll(samples);

  test("It is asked for a program's port", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "V2 GETPORT Call NFS(100003) V:3 TCP",
      "V2 GETPORT Reply (Call In 1) Port:2049",
      "V3 GETADDR Call",
    ]);
    expect(fieldTexts(packets[1]!, "portmap.port")).toEqual(["2049"]);
    expect(fieldTexts(packets[2]!, "portmap.rpcb.netid")).toEqual(["udp"]);
  });

  readsAnything(PORTMAP_PROTOCOL, samples);
});

describe("Mounts", () => {
  const samples = [
    up(call(1, "000186a5 00000003 00000001", "00000007 2f6578706f727400", NONE), 4000),
    up(call(2, "00018788 0000000a 00000000", "", NONE), 4001),
  ];
  const packets = dissectAll(samples);

  test("They name the path; programs without a reader are named", () => {
    expect(columnsOf(packets[0]!)).toMatchObject({
      protocol: "MOUNT",
      info: "V3 MNT Call /export",
    });
    expect(fieldTexts(packets[0]!, "mount.path")).toEqual(["/export"]);
    expect(columnsOf(packets[1]!)).toMatchObject({ protocol: "SADMIND", info: "V10 proc-0 Call" });
  });

  readsAnything(RPC_PROTOCOL, samples);
});

test("The checksum is that of the standards", () => {
  const text = new TextEncoder().encode("123456789");
  expect(crc32(new DataView(text.buffer), 0, 9)).toBe(0xcbf4_3926);
});
