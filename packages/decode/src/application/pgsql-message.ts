/** Bodies of PostgreSQL's messages, PostgreSQL documentation §55.7. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";

/** Columns of one row, and strings of one message, that are shown. */
const MAX_ITEMS = 200;
/** Longest query that is shown, in octets. */
const MAX_QUERY = 8192;

const FRONTEND: Readonly<Record<string, string>> = {
  B: "Bind",
  C: "Close",
  D: "Describe",
  E: "Execute",
  F: "Function call",
  H: "Flush",
  P: "Parse",
  Q: "Simple query",
  S: "Sync",
  X: "Termination",
  c: "Copy completion",
  d: "Copy data",
  f: "Copy failure",
  p: "Authentication message",
};

const BACKEND: Readonly<Record<string, string>> = {
  "1": "Parse completion",
  "2": "Bind completion",
  "3": "Close completion",
  A: "Notification",
  C: "Command completion",
  D: "Data row",
  E: "Error",
  G: "CopyIn response",
  H: "CopyOut response",
  I: "Empty query",
  K: "Backend key data",
  N: "Notice",
  R: "Authentication request",
  S: "Parameter status",
  T: "Row description",
  V: "Function call response",
  W: "CopyBoth response",
  Z: "Ready for query",
  c: "Copy completion",
  d: "Copy data",
  n: "No data",
  s: "Portal suspended",
  t: "Parameter description",
  v: "Negotiate protocol version",
};

const AUTHENTICATION: Readonly<Record<number, string>> = {
  0: "Success",
  2: "Kerberos V5",
  3: "Plaintext password",
  4: "Crypt password",
  5: "MD5 password",
  6: "SCM credentials",
  7: "GSSAPI",
  8: "GSSAPI/SSPI continue",
  9: "SSPI",
  10: "SASL",
  11: "SASL continue",
  12: "SASL complete",
};

const MD5 = 5;
const SASL = 10;

const QUERY = defineField("pgsql.query", "string", "Query");
const STATEMENT = defineField("pgsql.statement", "string", "Statement");
const PORTAL = defineField("pgsql.portal", "string", "Portal");
const TAG = defineField("pgsql.tag", "string", "Tag");
const STATUS = defineField("pgsql.status", "uint8", "Status", {
  values: { 69: "In a failed transaction", 73: "Idle", 84: "In a transaction" },
});
const AUTH_TYPE = defineField("pgsql.authtype", "uint32", "Authentication type", {
  values: AUTHENTICATION,
});
const SALT = defineField("pgsql.salt", "bytes", "Salt value");
const MECHANISM = defineField("pgsql.auth.sasl.mech", "string", "SASL authentication mechanism");
const PARAMETER = defineField("pgsql.parameter_name", "string", "Parameter name");
const PARAMETER_VALUE = defineField("pgsql.parameter_value", "string", "Parameter value");
const PROCESS = defineField("pgsql.pid", "uint32", "PID");
const KEY = defineField("pgsql.key", "uint32", "Key");
const COUNT = defineField("pgsql.field.count", "uint16", "Field count");
const COLUMN = defineField("pgsql.col.name", "string", "Column name");
const COLUMN_TABLE = defineField("pgsql.oid.table", "uint32", "Table OID");
const COLUMN_INDEX = defineField("pgsql.col.index", "uint32", "Column index");
const COLUMN_TYPE = defineField("pgsql.oid.type", "uint32", "Type OID");
const DATA_LENGTH = defineField("pgsql.val.length", "int32", "Column length");
const DATA = defineField("pgsql.val.data", "bytes", "Data");
const COPY_DATA = defineField("pgsql.copydata", "bytes", "Copy data");
const CONDITION = defineField("pgsql.condition", "string", "Condition");
const TEXT = defineField("pgsql.text", "string", "Text");

/** Fields of errors and notices by their code, §55.8. */
const ERROR_FIELDS: Readonly<Record<string, FieldSpec>> = {
  S: defineField("pgsql.severity", "string", "Severity"),
  C: defineField("pgsql.code", "string", "Code"),
  M: defineField("pgsql.message", "string", "Message"),
  D: defineField("pgsql.detail", "string", "Detail"),
  H: defineField("pgsql.hint", "string", "Hint"),
  P: defineField("pgsql.position", "string", "Position"),
  W: defineField("pgsql.where", "string", "Context"),
  s: defineField("pgsql.schema_name", "string", "Schema"),
  t: defineField("pgsql.table_name", "string", "Table"),
  c: defineField("pgsql.column_name", "string", "Column"),
  n: defineField("pgsql.constraint_name", "string", "Constraint"),
  F: defineField("pgsql.file", "string", "File"),
  L: defineField("pgsql.line", "string", "Line"),
  R: defineField("pgsql.routine", "string", "Routine"),
};

export const MESSAGE_FIELDS: readonly FieldSpec[] = [
  ...[QUERY, STATEMENT, PORTAL, TAG, STATUS, AUTH_TYPE, SALT, MECHANISM, COUNT, COLUMN],
  ...[COLUMN_TABLE, COLUMN_INDEX, COLUMN_TYPE, DATA_LENGTH, DATA, COPY_DATA, CONDITION, TEXT],
  ...Object.values(ERROR_FIELDS),
];

export function messageTitle(type: string, fromServer: boolean): string {
  return (fromServer ? BACKEND : FRONTEND)[type] ?? "Unknown";
}

interface Body {
  readonly start: number;
  readonly end: number;
  readonly fromServer: boolean;
}

/** Adds the fields of a message's body to the open layer. */
export function addMessage(tree: Tree, type: string, body: Body): void {
  if (body.fromServer) addBackend(tree, type, body);
  else addFrontend(tree, type, body);
}

/** Adds the NUL-terminated string at `off`; returns where the next thing starts. */
function addString(tree: Tree, spec: FieldSpec, off: number, end: number): number {
  if (off >= end) return end;
  const stop = indexOfOctet(tree.view, off, end, 0);
  tree.value(spec, readText(tree.view, off, Math.min(stop, off + MAX_QUERY)), off, stop);
  return stop + 1;
}

function addFrontend(tree: Tree, type: string, { start, end }: Body): void {
  switch (type) {
    case "Q":
      addString(tree, QUERY, start, end);
      return;
    case "P":
      addString(tree, QUERY, addString(tree, STATEMENT, start, end), end);
      return;
    case "B":
      addString(tree, STATEMENT, addString(tree, PORTAL, start, end), end);
      return;
    case "C":
    case "D":
      if (start < end) {
        const isStatement = tree.view.getUint8(start) === 0x53;
        addString(tree, isStatement ? STATEMENT : PORTAL, start + 1, end);
      }
      return;
    case "E":
      addString(tree, PORTAL, start, end);
      return;
    case "d":
      tree.add(COPY_DATA, start, end - start);
      return;
    default:
  }
}

function addBackend(tree: Tree, type: string, body: Body): void {
  const { start, end } = body;
  const has = (length: number): boolean => start + length <= end;
  switch (type) {
    case "R":
      if (has(4)) addAuthentication(tree, body);
      return;
    case "S":
      addString(tree, PARAMETER_VALUE, addString(tree, PARAMETER, start, end), end);
      return;
    case "K":
      if (!has(8)) return;
      tree.add(PROCESS, start);
      tree.add(KEY, start + 4);
      return;
    case "Z":
      if (has(1)) tree.add(STATUS, start);
      return;
    case "C":
      addString(tree, TAG, start, end);
      return;
    case "T":
      addColumns(tree, body);
      return;
    case "D":
      addRow(tree, body);
      return;
    case "E":
    case "N":
      addErrorFields(tree, body);
      return;
    case "A":
      if (!has(4)) return;
      tree.add(PROCESS, start);
      addString(tree, TEXT, addString(tree, CONDITION, start + 4, end), end);
      return;
    case "d":
      tree.add(COPY_DATA, start, end - start);
      return;
    default:
  }
}

function addAuthentication(tree: Tree, { start, end }: Body): void {
  tree.add(AUTH_TYPE, start);
  const kind = tree.view.getUint32(start);
  if (kind === MD5 && start + 8 <= end) tree.add(SALT, start + 4, 4);
  if (kind !== SASL) return;
  let off = start + 4;
  for (let count = 0; off < end && tree.view.getUint8(off) !== 0 && count < MAX_ITEMS; count += 1) {
    off = addString(tree, MECHANISM, off, end);
  }
}

function addColumns(tree: Tree, { start, end }: Body): void {
  if (start + 2 > end) return;
  const count = Math.min(tree.view.getUint16(start), MAX_ITEMS);
  tree.add(COUNT, start);
  let off = start + 2;
  for (let i = 0; i < count && off < end; i += 1) {
    off = addString(tree, COLUMN, off, end);
    if (off + 18 > end) return;
    tree.add(COLUMN_TABLE, off);
    tree.value(COLUMN_INDEX, tree.view.getUint16(off + 4), off + 4, off + 6);
    tree.add(COLUMN_TYPE, off + 6);
    off += 18;
  }
}

function addRow(tree: Tree, { start, end }: Body): void {
  if (start + 2 > end) return;
  const count = Math.min(tree.view.getUint16(start), MAX_ITEMS);
  tree.add(COUNT, start);
  let off = start + 2;
  for (let i = 0; i < count && off + 4 <= end; i += 1) {
    const length = tree.view.getInt32(off);
    tree.add(DATA_LENGTH, off);
    off += 4;
    if (length <= 0) continue;
    if (off + length > end) return;
    tree.add(DATA, off, length);
    off += length;
  }
}

function addErrorFields(tree: Tree, { start, end }: Body): void {
  let off = start;
  for (let count = 0; off < end && count < MAX_ITEMS; count += 1) {
    const code = tree.view.getUint8(off);
    if (code === 0) return;
    const spec = ERROR_FIELDS[String.fromCharCode(code)];
    if (spec === undefined) off = indexOfOctet(tree.view, off, end, 0) + 1;
    else off = addString(tree, spec, off + 1, end);
  }
}
