import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import {
  ascii,
  dissectAll,
  octets,
  packetsOf,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { identify } from "./identify.ts";
import { NBSS_PROTOCOL, SMB_PROTOCOL, SMB2_PROTOCOL } from "./nbss.ts";

/** `octets` behind the session service's header. */
function session(...parts: readonly Uint8Array[]): Uint8Array {
  const body = parts.flatMap((part) => [...part]);
  return Uint8Array.of(0, 0, body.length >> 8, body.length & 0xff, ...body);
}

function utf16(text: string): Uint8Array {
  return Uint8Array.from([...text].flatMap((character) => [character.charCodeAt(0), 0]));
}

interface Header {
  readonly command: number;
  readonly id: number;
  readonly response?: boolean;
  readonly status?: string;
  readonly next?: number;
}

/** A header after MS-SMB2 §2.2.1.2, tree 5, session 9. */
function header({
  command,
  id,
  response = false,
  status = "00000000",
  next = 0,
}: Header): Uint8Array {
  const flags = response ? "01000000" : "00000000";
  const [code, number, chain] = [command, id, next].map((value) =>
    value.toString(16).padStart(2, "0"),
  );
  return octets(`fe534d42 4000 0100 ${status} ${code}00 0100 ${flags} ${chain}000000
    ${number}00000000000000 fffe0000 05000000 0900000000000000 ${"00".repeat(16)}`);
}

function up(payload: Uint8Array, port = 445): Sample {
  return { transport: "tcp", from: 50_000, to: port, payload };
}

function down(payload: Uint8Array, port = 445): Sample {
  return { transport: "tcp", from: port, to: 50_000, payload };
}

const FILE_ID = "0102030405060708 1112131415161718";

const TREE_CONNECT = session(
  header({ command: 3, id: 1 }),
  octets("0900 0000 4800 1400"),
  utf16("\\\\srv\\IPC$"),
);
const TREE_CONNECTED = session(
  header({ command: 3, id: 1, response: true }),
  octets("1000 02 00 00000000 00000000 ff011f00"),
);
const CREATE = session(
  header({ command: 5, id: 2 }),
  octets(`3900 00 00 02000000 ${"00".repeat(16)} 9f011200 00000000 07000000 01000000 00000000
    7800 0c00 00000000 00000000`),
  utf16("srvsvc"),
);
const CREATED = session(
  header({ command: 5, id: 2, response: true }),
  octets(`5900 00 00 01000000 ${"00".repeat(24)} 0080d5db56b8cc01 0000000000000000
    0100000000000000 80000000 00000000 ${FILE_ID} 00000000 00000000`),
);
/** C706 §12.6.4.3: one context, the server service 3.0, in the usual transfer syntax. */
const BIND = octets(`05000b03 10000000 4800 0000 02000000 b810 b810 00000000 01 000000
  0000 01 00 c84f324b 7016 d301 1278 5a47bf6ee188 0300 0000
  045d888a eb1c c911 9fe8 08002b104860 02000000`);
const WRITE = session(
  header({ command: 9, id: 3 }),
  octets(`3100 7000 48000000 0000000000000000 ${FILE_ID} 00000000 00000000 0000 0000 00000000`),
  BIND,
);
const REQUEST = octets("05000003 10000000 1c00 0000 03000000 04000000 0000 0f00 01000000");
const RESPONSE = octets("05000203 10000000 1c00 0000 03000000 04000000 0000 00 00 00000000");
const IOCTL = session(
  header({ command: 11, id: 4 }),
  octets(`3900 0000 17c01100 ${FILE_ID} 78000000 1c000000 00000000 00000000 00000000 00100000
    01000000 00000000`),
  REQUEST,
);
const IOCTL_ANSWER = session(
  header({ command: 11, id: 4, response: true }),
  octets(`3100 0000 17c01100 ${FILE_ID} 70000000 00000000 70000000 1c000000 00000000 00000000`),
  RESPONSE,
);
const CHAIN = session(
  header({ command: 6, id: 5, next: 88 }),
  octets(`1800 0000 00000000 ${FILE_ID}`),
  header({ command: 13, id: 6 }),
  octets("0400 0000"),
);
const FAILURE = session(
  header({ command: 6, id: 5, response: true, status: "220000c0" }),
  octets("0900 0000 00000000 00"),
);
const SMB2_SAMPLES = [
  ...[up(TREE_CONNECT), down(TREE_CONNECTED), up(CREATE), down(CREATED), up(WRITE), up(IOCTL)],
  ...[down(IOCTL_ANSWER), up(CHAIN), down(FAILURE)],
];

describe("SMB 2", () => {
  const packets = dissectAll(SMB2_SAMPLES);

  test.for([
    [0, "smb2.cmd", ["3"]],
    [0, "smb2.tree", ["\\\\srv\\IPC$"]],
    [0, "smb2.tid", ["0x00000005"]],
    [0, "smb2.sesid", ["0x0000000000000009"]],
    [0, "smb2.flags.response", ["0"]],
    [0, "nbss.length", ["92"]],
    [1, "smb2.share_type", ["0x02"]],
    [1, "smb2.response_to", ["1"]],
    [2, "smb2.filename", ["srvsvc"]],
    [2, "smb2.create.disposition", ["1"]],
    [3, "smb2.fid", ["04030201-0605-0807-1112-131415161718"]],
    [3, "smb2.last_change.time", ["Dec 11, 2011 22:47:28.180224000 UTC"]],
    [4, "dcerpc.cn_bind_to_uuid", ["4b324fc8-1670-01d3-1278-5a47bf6ee188"]],
    [4, "smb2.write_length", ["72"]],
    [5, "dcerpc.opnum", ["15"]],
    [5, "frame.protocols", ["raw:ip:tcp:nbss:smb2:dcerpc"]],
    [6, "dcerpc.opnum", ["15"]],
    [6, "dcerpc.request_in", ["6"]],
    [7, "smb2.cmd", ["6", "13"]],
    [8, "smb2.nt_status", ["0xc0000022"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names commands, and the calls in pipes", () => {
    expect(packets.map((layers) => [columnsOf(layers).protocol, columnsOf(layers).info])).toEqual([
      ["SMB2", "Tree Connect Request Tree: \\\\srv\\IPC$"],
      ["SMB2", "Tree Connect Response"],
      ["SMB2", "Create Request File: srvsvc"],
      ["SMB2", "Create Response File: srvsvc"],
      ["DCERPC", "Bind: call_id: 2, Fragment: Single, 1 context items: SRVSVC V3.0 (32bit NDR)"],
      ["SRVSVC", "NetShareEnumAll request"],
      ["SRVSVC", "NetShareEnumAll response"],
      ["SMB2", "Close Request File: srvsvc;KeepAlive Request"],
      ["SMB2", "Close Response, Error: STATUS_ACCESS_DENIED"],
    ]);
  });

  test("Its signature names it on any port", () => {
    expect(identify(packetsOf([up(CHAIN, 4000)])[0]!)).toBe(Protocol.Smb2);
  });

  readsAnything(SMB2_PROTOCOL, SMB2_SAMPLES);
});

/** MS-CIFS §2.2.3.1: status, flags, NT status and Unicode, process 7, multiplex 2. */
function smb(command: string, flags: string): Uint8Array {
  return octets(`ff534d42 ${command} 00000000 ${flags} 01c0 0000 ${"00".repeat(8)} 0000
    0100 0700 0200 0300`);
}

const NEGOTIATE = session(smb("72", "18"), octets("00 0c00"), ascii("\x02NT LM 0.12\0"));
const SMB_TREE = session(
  smb("75", "18"),
  octets("04 ff000000 0000 0100 1600 00"),
  utf16("\\\\s\\IPC$\0"),
  ascii("IPC\0"),
);
const SMB_CREATE = session(
  smb("a2", "18"),
  octets(`18 ff000000 00 0c00 ${"00".repeat(41)} 0f00 00`),
  utf16("\\lsass\0"),
);
const SMB_CREATED = session(smb("a2", "98"), octets(`22 ff000000 00 0240 ${"00".repeat(61)} 0000`));
const SMB_SAMPLES = [
  up(NEGOTIATE, 139),
  up(SMB_TREE, 139),
  up(SMB_CREATE, 139),
  down(SMB_CREATED, 139),
];

describe("SMB 1", () => {
  const packets = dissectAll(SMB_SAMPLES);

  test.for([
    [0, "smb.cmd", ["0x72"]],
    [0, "smb.dialect.name", ["NT LM 0.12"]],
    [0, "smb.flags2.string", ["1"]],
    [0, "smb.mid", ["3"]],
    [1, "smb.path", ["\\\\s\\IPC$"]],
    [1, "smb.service", ["IPC"]],
    [2, "smb.file", ["\\lsass"]],
    [3, "smb.fid", ["0x4002"]],
    [3, "smb.response_to", ["3"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names commands", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Negotiate Protocol Request",
      "Tree Connect AndX Request, Path: \\\\s\\IPC$",
      "NT Create AndX Request, Path: \\lsass",
      "NT Create AndX Response, FID: 0x4002",
    ]);
  });

  readsAnything(SMB_PROTOCOL, SMB_SAMPLES);
});

describe("The session service", () => {
  const called = ` 20 ${"4644".repeat(2)}${"4341".repeat(13)}4341 00`;
  const request = octets(`81000044 ${called} ${called}`);
  const samples = [up(request, 139), down(octets("83000001 82"), 139), up(octets("85000000"), 139)];
  const packets = dissectAll(samples);

  test("Sessions are asked for by name", () => {
    expect(fieldTexts(packets[0]!, "nbss.called_name")).toEqual(["SS<20>"]);
    expect(fieldTexts(packets[1]!, "nbss.error_code")).toEqual(["0x82"]);
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Session request",
      "Negative session response",
      "Session keep-alive",
    ]);
  });

  test("What starts no message continues one", () => {
    const [layers] = dissectAll([up(octets("fffefdfc00"), 139)]);
    expect(columnsOf(layers!)).toMatchObject({
      protocol: "NBSS",
      info: "NBSS Continuation Message",
    });
  });

  readsAnything(NBSS_PROTOCOL, samples);
});
