/**
 * Tokens of TDS's answers, MS-TDS §2.2.7: what the server says of itself and of the request.
 *
 * Tokens stand one behind the other; the descriptions of columns and what follows them are not read, since their
 * lengths follow from types.
 */

import type { FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import { readUtf16 } from "./utf16.ts";

const Token = {
  ReturnStatus: 0x79,
  Order: 0xa9,
  Error: 0xaa,
  Info: 0xab,
  LoginAck: 0xad,
  EnvChange: 0xe3,
  Sspi: 0xed,
  Done: 0xfd,
  DoneProc: 0xfe,
  DoneInProc: 0xff,
} as const;

/** Tokens of one message that are shown. */
const MAX_TOKENS = 128;

const CHANGES: Readonly<Record<number, string>> = {
  1: "Database",
  2: "Language",
  3: "Character set",
  4: "Packet size",
  5: "Unicode data sorting local id",
  6: "Unicode data sorting comparison flags",
  7: "SQL Collation",
  8: "Begin Transaction",
  9: "Commit Transaction",
  10: "Rollback Transaction",
  13: "Database mirroring partner",
  18: "Reset connection",
  19: "User instance name",
  20: "Routing information",
};
/** Changes whose values are texts. */
const TEXT_CHANGES: readonly number[] = [1, 2, 3, 4, 5, 6, 13, 19];

const list = new FieldList();
const CHANGE = list.define("tds.envchange", "protocol", "Token - EnvChange");
const CHANGE_LENGTH = number("tds.envchange.length", "uint16", "Token length");
const CHANGE_TYPE = list.define("tds.envchange.type", "uint8", "Type", { values: CHANGES });
const NEW_LENGTH = list.define("tds.envchange.newvalue_length", "uint8", "New Value Length");
const NEW_TEXT = list.define("tds.envchange.newvalue_string", "string", "New Value");
const NEW_VALUE = list.define("tds.envchange.newvalue", "bytes", "New Value");
const OLD_LENGTH = list.define("tds.envchange.oldvalue_length", "uint8", "Old Value Length");
const OLD_TEXT = list.define("tds.envchange.oldvalue_string", "string", "Old Value");
const OLD_VALUE = list.define("tds.envchange.oldvalue", "bytes", "Old Value");
const ERROR = messageFields("tds.error", "Token - Error");
const INFO = messageFields("tds.info", "Token - Info");
const ACK = list.define("tds.loginack", "protocol", "Token - LoginAck");
const ACK_LENGTH = number("tds.loginack.length", "uint16", "Token length");
const INTERFACE = list.define("tds.loginack.interface", "uint8", "Interface");
const ACK_VERSION = list.define("tds.loginack.tdsversion", "uint32", "TDS version", { hex: true });
const PROGRAM = list.define("tds.loginack.progname", "string", "Server name");
const DONE = doneFields("tds.done", "Token - Done");
const DONE_PROC = doneFields("tds.doneproc", "Token - DoneProc");
const DONE_IN_PROC = doneFields("tds.doneinproc", "Token - DoneInProc");

export const TOKEN_FIELDS: readonly FieldSpec[] = list.specs;

type NumberType = "uint16" | "uint32" | "uint64";

function number(name: string, type: NumberType, title: string, hex = false): FieldSpec {
  return list.define(name, type, title, { littleEndian: true, hex });
}

interface MessageFields {
  readonly token: FieldSpec;
  readonly length: FieldSpec;
  /** Number, state and class. */
  readonly numbers: readonly FieldSpec[];
  readonly textLength: FieldSpec;
  readonly text: FieldSpec;
  readonly serverLength: FieldSpec;
  readonly server: FieldSpec;
  readonly procedureLength: FieldSpec;
  readonly procedure: FieldSpec;
  readonly line: FieldSpec;
}

function messageFields(name: string, title: string): MessageFields {
  return {
    token: list.define(name, "protocol", title),
    length: number(`${name}.length`, "uint16", "Token length"),
    numbers: [
      number(`${name}.number`, "uint32", "SQL Error Number"),
      list.define(`${name}.state`, "uint8", "State"),
      list.define(`${name}.class`, "uint8", "Class (Severity)"),
    ],
    textLength: number(`${name}.msgtext_length`, "uint16", "Error message length"),
    text: list.define(`${name}.msgtext`, "string", "Error message"),
    serverLength: list.define(`${name}.servername_length`, "uint8", "Server name length"),
    server: list.define(`${name}.servername`, "string", "Server name"),
    procedureLength: list.define(`${name}.procname_length`, "uint8", "Process name length"),
    procedure: list.define(`${name}.procname`, "string", "Process name"),
    line: number(`${name}.linenumber`, "uint32", "Line number"),
  };
}

interface DoneFields {
  readonly token: FieldSpec;
  readonly numbers: readonly FieldSpec[];
}

/** Status, the current command, and rows, which TDS 7.2 counts in eight octets. */
function doneFields(name: string, title: string): DoneFields {
  return {
    token: list.define(name, "protocol", title),
    numbers: [
      number(`${name}.status`, "uint16", "Status flags", true),
      number(`${name}.curcmd`, "uint16", "Operation", true),
      number(`${name}.donerowcount64`, "uint64", "Row count"),
    ],
  };
}

/** Adds the tokens that fill the cursor's range, up to the first that is not read. */
export function addTokens(cursor: FieldCursor): void {
  for (let count = 0; count < MAX_TOKENS && cursor.left > 0; count += 1) {
    if (!addToken(cursor)) return;
  }
}

/** @returns false where the token's length is not known */
function addToken(cursor: FieldCursor): boolean {
  switch (cursor.peek()) {
    case Token.ReturnStatus:
      cursor.skip(5);
      return true;
    case Token.Done:
      addDone(cursor, DONE);
      return true;
    case Token.DoneProc:
      addDone(cursor, DONE_PROC);
      return true;
    case Token.DoneInProc:
      addDone(cursor, DONE_IN_PROC);
      return true;
    case Token.EnvChange:
      addCounted(cursor, CHANGE, CHANGE_LENGTH, addChange);
      return true;
    case Token.Error:
      addCounted(cursor, ERROR.token, ERROR.length, (body) => addMessage(body, ERROR));
      return true;
    case Token.Info:
      addCounted(cursor, INFO.token, INFO.length, (body) => addMessage(body, INFO));
      return true;
    case Token.LoginAck:
      addCounted(cursor, ACK, ACK_LENGTH, addAcknowledgment);
      return true;
    case Token.Order:
    case Token.Sspi:
      if (cursor.left < 3) return false;
      cursor.skip(3 + cursor.tree.view.getUint16(cursor.off + 1, true));
      return true;
    default:
      return false;
  }
}

function addDone(cursor: FieldCursor, { token, numbers }: DoneFields): void {
  const { tree, off } = cursor;
  tree.inside(tree.group(token, off, Math.min(cursor.end, off + 13), ""), () => {
    cursor.skip(1);
    for (const spec of numbers) cursor.add(spec);
  });
}

/** A token with its length behind its type. */
function addCounted(
  cursor: FieldCursor,
  token: FieldSpec,
  length: FieldSpec,
  fill: (body: FieldCursor) => void,
): void {
  const { tree, off } = cursor;
  const octets = cursor.left < 3 ? 0 : tree.view.getUint16(off + 1, true);
  const end = Math.min(cursor.end, off + 3 + octets);
  tree.inside(tree.group(token, off, end, ""), () => {
    const body = new FieldCursor(tree, off + 1, end);
    body.add(length);
    fill(body);
  });
  cursor.skip(end - off);
}

function addChange(body: FieldCursor): void {
  const type = body.number(CHANGE_TYPE);
  if (TEXT_CHANGES.includes(type)) {
    addText(body, NEW_LENGTH, NEW_TEXT);
    addText(body, OLD_LENGTH, OLD_TEXT);
  } else if (CHANGES[type] !== undefined && type < 11) {
    for (const [length, value] of [
      [NEW_LENGTH, NEW_VALUE],
      [OLD_LENGTH, OLD_VALUE],
    ] as const) {
      const octets = body.number(length);
      if (octets > 0) body.add(value, octets);
    }
  }
}

function addMessage(body: FieldCursor, fields: MessageFields): void {
  for (const spec of fields.numbers) body.add(spec);
  addText(body, fields.textLength, fields.text);
  addText(body, fields.serverLength, fields.server);
  addText(body, fields.procedureLength, fields.procedure);
  body.add(fields.line);
}

function addAcknowledgment(body: FieldCursor): void {
  body.add(INTERFACE);
  body.add(ACK_VERSION);
  const length = body.peek();
  body.skip(1);
  addUnits(body, PROGRAM, length);
}

/** A text behind the number of its units of two octets. */
function addText(body: FieldCursor, length: FieldSpec, text: FieldSpec): void {
  addUnits(body, text, body.number(length));
}

function addUnits(body: FieldCursor, text: FieldSpec, units: number): void {
  if (units <= 0) return;
  const { tree, off } = body;
  const end = Math.min(body.end, off + 2 * units);
  tree.value(text, readUtf16(tree.view, off, end), off, end);
  body.skip(2 * units);
}
