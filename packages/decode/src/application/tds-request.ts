/** Requests of TDS: batches of SQL and calls of procedures, MS-TDS §2.2.6.7 and §2.2.6.6. */

import type { FieldSpec } from "../field.ts";
import type { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import { readUtf16 } from "./utf16.ts";

/** Instead of the length of a name: the number of a procedure follows. */
const BY_NUMBER = 0xffff;
/** The headers that stand before a request take 22 octets, and few more with a notification's. */
const MAX_HEADERS = 4096;
const MAX_HEADER_COUNT = 8;
const HEADER_PREFIX_LEN = 6;
const TRANSACTION = 2;

const PROCEDURES: Readonly<Record<number, string>> = {
  1: "Sp_Cursor",
  2: "Sp_CursorOpen",
  3: "Sp_CursorPrepare",
  4: "Sp_CursorExecute",
  5: "Sp_CursorPrepExec",
  6: "Sp_CursorUnprepare",
  7: "Sp_CursorFetch",
  8: "Sp_CursorOption",
  9: "Sp_CursorClose",
  10: "Sp_ExecuteSql",
  11: "Sp_Prepare",
  12: "Sp_Execute",
  13: "Sp_PrepExec",
  14: "Sp_PrepExecRpc",
  15: "Sp_Unprepare",
};

const HEADER_TYPES: Readonly<Record<number, string>> = {
  1: "Query notifications",
  2: "Transaction descriptor",
  3: "Trace activity",
};

const list = new FieldList();
const HEADERS = list.define("tds.all_headers", "protocol", "Packet data stream headers");
const TOTAL = number("tds.all_headers.total_length", "uint32", "Total length");
const HEADER_LENGTH = number("tds.all_headers.header.length", "uint32", "Length");
const HEADER_TYPE = list.define("tds.all_headers.header.type", "uint16", "Type", {
  littleEndian: true,
  hex: true,
  values: HEADER_TYPES,
});
const DESCRIPTOR = number("tds.all_headers.header.trans_descr", "uint64", "Transaction descriptor");
const REQUESTS = number(
  "tds.all_headers.header.request_cnt",
  "uint32",
  "Outstanding request count",
);
const QUERY = list.define("tds.query", "string", "Query");
const CALL = list.define("tds.rpc", "protocol", "Remote Procedure Call");
const NAME_LENGTH = number("tds.rpc.name_length", "uint16", "Procedure name length");
const NAME = list.define("tds.rpc.name", "string", "Procedure name");
const PROCEDURE = list.define("tds.rpc.proc_id", "uint16", "Stored procedure ID", {
  littleEndian: true,
  values: PROCEDURES,
});
const OPTIONS = list.define("tds.rpc.options", "uint16", "Option flags", {
  littleEndian: true,
  hex: true,
});

export const REQUEST_FIELDS: readonly FieldSpec[] = list.specs;

function number(name: string, type: "uint16" | "uint32" | "uint64", title: string): FieldSpec {
  return list.define(name, type, title, { littleEndian: true });
}

export function addQuery(cursor: FieldCursor): void {
  addHeaders(cursor);
  const { tree, off, end } = cursor;
  if (off < end) tree.value(QUERY, readUtf16(tree.view, off, end), off, end);
}

/** The procedure that is called; its parameters are left as they are. */
export function addCall(cursor: FieldCursor): void {
  const { tree } = cursor;
  tree.inside(tree.group(CALL, cursor.off, cursor.end, ""), () => {
    addHeaders(cursor);
    const length = cursor.number(NAME_LENGTH);
    if (length === BY_NUMBER) {
      cursor.add(PROCEDURE);
    } else if (length > 0) {
      const { off } = cursor;
      const end = Math.min(cursor.end, off + 2 * length);
      tree.value(NAME, readUtf16(tree.view, off, end), off, end);
      cursor.skip(2 * length);
    }
    cursor.add(OPTIONS);
  });
}

/** ALL_HEADERS, §2.2.5.3, which TDS 7.2 brought: a length that counts itself, and headers likewise. */
function addHeaders(cursor: FieldCursor): void {
  const { tree, off, left } = cursor;
  const total = left < 4 ? 0 : tree.view.getUint32(off, true);
  if (total < 4 || total > Math.min(left, MAX_HEADERS)) return;
  const end = off + total;
  tree.inside(tree.group(HEADERS, off, end, ""), () => {
    cursor.add(TOTAL);
    for (
      let count = 0;
      count < MAX_HEADER_COUNT && cursor.off + HEADER_PREFIX_LEN <= end;
      count += 1
    ) {
      const start = cursor.off;
      const length = cursor.number(HEADER_LENGTH);
      const isTransaction = cursor.number(HEADER_TYPE) === TRANSACTION;
      if (isTransaction && cursor.off + 12 <= end) {
        cursor.add(DESCRIPTOR);
        cursor.add(REQUESTS);
      }
      cursor.skip(Math.max(0, Math.min(end, start + length) - cursor.off));
    }
    cursor.skip(Math.max(0, end - cursor.off));
  });
}
