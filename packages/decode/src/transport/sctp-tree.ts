/** Fields of SCTP: the common header and its chunks. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import type { Tree } from "../tree.ts";
import * as sctp from "./sctp.ts";
import * as chunk from "./sctp-chunk.ts";

const CHUNK_TYPES: Readonly<Record<number, string>> = {
  0: "DATA",
  1: "INIT",
  2: "INIT_ACK",
  3: "SACK",
  4: "HEARTBEAT",
  5: "HEARTBEAT_ACK",
  6: "ABORT",
  7: "SHUTDOWN",
  8: "SHUTDOWN_ACK",
  9: "ERROR",
  10: "COOKIE_ECHO",
  11: "COOKIE_ACK",
  12: "ECNE",
  13: "CWR",
  14: "SHUTDOWN_COMPLETE",
  15: "AUTH",
  64: "I_DATA",
  128: "ASCONF_ACK",
  130: "RE_CONFIG",
  132: "PAD",
  192: "FORWARD_TSN",
  193: "ASCONF",
  194: "I_FORWARD_TSN",
};

const PORT = { aliases: ["sctp.port"] };
const SRC_PORT = defineField("sctp.srcport", "uint16", "Source port", PORT);
const DST_PORT = defineField("sctp.dstport", "uint16", "Destination port", PORT);
const TAG = defineField("sctp.verification_tag", "uint32", "Verification tag", { hex: true });
const CHECKSUM = defineField("sctp.checksum", "uint32", "Checksum", { hex: true });
const CHUNK_TYPE = defineField("sctp.chunk_type", "uint8", "Chunk type", {
  values: CHUNK_TYPES,
});
const CHUNK_FLAGS = defineField("sctp.chunk_flags", "uint8", "Chunk flags", { hex: true });
const CHUNK_LENGTH = defineField("sctp.chunk_length", "uint16", "Chunk length");
const TSN = defineField("sctp.data_tsn_raw", "uint32", "Transmission sequence number (absolute)");
const STREAM = defineField("sctp.data_sid", "uint16", "Stream identifier", { hex: true });
const STREAM_SEQUENCE = defineField("sctp.data_ssn", "uint16", "Stream sequence number");
const PAYLOAD_PROTOCOL = defineField(
  "sctp.data_payload_proto_id",
  "uint32",
  "Payload protocol identifier",
);

export const SCTP_FIELDS: readonly FieldSpec[] = [
  SRC_PORT,
  DST_PORT,
  TAG,
  CHECKSUM,
  CHUNK_TYPE,
  CHUNK_FLAGS,
  CHUNK_LENGTH,
  TSN,
  STREAM,
  STREAM_SEQUENCE,
  PAYLOAD_PROTOCOL,
];

export function dissectSctp(tree: Tree, start: number, end: number): void {
  tree.layer("sctp", "Stream Control Transmission Protocol", start, end);
  tree.add(SRC_PORT, start);
  if (tree.add(DST_PORT, start + 2) !== undefined) {
    const ports = `Src Port: ${sctp.srcPort(tree.view, start)}`;
    tree.summarize(`${ports}, Dst Port: ${sctp.dstPort(tree.view, start)}`);
  }
  tree.add(TAG, start + 4);
  tree.add(CHECKSUM, start + 8);
  for (const off of chunk.offsets(tree.view, start + sctp.HEADER_LEN, end)) addChunk(tree, off);
}

function addChunk(tree: Tree, off: number): void {
  tree.inside(tree.add(CHUNK_TYPE, off), () => {
    tree.add(CHUNK_FLAGS, off + 1);
    tree.add(CHUNK_LENGTH, off + 2);
    if (tree.view.getUint8(off) !== chunk.DATA) return;
    tree.add(TSN, off + 4);
    tree.add(STREAM, off + 8);
    tree.add(STREAM_SEQUENCE, off + 10);
    tree.add(PAYLOAD_PROTOCOL, off + 12);
  });
}

/** One line: `INIT_ACK, DATA`, the chunks in order. */
export function sctpInfo(packet: Packet): string {
  const { view, transportStart } = packet;
  if (transportStart < 0) return `${packet.sourcePort} → ${packet.destinationPort}`;
  const names = chunk.offsets(view, packet.payloadStart, packet.payloadEnd).map((off) => {
    const type = view.getUint8(off);
    return CHUNK_TYPES[type] ?? `chunk ${type}`;
  });
  return names.join(" ");
}
