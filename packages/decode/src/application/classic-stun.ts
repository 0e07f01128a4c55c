/** STUN as RFC 3489 had it: no cookie, sixteen octets of transaction number. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { readText } from "./name-text.ts";
import { addWithin } from "./within.ts";

const HEADER_LEN = 20;

/** What stands in the transaction number of the STUN of today. */
const COOKIE = 0x2112_a442;

const ATTRIBUTE_HEADER_LEN = 4;
const MAX_ATTRIBUTES = 100;

/** Ports at which messages without a cookie are taken for it. */
const PORTS: readonly number[] = [3478, 3479, 3480];

const TYPES: Readonly<Record<number, string>> = {
  1: "Binding Request",
  257: "Binding Response",
  273: "Binding Error Response",
  2: "Shared Secret Request",
  258: "Shared Secret Response",
  4370: "Shared Secret Error Response",
  3: "Allocate Request",
  259: "Allocate Response",
  275: "Allocate Error Response",
  4: "Send Request",
  260: "Send Response",
  276: "Send Error Response",
  277: "Data Indication",
  6: "Set Active Destination Request",
  262: "Set Active Destination Response",
  278: "Set Active Destination Error Response",
};

const ATTRIBUTES: Readonly<Record<number, string>> = {
  1: "MAPPED-ADDRESS",
  2: "RESPONSE-ADDRESS",
  3: "CHANGE-REQUEST",
  4: "SOURCE-ADDRESS",
  5: "CHANGED-ADDRESS",
  6: "USERNAME",
  7: "PASSWORD",
  8: "MESSAGE-INTEGRITY",
  9: "ERROR-CODE",
  10: "UNKNOWN-ATTRIBUTES",
  11: "REFLECTED-FROM",
  13: "LIFETIME",
  14: "ALTERNATE_SERVER",
  15: "MAGIC_COOKIE",
  16: "BANDWIDTH",
  17: "DESTINATION_ADDRESS",
  18: "REMOTE_ADDRESS",
  19: "DATA",
  20: "NONCE",
  21: "REALM",
  32800: "XOR_MAPPED_ADDRESS",
  32802: "SERVER",
};

const CHANGE_REQUEST = 0x0003;
const ERROR_CODE_TYPE = 0x0009;
const LIFETIME_TYPE = 0x000d;
const SERVER_TYPE = 0x8022;
const ADDRESS_TYPES: ReadonlySet<number> = new Set([1, 2, 4, 5, 11, 14, 17, 18]);

const TYPE = defineField("classicstun.type", "uint16", "Message Type", {
  hex: true,
  values: TYPES,
});
const LENGTH = defineField("classicstun.length", "uint16", "Message Length", { hex: true });
const ID = defineField("classicstun.id", "bytes", "Message Transaction ID");
const ATTRIBUTE_GROUP = defineField("classicstun.att", "protocol", "Attributes");
const ATTRIBUTE_TYPE = defineField("classicstun.att.type", "uint16", "Attribute Type", {
  hex: true,
  values: ATTRIBUTES,
});
const ATTRIBUTE_LENGTH = defineField("classicstun.att.length", "uint16", "Attribute Length");
const VALUE = defineField("classicstun.att.value", "bytes", "Value");
const FAMILY = defineField("classicstun.att.family", "uint8", "Protocol Family", {
  hex: true,
  values: { 1: "IPv4", 2: "IPv6" },
});
const PORT = defineField("classicstun.att.port", "uint16", "Port");
const IPV4 = defineField("classicstun.att.ipv4", "ipv4", "IP");
const IPV6 = defineField("classicstun.att.ipv6", "ipv6", "IP");
const CHANGE_IP = defineField("classicstun.att.change.ip", "boolean", "Change IP", {
  octets: 2,
  mask: 0x0004,
});
const CHANGE_PORT = defineField("classicstun.att.change.port", "boolean", "Change Port", {
  octets: 2,
  mask: 0x0002,
});
const ERROR_CLASS = defineField("classicstun.att.error.class", "uint8", "Error Class", {
  mask: 0x07,
});
const ERROR_CODE = defineField("classicstun.att.error", "uint8", "Error Code");
const ERROR_REASON = defineField("classicstun.att.error.reason", "string", "Error Reason Phase");
const LIFETIME = defineField("classicstun.att.lifetime", "uint32", "Lifetime");
const SERVER = defineField("classicstun.att.server", "string", "Server version");

const FIELDS: readonly FieldSpec[] = [
  ...[TYPE, LENGTH, ID, ATTRIBUTE_TYPE, ATTRIBUTE_LENGTH, VALUE, FAMILY, PORT, IPV4, IPV6],
  ...[CHANGE_IP, CHANGE_PORT, ERROR_CLASS, ERROR_CODE, ERROR_REASON, LIFETIME, SERVER],
];

/** A known type and attributes that fill exactly the length that the header gives. */
function isMessage(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN || TYPES[view.getUint16(off)] === undefined) return false;
  if (view.getUint32(off + 4) === COOKIE) return false;
  if (view.getUint16(off + 2) !== end - off - HEADER_LEN) return false;
  let at = off + HEADER_LEN;
  for (let left = MAX_ATTRIBUTES; left > 0 && at + ATTRIBUTE_HEADER_LEN <= end; left -= 1) {
    at += ATTRIBUTE_HEADER_LEN + view.getUint16(at + 2);
  }
  return at === end;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (!isMessage(view, off, end)) return;
  const name = TYPES[view.getUint16(off)]!;
  tree.layer("classicstun", "Simple Traversal of UDP Through NAT", off, end);
  tree.summarize(name);
  tree.show("CLASSIC-STUN", `Message: ${name}`);
  tree.add(TYPE, off);
  tree.add(LENGTH, off + 2);
  tree.add(ID, off + 4, 16);
  let at = off + HEADER_LEN;
  while (at < end) {
    const start = at;
    const stop = start + ATTRIBUTE_HEADER_LEN + view.getUint16(start + 2);
    const type = view.getUint16(start);
    tree.inside(tree.group(ATTRIBUTE_GROUP, start, stop, ATTRIBUTES[type] ?? "Unknown"), () => {
      tree.add(ATTRIBUTE_TYPE, start);
      tree.add(ATTRIBUTE_LENGTH, start + 2);
      addValue(tree, type, start + ATTRIBUTE_HEADER_LEN, stop);
    });
    at = stop;
  }
}

function addValue(tree: Tree, type: number, off: number, end: number): void {
  const { view } = tree;
  if (ADDRESS_TYPES.has(type) && end - off >= 8) {
    tree.add(FAMILY, off + 1);
    tree.add(PORT, off + 2);
    addWithin(tree, view.getUint8(off + 1) === 2 ? IPV6 : IPV4, off + 4, end);
  } else if (type === CHANGE_REQUEST && end - off === 4) {
    tree.add(CHANGE_IP, off + 2);
    tree.add(CHANGE_PORT, off + 2);
  } else if (type === ERROR_CODE_TYPE && end - off >= 4) {
    tree.add(ERROR_CLASS, off + 2);
    tree.add(ERROR_CODE, off + 3);
    tree.value(ERROR_REASON, readText(view, off + 4, end), off + 4, end);
  } else if (type === LIFETIME_TYPE && end - off === 4) {
    tree.add(LIFETIME, off);
  } else if (type === SERVER_TYPE) {
    tree.value(SERVER, readText(view, off, end), off, end);
  } else if (end > off) {
    tree.add(VALUE, off, end - off);
  }
}

export const CLASSIC_STUN_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.ClassicStun],
  datagram: {
    firstOctets: [0x00, 0x01, 0x11],
    ports: PORTS,
    matches: isMessage,
  },
  fields: FIELDS,
  dissect,
};
