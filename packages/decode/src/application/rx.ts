/**
 * Rx, the remote procedure calls of the Andrew File System: the header of every packet (rx-spec, OpenAFS `rx.h`).
 *
 * The calls themselves are named by the service that their port stands for.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const HEADER_LEN = 28;
/** Those of AFS, and of its backups. */
const PORTS = [7000, 7001, 7002, 7003, 7004, 7005, 7006, 7007, 7008, 7009, 7021];
const DATA = 1;
const LAST_TYPE = 13;
const MAX_SECURITY = 5;
const CLIENT_INITIATED = 0x01;

const TYPES: Readonly<Record<number, string>> = {
  1: "data",
  2: "ack",
  3: "busy",
  4: "abort",
  5: "ackall",
  6: "challenge",
  7: "response",
  8: "debug",
  9: "params",
  13: "version",
};

/** Services by the last digits of their port. */
const SERVICES: Readonly<Record<number, string>> = {
  7000: "FS",
  7001: "CB",
  7002: "PROT",
  7003: "VLDB",
  7004: "KAUTH",
  7005: "VOL",
  7006: "ERROR",
  7007: "BOS",
  7008: "UPD",
  7009: "RMT",
  7021: "BKUP",
};

const RX = defineField("rx", "protocol", "RX Protocol");
const AFS = defineField("afs", "protocol", "Andrew File System (AFS)");
const CONNECTION = defineField("rx.cid", "uint32", "CID");
const CALL = defineField("rx.callnumber", "uint32", "Call Number");
const SEQUENCE = defineField("rx.seq", "uint32", "Sequence Number");
const SERIAL = defineField("rx.serial", "uint32", "Serial");
const TYPE = defineField("rx.type", "uint8", "Type", { values: TYPES });
const FLAGS = defineField("rx.flags", "uint8", "Flags", { hex: true });
const FLAG_BITS: readonly FieldSpec[] = [
  defineField("rx.flags.free_packet", "boolean", "Free Packet", { mask: 0x10 }),
  defineField("rx.flags.more_packets", "boolean", "More Packets", { mask: 0x08 }),
  defineField("rx.flags.last_packet", "boolean", "Last Packet", { mask: 0x04 }),
  defineField("rx.flags.request_ack", "boolean", "Request Ack", { mask: 0x02 }),
  defineField("rx.flags.client_init", "boolean", "Client Initiated", { mask: CLIENT_INITIATED }),
];
const USER_STATUS = defineField("rx.userstatus", "uint8", "User Status");
const SECURITY = defineField("rx.securityindex", "uint8", "Security Index");
const SPARE = defineField("rx.spare", "uint16", "Spare/Checksum");
const SERVICE = defineField("rx.serviceid", "uint16", "Service ID");

const FIELDS: readonly FieldSpec[] = [
  ...[RX, AFS, CONNECTION, CALL, SEQUENCE, SERIAL, TYPE, FLAGS, ...FLAG_BITS, USER_STATUS],
  ...[SECURITY, SPARE, SERVICE],
];

function isRx(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN) return false;
  const type = view.getUint8(off + 20);
  return type >= DATA && type <= LAST_TYPE && view.getUint8(off + 23) <= MAX_SECURITY;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end, sourcePort, destinationPort } = packet;
  if (!isRx(view, start, end)) return;
  const body = start + HEADER_LEN;
  const type = view.getUint8(start + 20);
  tree.layer("rx", RX.description, start, body);
  tree.add(CONNECTION, start + 4);
  tree.add(CALL, start + 8);
  tree.add(SEQUENCE, start + 12);
  tree.add(SERIAL, start + 16);
  tree.add(TYPE, start + 20);
  tree.inside(tree.add(FLAGS, start + 21), () => {
    for (const bit of FLAG_BITS) tree.add(bit, start + 21);
  });
  tree.add(USER_STATUS, start + 22);
  tree.add(SECURITY, start + 23);
  tree.add(SPARE, start + 24);
  tree.add(SERVICE, start + 26);
  const fromClient = (view.getUint8(start + 21) & CLIENT_INITIATED) !== 0;
  if (type === DATA) {
    const port = fromClient ? destinationPort : sourcePort;
    if (body < end) tree.layer("afs", AFS.description, body, end);
    const service = SERVICES[port] ?? "Unknown";
    tree.show("AFS (RX)", `${service} ${fromClient ? "Request" : "Reply"}`);
    return;
  }
  const name = (TYPES[type] ?? `Type ${type}`).toUpperCase();
  const place = `Seq: ${view.getUint32(start + 12)}  Call: ${view.getUint32(start + 8)}`;
  const ports = `Source Port: ${sourcePort}  Destination Port: ${destinationPort}`;
  tree.show("RX", `${name}  ${place}  ${ports}  `);
}

export const RX_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Rx],
  datagram: {
    ports: PORTS,
    matches: isRx,
  },
  fields: FIELDS,
  dissect,
};
