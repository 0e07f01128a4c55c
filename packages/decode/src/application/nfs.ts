/** The network file system: version 2 (RFC 1094), 3 (RFC 1813) and the compounds of 4 (RFC 7530, 8881, 7862). */

import { defineField, type FieldSpec } from "../field.ts";
import { addFileHandle, HANDLE_FIELDS } from "./nfs-handle.ts";
import { skipOperation } from "./nfs-operation.ts";
import * as values from "./nfs-values.ts";
import type { RpcMessage, RpcProgram } from "./rpc-call.ts";

/** Octets of a file handle in version 2. */
const OLD_HANDLE_LEN = 32;
/** Operations of one compound that are shown. */
const MAX_OPERATIONS = 64;

const STABLE: Readonly<Record<number, string>> = { 0: "UNSTABLE", 1: "DATA_SYNC", 2: "FILE_SYNC" };

const FILE_TYPES: Readonly<Record<number, string>> = {
  1: "Regular File",
  2: "Directory",
  3: "Block Special Device",
  4: "Character Special Device",
  5: "Symbolic Link",
  6: "Socket",
  7: "Named Pipe",
};

/** Bits of ACCESS in version 3, with what Info columns call them (RFC 1813 §3.3.4). */
const ACCESS_BITS: readonly (readonly [mask: number, name: string])[] = [
  [0x01, "RD"],
  [0x02, "LU"],
  [0x04, "MD"],
  [0x08, "XT"],
  [0x10, "DL"],
  [0x20, "XE"],
];

/** Operations that only prepare what a compound is about. */
const PREPARING: ReadonlySet<number> = new Set([9, 10, 22, 23, 24, 31, 32, 53]);

const NFS = defineField("nfs", "protocol", "Network File System");
const PROCEDURE_2 = procedureField(2, values.PROCEDURES_2);
const PROCEDURE_3 = procedureField(3, values.PROCEDURES_3);
const PROCEDURE_4 = procedureField(4, values.PROCEDURES_4);
const STATUS_2 = defineField("nfs.status2", "uint32", "Status", {
  values: (value) => statusName(2, value),
});
const STATUS_3 = defineField("nfs.status3", "uint32", "Status", { values: values.STATES_3 });
const STATUS_4 = defineField("nfs.nfsstat4", "uint32", "Status", { values: values.STATES_4 });
const NAME = defineField("nfs.name", "string", "Name");
const LINK_DATA = defineField("nfs.readlink.data", "string", "Data");
const LINK_TARGET = defineField("nfs.symlink.to", "string", "To");
const OFFSET = defineField("nfs.offset3", "uint64", "offset");
const COUNT = defineField("nfs.count3", "uint32", "count");
const ACCESS_CHECK = defineField("nfs.access_check", "uint8", "Check access", { hex: true });
const ACCESS_RIGHTS = defineField("nfs.access_rights", "uint8", "Access rights (of requested)", {
  hex: true,
});
const FILE_TYPE = defineField("nfs.fattr3.type", "uint32", "Type", { values: FILE_TYPES });
const USER = defineField("nfs.fattr3.uid", "uint32", "uid");
const GROUP = defineField("nfs.fattr3.gid", "uint32", "gid");
const SIZE = defineField("nfs.fattr3.size", "uint64", "size");
const FILE_NUMBER = defineField("nfs.fattr3.fileid", "uint64", "fileid");
const TAG = defineField("nfs.tag", "string", "Tag");
const MINOR_VERSION = defineField("nfs.minorversion", "uint32", "minorversion");
const OPERATION = defineField("nfs.opcode", "uint32", "Opcode", { values: values.OPERATIONS });

export const NFS_FIELDS: readonly FieldSpec[] = [
  ...[NFS, PROCEDURE_2, PROCEDURE_3, PROCEDURE_4, STATUS_2, STATUS_3, STATUS_4, NAME, LINK_DATA],
  ...[LINK_TARGET, OFFSET, COUNT, ACCESS_CHECK, ACCESS_RIGHTS, FILE_TYPE, USER, GROUP, SIZE],
  ...[FILE_NUMBER, TAG, MINOR_VERSION, OPERATION, ...HANDLE_FIELDS],
];

function procedureField(version: number, names: readonly string[]): FieldSpec {
  return defineField(`nfs.procedure_v${version}`, "uint32", `V${version} Procedure`, {
    values: (value) => names[value],
  });
}

function statusName(version: number, status: number): string | undefined {
  if (version === 4) return values.STATES_4[status];
  const name = values.STATES_3[status];
  if (version === 3) return name;
  return status === 0 ? "NFS_OK" : name?.replace("NFS3", "NFS2");
}

function dissect(message: RpcMessage, procedure: string): string {
  const { tree, cursor, version, isReply } = message;
  tree.layer("nfs", NFS.description, cursor.off, cursor.end);
  tree.summarize(`${procedure} ${isReply ? "Reply" : "Call"}`);
  const spec = version === 2 ? PROCEDURE_2 : version === 3 ? PROCEDURE_3 : PROCEDURE_4;
  tree.value(spec, message.procedure, cursor.off, cursor.off);
  if (procedure === "COMPOUND") return isReply ? addResults(message) : addCompound(message);
  return isReply ? addReply(message, procedure) : addCall(message, procedure);
}

function addHandle({ tree, cursor, version }: RpcMessage): string | undefined {
  if (version === 2) {
    const at = cursor.take(OLD_HANDLE_LEN);
    return at < 0 ? undefined : addFileHandle(tree, at, at + OLD_HANDLE_LEN);
  }
  const handle = cursor.opaque();
  return handle && addFileHandle(tree, handle.start, handle.end);
}

function addText({ tree, cursor }: RpcMessage, spec: FieldSpec): string | undefined {
  const item = cursor.text();
  if (item !== undefined) tree.value(spec, item.text, item.start, item.end);
  return item?.text;
}

function addNumber({ tree, cursor }: RpcMessage, spec: FieldSpec): number | bigint {
  const at = cursor.take(spec.octets);
  if (at < 0) return 0;
  tree.add(spec, at);
  return spec.octets === 8 ? tree.view.getBigUint64(at) : tree.view.getUint32(at);
}

function addCall(message: RpcMessage, procedure: string): string {
  const handle = addHandle(message);
  if (handle === undefined) return "";
  switch (procedure) {
    case "LOOKUP":
    case "REMOVE":
    case "RMDIR":
    case "CREATE":
    case "MKDIR":
    case "MKNOD": {
      const name = addText(message, NAME);
      return name === undefined ? "" : `, DH: ${handle}/${name}`;
    }
    case "SYMLINK": {
      const name = addText(message, NAME);
      if (message.version !== 2) return name === undefined ? "" : `, From DH: ${handle}/${name}`;
      const target = addText(message, LINK_TARGET);
      return `, From DH: ${handle}/${name ?? ""} To ${target ?? ""}`;
    }
    case "RENAME": {
      const from = addText(message, NAME);
      const to = addHandle(message);
      const name = addText(message, NAME);
      return `, From DH: ${handle}/${from ?? ""} To DH: ${to ?? ""}/${name ?? ""}`;
    }
    case "ACCESS": {
      const at = message.cursor.take(4);
      if (at < 0) return "";
      const rights = message.tree.view.getUint32(at);
      message.tree.value(ACCESS_CHECK, rights & 0xff, at, at + 4);
      return `, FH: ${handle}, [Check: ${accessText(rights)}]`;
    }
    case "READ":
    case "WRITE":
      return `, FH: ${handle}${addRange(message, procedure)}`;
    default:
      return `, FH: ${handle}`;
  }
}

function addRange(message: RpcMessage, procedure: string): string {
  if (message.version === 2) {
    const [first, second, third] = [0, 0, 0].map(() => message.cursor.uint32());
    if (procedure === "READ") return ` Offset: ${first} Count: ${second} TotalCount: ${third}`;
    return ` BeginOffset: ${first} Offset: ${second} TotalCount: ${third}`;
  }
  const offset = addNumber(message, OFFSET);
  const count = addNumber(message, COUNT);
  const stable = procedure === "WRITE" ? ` ${stableName(message.cursor.uint32())}` : "";
  return ` Offset: ${offset} Len: ${count}${stable}`;
}

function stableName(how: number): string {
  return STABLE[how] ?? `Stable: ${how}`;
}

function accessText(rights: number): string {
  return ACCESS_BITS.filter(([mask]) => (rights & mask) !== 0)
    .map(([, name]) => name)
    .join(" ");
}

function addReply(message: RpcMessage, procedure: string): string {
  const { tree, cursor, version } = message;
  const at = cursor.take(4);
  if (at < 0) return "";
  tree.add(version === 2 ? STATUS_2 : STATUS_3, at);
  const status = tree.view.getUint32(at);
  if (status !== 0) return ` Error: ${statusName(version, status) ?? status}`;
  switch (procedure) {
    case "LOOKUP": {
      const handle = addHandle(message);
      return handle === undefined ? "" : `, FH: ${handle}`;
    }
    case "CREATE":
    case "MKDIR": {
      if (version !== 2) return "";
      const handle = addHandle(message);
      return handle === undefined ? "" : `, FH: ${handle}`;
    }
    case "GETATTR":
      return version === 2 ? "" : addAttributes(message);
    case "READLINK": {
      if (version === 3) skipAttributes(message);
      const path = addText(message, LINK_DATA);
      return path === undefined ? "" : ` Path: ${path}`;
    }
    case "WRITE":
      return version === 2 ? "" : addWritten(message);
    case "READ":
      if (version === 2) return "";
      skipAttributes(message);
      return ` Len: ${addNumber(message, COUNT)}`;
    case "ACCESS": {
      skipAttributes(message);
      const rights = cursor.take(4);
      if (rights < 0) return "";
      const allowed = tree.view.getUint32(rights);
      tree.value(ACCESS_RIGHTS, allowed & 0xff, rights, rights + 4);
      return `, [Allowed: ${accessText(allowed)}]`;
    }
    default:
      return "";
  }
}

/** Attributes after an operation, RFC 1813 §2.6: 84 octets where a flag says that they follow. */
function skipAttributes({ cursor }: RpcMessage): void {
  if (cursor.uint32() !== 0) cursor.take(84);
}

function addAttributes({ tree, cursor }: RpcMessage): string {
  const at = cursor.take(84);
  if (at < 0) return "";
  const { view } = tree;
  tree.add(FILE_TYPE, at);
  tree.add(USER, at + 12);
  tree.add(GROUP, at + 16);
  tree.add(SIZE, at + 20);
  tree.add(FILE_NUMBER, at + 52);
  const type = view.getUint32(at);
  const mode = (view.getUint32(at + 4) & 0o7777).toString(8).padStart(4, "0");
  const owner = `uid: ${view.getUint32(at + 12)} gid: ${view.getUint32(at + 16)}`;
  return `  ${FILE_TYPES[type] ?? type} mode: ${mode} ${owner}`;
}

function addWritten(message: RpcMessage): string {
  const { cursor } = message;
  if (cursor.uint32() !== 0) cursor.take(24);
  skipAttributes(message);
  const count = addNumber(message, COUNT);
  return ` Len: ${count} ${stableName(cursor.uint32())}`;
}

function addCompound(message: RpcMessage): string {
  const { tree, cursor } = message;
  addText(message, TAG);
  addNumber(message, MINOR_VERSION);
  const count = Math.min(cursor.uint32(), MAX_OPERATIONS);
  const operations: number[] = [];
  while (operations.length < count) {
    const at = cursor.take(4);
    if (at < 0) break;
    tree.add(OPERATION, at);
    const operation = tree.view.getUint32(at);
    operations.push(operation);
    if (!skipOperation(cursor, operation)) break;
  }
  return ` ${operationText(operations)}`;
}

/** What a compound is about: its last operation that does more than prepare. */
function operationText(operations: readonly number[]): string {
  const main = operations.filter((operation) => !PREPARING.has(operation));
  const named = main.length > 0 ? main.slice(-1) : operations.slice(-1);
  return named.map((operation) => values.OPERATIONS[operation] ?? String(operation)).join(" | ");
}

function addResults(message: RpcMessage): string {
  const { tree, cursor } = message;
  const at = cursor.take(4);
  if (at < 0) return "";
  tree.add(STATUS_4, at);
  const status = tree.view.getUint32(at);
  addText(message, TAG);
  const count = cursor.uint32();
  const operation = cursor.take(4);
  if (operation >= 0 && count > 0) tree.add(OPERATION, operation);
  return status === 0 ? "" : ` Status: ${values.STATES_4[status] ?? status}`;
}

export const NFS_PROGRAM: RpcProgram = {
  name: "NFS",
  title: "NFS",
  procedures: (version) =>
    version === 2 ? values.PROCEDURES_2 : version === 3 ? values.PROCEDURES_3 : values.PROCEDURES_4,
  dissect,
};
