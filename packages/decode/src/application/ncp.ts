/** The NetWare Core Protocol over TCP and UDP: a signature and a length in front of each request and reply. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";

const PORT = 524;
const REQUEST_SIGNATURE = "DmdT";
const REPLY_SIGNATURE = "tNcP";
/** Signature and length; requests have a version and the room for the reply behind them. */
const REPLY_HEADER_LEN = 8;
const REQUEST_HEADER_LEN = 16;
/** Type, sequence, connection and task. */
const BODY_LEN = 6;
/** Longest message that is believed: NetWare's packets are no larger. */
const MAX_MESSAGE = 0x1_0000;

const TYPES: Readonly<Record<number, string>> = {
  4369: "Create a service connection",
  8738: "Service request",
  13107: "Service reply",
  15934: "Watchdog",
  19561: "Large Internet Packet Echo",
  21845: "Destroy service connection",
  30583: "Burst mode transfer",
  39321: "Request being processed",
  48059: "Server Broadcast",
};

const SERVICE_REQUEST = 0x2222;
const SERVICE_REPLY = 0x3333;

const NCP = defineField("ncp", "protocol", "NetWare Core Protocol");
const SIGNATURE = defineField("ncp.ip.signature", "uint32", "NCP over IP signature", {
  hex: true,
  values: {
    1148019796: "Demand Transport (Request)",
    1951294288: "Transport is NCP (Reply)",
  },
});
const LENGTH = defineField("ncp.ip.length", "uint32", "NCP over IP length");
const VERSION = defineField("ncp.ip.version", "uint32", "NCP over IP Version");
const REPLY_ROOM = defineField("ncp.ip.replybufsize", "uint32", "NCP over IP Reply Buffer Size");
const TYPE = defineField("ncp.type", "uint16", "Type", { hex: true, values: TYPES });
const SEQUENCE = defineField("ncp.seq", "uint8", "Sequence Number");
const CONNECTION = defineField("ncp.connection", "uint16", "Connection Number");
const TASK = defineField("ncp.task", "uint8", "Task Number");
const FUNCTION = defineField("ncp.func", "uint8", "Function", { hex: true });
const COMPLETION = defineField("ncp.completion_code", "uint8", "Completion Code");
const STATUS = defineField("ncp.connection_status", "uint8", "Connection Status");

const FIELDS: readonly FieldSpec[] = [
  ...[NCP, SIGNATURE, LENGTH, VERSION, REPLY_ROOM, TYPE, SEQUENCE, CONNECTION, TASK, FUNCTION],
  ...[COMPLETION, STATUS],
];

function startsNcp(view: DataView, off: number, end: number): boolean {
  if (end - off < REPLY_HEADER_LEN || view.getUint32(off + 4) > MAX_MESSAGE) return false;
  return (
    startsWith(view, off, end, REQUEST_SIGNATURE) || startsWith(view, off, end, REPLY_SIGNATURE)
  );
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (!startsNcp(view, start, end)) return;
  const isRequest = startsWith(view, start, end, REQUEST_SIGNATURE);
  tree.layer("ncp", NCP.description, start, end);
  tree.add(SIGNATURE, start);
  tree.add(LENGTH, start + 4);
  if (isRequest && start + REQUEST_HEADER_LEN <= end) {
    tree.add(VERSION, start + 8);
    tree.add(REPLY_ROOM, start + 12);
  }
  const body = start + (isRequest ? REQUEST_HEADER_LEN : REPLY_HEADER_LEN);
  if (body + BODY_LEN + 1 > end) {
    tree.show("NCP", isRequest ? "C" : "R");
    return;
  }
  const type = view.getUint16(body);
  tree.add(TYPE, body);
  tree.add(SEQUENCE, body + 2);
  const connection = view.getUint8(body + 3) | (view.getUint8(body + 5) << 8);
  tree.value(CONNECTION, connection, body + 3, body + 6);
  tree.add(TASK, body + 4);
  tree.show("NCP", `${isRequest ? "C" : "R"} ${addService(tree, type, body + BODY_LEN, end)}`);
}

function addService(tree: Tree, type: number, off: number, end: number): string {
  const { view } = tree;
  switch (type) {
    case SERVICE_REQUEST:
      tree.add(FUNCTION, off);
      return `Function 0x${hex(view.getUint8(off), 2)}`;
    case SERVICE_REPLY: {
      tree.add(COMPLETION, off);
      if (off + 1 < end) tree.add(STATUS, off + 1);
      const code = view.getUint8(off);
      return code === 0 ? "OK" : `Error 0x${hex(code, 2)}`;
    }
    default:
      return TYPES[type] ?? `Type 0x${hex(type, 4)}`;
  }
}

export const NCP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Ncp],
  tcpPorts: [PORT],
  udpPorts: [PORT],
  stream: { firstOctets: [0x44, 0x74], matches: startsNcp },
  datagram: { firstOctets: [0x44, 0x74], matches: startsNcp },
  fields: FIELDS,
  dissect,
  messageLength: (view, off, end) => {
    if (end - off < REPLY_HEADER_LEN) return 0;
    return startsNcp(view, off, end)
      ? Math.max(REPLY_HEADER_LEN, view.getUint32(off + 4))
      : end - off;
  },
};
