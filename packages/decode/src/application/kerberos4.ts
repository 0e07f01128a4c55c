/** Kerberos version 4 (MIT, Project Athena Technical Plan E.2.1), whose messages came to the port of version 5. */

import type { FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import type { Tree } from "../tree.ts";
import { indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";
import { formatTime } from "./time-text.ts";

const VERSION_4 = 4;
const HEADER_LEN = 2;
const LITTLE_ENDIAN = 0x01;

const TYPES: Readonly<Record<number, string>> = {
  1: "KDC Request",
  2: "KDC Reply",
  3: "Appl Request",
  4: "Appl Request Mutual",
  5: "Err Reply",
  6: "Private",
  7: "Safe",
  8: "Appl Err",
  63: "Die",
};
const Type = { Request: 1, Reply: 2, Application: 3, Mutual: 4 } as const;

const list = new FieldList();
const KRB4 = list.define("krb4", "protocol", "Kerberos v4");
const VERSION = list.define("krb4.version", "uint8", "Version");
const HEADER = list.define("krb4.auth_msg_type", "uint8", "Msg Type", { hex: true });
const TYPE = list.define("krb4.m_type", "uint8", "M Type", {
  mask: 0xfe,
  hex: true,
  values: TYPES,
});
const ORDER = list.define("krb4.byte_order", "uint8", "Byte Order", {
  mask: LITTLE_ENDIAN,
  hex: true,
  values: { 0: "Big Endian", 1: "Little Endian" },
});
const NAME = list.define("krb4.name", "string", "Name");
const INSTANCE = list.define("krb4.instance", "string", "Instance");
const REALM = list.define("krb4.realm", "string", "Realm");
const TIME = list.define("krb4.time_sec", "absoluteTime", "Time Sec");
const LIFETIME = list.define("krb4.lifetime", "uint8", "Lifetime (in 5-minute units)");
const SERVICE = list.define("krb4.s_name", "string", "Service Name");
const SERVICE_INSTANCE = list.define("krb4.s_instance", "string", "Service Instance");
const EXPIRY = list.define("krb4.exp_date", "absoluteTime", "Exp Date");
const KEY_VERSION = list.define("krb4.kvno", "uint8", "Kvno");
const LENGTH = list.define("krb4.length", "uint32", "Length");
const ENCRYPTED = list.define("krb4.encrypted_blob", "bytes", "Encrypted Blob");
const TICKET_LENGTH = list.define("krb4.ticket.length", "uint8", "Ticket Length");
const REQUEST_LENGTH = list.define("krb4.request.length", "uint8", "Request Length");
const TICKET = list.define("krb4.ticket.blob", "bytes", "Ticket Blob");
const REQUEST = list.define("krb4.request.blob", "bytes", "Request Blob");

export const KERBEROS4_FIELDS: readonly FieldSpec[] = list.specs;

/** The version and a message that there is: sixteen bits, to be asked on Kerberos's own port. */
export function isKerberos4(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN || view.getUint8(off) !== VERSION_4) return false;
  return TYPES[view.getUint8(off + 1) >> 1] !== undefined;
}

/** Appends the layer of the message `[start, end)`, which {@link isKerberos4} accepted. */
export function dissectKerberos4(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  const type = view.getUint8(start + 1) >> 1;
  const isLittle = (view.getUint8(start + 1) & LITTLE_ENDIAN) !== 0;
  const name = TYPES[type] ?? "";
  tree.layer("krb4", KRB4.description, start, end);
  tree.summarize(name);
  tree.add(VERSION, start);
  tree.inside(tree.add(HEADER, start + 1), () => {
    tree.add(TYPE, start + 1);
    tree.add(ORDER, start + 1);
  });
  const cursor = new FieldCursor(tree, start + HEADER_LEN, end);
  if (type === Type.Request) addRequest(cursor, isLittle);
  else if (type === Type.Reply) addReply(cursor, isLittle);
  else if (type === Type.Application || type === Type.Mutual) addApplication(cursor);
  tree.show("KRB4", name);
}

function addRequest(cursor: FieldCursor, isLittle: boolean): void {
  addStrings(cursor, [NAME, INSTANCE, REALM]);
  addTime(cursor, TIME, isLittle);
  cursor.add(LIFETIME);
  addStrings(cursor, [SERVICE, SERVICE_INSTANCE]);
}

function addReply(cursor: FieldCursor, isLittle: boolean): void {
  addStrings(cursor, [NAME, INSTANCE, REALM]);
  addTime(cursor, TIME, isLittle);
  cursor.skip(1);
  addTime(cursor, EXPIRY, isLittle);
  cursor.add(KEY_VERSION);
  if (cursor.left < 2) return;
  const { tree, off } = cursor;
  tree.value(LENGTH, tree.view.getUint16(off, isLittle), off, off + 2);
  cursor.skip(2);
  if (cursor.left > 0) cursor.add(ENCRYPTED, cursor.left);
}

function addApplication(cursor: FieldCursor): void {
  cursor.add(KEY_VERSION);
  addStrings(cursor, [REALM]);
  const ticket = cursor.number(TICKET_LENGTH);
  const request = cursor.number(REQUEST_LENGTH);
  if (ticket > 0) cursor.add(TICKET, ticket);
  if (request > 0) cursor.add(REQUEST, request);
}

/** Strings that end with NUL; what is cut ends the message. */
function addStrings(cursor: FieldCursor, specs: readonly FieldSpec[]): void {
  const { tree } = cursor;
  for (const spec of specs) {
    if (cursor.left === 0) return;
    const stop = indexOfOctet(tree.view, cursor.off, cursor.end, 0);
    tree.value(spec, readText(tree.view, cursor.off, stop), cursor.off, stop);
    cursor.skip(stop + 1 - cursor.off);
  }
}

function addTime(cursor: FieldCursor, spec: FieldSpec, isLittle: boolean): void {
  if (cursor.left < 4) {
    cursor.skip(cursor.left);
    return;
  }
  const { tree, off } = cursor;
  tree.value(spec, formatTime(tree.view.getUint32(off, isLittle), 0), off, off + 4);
  cursor.skip(4);
}
