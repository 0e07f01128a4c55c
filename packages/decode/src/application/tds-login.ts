/** How a connection of TDS is opened: pre-login, MS-TDS §2.2.6.5, and login, §2.2.6.4. */

import type { FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import { hex } from "../text.ts";
import { readUtf16 } from "./utf16.ts";

const TERMINATOR = 0xff;
const OPTION_LEN = 5;
/** The version comes first, of six octets. */
const VERSION_LEN = 6;
const MAX_OPTIONS = 16;

const OPTIONS: Readonly<Record<number, string>> = {
  0: "Version",
  1: "Encryption",
  2: "InstOpt",
  3: "ThreadID",
  4: "MARS",
  5: "TraceID",
  6: "FedAuthRequired",
  7: "NonceOpt",
  255: "Terminator",
};

const ENCRYPTIONS: Readonly<Record<number, string>> = {
  0: "Encryption is available but off",
  1: "Encryption is available and on",
  2: "Encryption is not available",
  3: "Encryption is required",
};

/** Octets of a login before its texts: the fixed header, and then offset and length of each of them. */
const LOGIN_HEADER_LEN = 36;
const LOGIN_LEN = 94;

const list = new FieldList();
const PRE_LOGIN = list.define("tds.prelogin", "protocol", "Pre-Login Message");
const TOKEN = list.define("tds.prelogin.option.token", "uint8", "Option Token", {
  values: OPTIONS,
});
const OFFSET = list.define("tds.prelogin.option.offset", "uint16", "Option offset");
const LENGTH = list.define("tds.prelogin.option.length", "uint16", "Option length");
const VERSION = list.define("tds.prelogin.option.version", "uint32", "Version");
const SUB_BUILD = list.define("tds.prelogin.option.subbuild", "uint16", "Sub-build");
const ENCRYPTION = list.define("tds.prelogin.option.encryption", "uint8", "Encryption", {
  values: ENCRYPTIONS,
});
const INSTANCE = list.define("tds.prelogin.option.instopt", "string", "InstOpt");
const THREAD = list.define("tds.prelogin.option.threadid", "uint32", "ThreadID");
const MARS = list.define("tds.prelogin.option.mars", "uint8", "MARS", {
  values: { 0: "Off", 1: "On" },
});
const TRACE = list.define("tds.prelogin.option.traceid", "bytes", "TraceID");
const FEDERATED = list.define("tds.prelogin.option.fedauthrequired", "uint8", "FedAuthRequired");
const NONCE = list.define("tds.prelogin.option.nonceopt", "bytes", "NonceOpt");

/** In the order in which they stand. */
const LOGIN_NUMBERS: readonly FieldSpec[] = [
  number("tds.7login.total_len", "Total Packet Length"),
  number("tds.7login.version", "TDS version", true),
  number("tds.7login.packet_size", "Packet Size"),
  number("tds.7login.client_version", "Client version"),
  number("tds.7login.client_pid", "Client PID"),
  number("tds.7login.connection_id", "Connection ID"),
  list.define("tds.7login.option_flags1", "uint8", "Option Flags 1", { hex: true }),
  list.define("tds.7login.option_flags2", "uint8", "Option Flags 2", { hex: true }),
  list.define("tds.7login.sql_type_flags", "uint8", "SQL Type Flags", { hex: true }),
  list.define("tds.7login.reserved_flags", "uint8", "Reserved Flags", { hex: true }),
  number("tds.7login.time_zone", "Time Zone", true),
  number("tds.7login.collation", "Collation", true),
];

/** In the order of their offsets and lengths; what is not read are the password and what is unused. */
const LOGIN_TEXTS: readonly (FieldSpec | undefined)[] = [
  list.define("tds.7login.clientname", "string", "Client name"),
  list.define("tds.7login.username", "string", "Username"),
  undefined,
  list.define("tds.7login.appname", "string", "App name"),
  list.define("tds.7login.servername", "string", "Server name"),
  undefined,
  list.define("tds.7login.libraryname", "string", "Library name"),
  list.define("tds.7login.locale", "string", "Locale"),
  list.define("tds.7login.databasename", "string", "Database name"),
];

export const LOGIN_FIELDS: readonly FieldSpec[] = list.specs;

function number(name: string, title: string, isHex = false): FieldSpec {
  return list.define(name, "uint32", title, { littleEndian: true, hex: isHex });
}

/** Whether `[off, end)` lists options of which the version is the first, behind a list of whole ones. */
export function isPreLogin(view: DataView, off: number, end: number): boolean {
  if (end - off < OPTION_LEN + 1 || view.getUint8(off) !== 0) return false;
  const listLength = view.getUint16(off + 1);
  return (
    view.getUint16(off + 3) === VERSION_LEN &&
    listLength % OPTION_LEN === 1 &&
    off + listLength + VERSION_LEN <= end &&
    view.getUint8(off + listLength - 1) === TERMINATOR
  );
}

/** Whether `[off, end)` is a login whose length is its own, of a version 7. */
export function isLogin(view: DataView, off: number, end: number): boolean {
  return (
    end - off >= LOGIN_HEADER_LEN &&
    view.getUint32(off, true) === end - off &&
    view.getUint8(off + 7) >>> 4 === 7
  );
}

export function addPreLogin(cursor: FieldCursor): void {
  const { tree, off: start, end } = cursor;
  tree.inside(tree.group(PRE_LOGIN, start, end, ""), () => {
    for (let count = 0; count < MAX_OPTIONS && cursor.left >= OPTION_LEN; count += 1) {
      if (cursor.number(TOKEN) === TERMINATOR) return;
      const token = tree.view.getUint8(cursor.off - 1);
      const offset = cursor.number(OFFSET);
      const length = cursor.number(LENGTH);
      const at = Math.min(end, start + offset);
      addOption(new FieldCursor(tree, at, Math.min(end, at + length)), token);
    }
  });
}

function addOption(option: FieldCursor, token: number): void {
  switch (token) {
    case 0:
      addVersion(option);
      option.add(SUB_BUILD);
      break;
    case 1:
      option.add(ENCRYPTION);
      break;
    case 2:
      option.add(INSTANCE, Math.max(0, option.left - 1));
      break;
    case 3:
      option.add(THREAD);
      break;
    case 4:
      option.add(MARS);
      break;
    case 5:
      option.add(TRACE, option.left);
      break;
    case 6:
      option.add(FEDERATED);
      break;
    case 7:
      option.add(NONCE, option.left);
      break;
    default:
      break;
  }
}

/** Major and minor version in an octet each, the build in two. */
function addVersion(option: FieldCursor): void {
  const { tree, off, left } = option;
  const field = option.add(VERSION);
  if (field === undefined || left < VERSION.octets) return;
  const { view } = tree;
  field.text = `${view.getUint8(off)}.${view.getUint8(off + 1)}.${view.getUint16(off + 2)} (0x${hex(view.getUint32(off), 8)})`;
}

export function addLogin(cursor: FieldCursor): void {
  const { tree, off: start, end } = cursor;
  for (const spec of LOGIN_NUMBERS) cursor.add(spec);
  if (end - start < LOGIN_LEN) return;
  for (const [index, spec] of LOGIN_TEXTS.entries()) {
    const at = start + LOGIN_HEADER_LEN + 4 * index;
    const from = start + tree.view.getUint16(at, true);
    const to = Math.min(end, from + 2 * tree.view.getUint16(at + 2, true));
    if (spec !== undefined && from < to) {
      tree.value(spec, readUtf16(tree.view, from, to), from, to);
    }
  }
}
