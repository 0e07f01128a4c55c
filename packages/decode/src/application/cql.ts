/** Cassandra's native protocol, versions 3 to 5 (native_protocol_v4.spec §2 and §4): frames with a header of nine octets. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { readText } from "./name-text.ts";

const PORT = 9042;
const HEADER_LEN = 9;
const FROM_SERVER = 0x80;
/** Largest frame, §2. */
const MAX_BODY = 256 * 1024 * 1024;
/** Longest query that is shown, in octets. */
const MAX_QUERY = 8192;

const Opcode = { Error: 0, Query: 7, Result: 8, Prepare: 9 } as const;

const OPCODES: Readonly<Record<number, string>> = {
  0: "ERROR",
  1: "STARTUP",
  2: "READY",
  3: "AUTHENTICATE",
  5: "OPTIONS",
  6: "SUPPORTED",
  7: "QUERY",
  8: "RESULT",
  9: "PREPARE",
  10: "EXECUTE",
  11: "REGISTER",
  12: "EVENT",
  13: "BATCH",
  14: "AUTH_CHALLENGE",
  15: "AUTH_RESPONSE",
  16: "AUTH_SUCCESS",
};

const CQL = defineField("cql", "protocol", "Cassandra CQL Protocol");
const VERSION = defineField("cql.version", "uint8", "Version", { hex: true });
const PROTOCOL_VERSION = defineField("cql.protocol_version", "uint8", "Protocol version", {
  mask: 0x0f,
});
const DIRECTION = defineField("cql.direction", "uint8", "Direction", { hex: true, mask: 0xf0 });
const FLAGS = defineField("cql.flags", "uint8", "Flags", { hex: true });
const FLAG_BITS: readonly FieldSpec[] = [
  defineField("cql.flags.compression", "boolean", "Compression", { mask: 0x01 }),
  defineField("cql.flags.tracing", "boolean", "Tracing", { mask: 0x02 }),
  defineField("cql.flags.custom_payload", "boolean", "Custom Payload", { mask: 0x04 }),
  defineField("cql.flags.warning", "boolean", "Warning", { mask: 0x08 }),
];
const STREAM = defineField("cql.stream", "int16", "Stream Identifier");
const OPCODE = defineField("cql.opcode", "uint8", "Opcode", { mask: 0x7f, values: OPCODES });
const LENGTH = defineField("cql.message_length", "uint32", "Message Length");
const STRING_LENGTH = defineField("cql.string_length", "uint32", "String Length");
const STRING = defineField("cql.string", "string", "String");
const RESULT_KIND = defineField("cql.result.kind", "uint32", "Result Kind", {
  values: { 1: "VOID", 2: "Rows", 3: "Set Keyspace", 4: "Prepared", 5: "Schema Change" },
});
const ERROR_CODE = defineField("cql.error_code", "uint32", "Error Code", { hex: true });

const FIELDS: readonly FieldSpec[] = [
  ...[CQL, VERSION, PROTOCOL_VERSION, DIRECTION, FLAGS, ...FLAG_BITS, STREAM, OPCODE, LENGTH],
  ...[STRING_LENGTH, STRING, RESULT_KIND, ERROR_CODE],
];

function isFrame(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN) return false;
  const version = view.getUint8(off) & 0x7f;
  if (version < 3 || version > 5 || view.getUint8(off + 1) > 0x1f) return false;
  return OPCODES[view.getUint8(off + 4)] !== undefined && view.getUint32(off + 5) <= MAX_BODY;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (!isFrame(view, start, end)) return;
  const first = view.getUint8(start);
  const opcode = view.getUint8(start + 4);
  tree.layer("cql", CQL.description, start, end);
  tree.inside(tree.add(VERSION, start), () => {
    tree.add(PROTOCOL_VERSION, start);
    tree.add(DIRECTION, start);
  });
  tree.inside(tree.add(FLAGS, start + 1), () => {
    for (const bit of FLAG_BITS) tree.add(bit, start + 1);
  });
  tree.add(STREAM, start + 2);
  tree.add(OPCODE, start + 4);
  tree.add(LENGTH, start + 5);
  const isCompressed = (view.getUint8(start + 1) & 0x01) !== 0;
  if (!isCompressed) addBody(tree, opcode, start + HEADER_LEN, end);
  const way = (first & FROM_SERVER) === 0 ? "C->S" : "S->C";
  tree.summarize(OPCODES[opcode]!);
  tree.show("CQL", `v${first & 0x7f} ${way} Type ${OPCODES[opcode]}`);
}

function addBody(tree: Tree, opcode: number, body: number, end: number): void {
  const { view } = tree;
  if (body + 4 > end) return;
  switch (opcode) {
    case Opcode.Query:
    case Opcode.Prepare: {
      tree.add(STRING_LENGTH, body);
      const stop = Math.min(end, body + 4 + view.getUint32(body));
      const text = readText(view, body + 4, Math.min(stop, body + 4 + MAX_QUERY));
      tree.value(STRING, text, body + 4, stop);
      return;
    }
    case Opcode.Result:
      tree.add(RESULT_KIND, body);
      return;
    case Opcode.Error: {
      tree.add(ERROR_CODE, body);
      if (body + 6 > end) return;
      const stop = Math.min(end, body + 6 + view.getUint16(body + 4));
      tree.value(STRING, readText(view, body + 6, stop), body + 6, stop);
      return;
    }
    default:
  }
}

export const CASSANDRA_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Cassandra],
  tcpPorts: [PORT],
  stream: {
    ports: [PORT],
    matches: isFrame,
  },
  fields: FIELDS,
  dissect,
  messageLength: (view, off, end) => {
    if (end - off < HEADER_LEN) return 0;
    return isFrame(view, off, end) ? HEADER_LEN + view.getUint32(off + 5) : end - off;
  },
};
