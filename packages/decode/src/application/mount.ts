/** The mount protocol of NFS, RFC 1094 appendix A and RFC 1813 appendix I. */

import { defineField, type FieldSpec } from "../field.ts";
import { addFileHandle } from "./nfs-handle.ts";
import type { RpcMessage, RpcProgram } from "./rpc-call.ts";

const PROCEDURES = ["NULL", "MNT", "DUMP", "UMNT", "UMNTALL", "EXPORT"];
const PROCEDURES_1 = [...PROCEDURES, "EXPORTALL"];
const PROCEDURES_2 = [...PROCEDURES_1, "PATHCONF"];

/** Entries of a list that are shown. */
const MAX_ENTRIES = 256;
/** Octets of a file handle before version 3. */
const OLD_HANDLE_LEN = 32;

const STATUS_NAMES: Readonly<Record<number, string>> = {
  0: "OK",
  1: "ERR_PERM",
  2: "ERR_NOENT",
  5: "ERR_IO",
  13: "ERR_ACCESS",
  20: "ERR_NOTDIR",
  22: "ERR_INVAL",
  63: "ERR_NAMETOOLONG",
  10004: "ERR_NOTSUPP",
  10006: "ERR_SERVERFAULT",
};

const MOUNT = defineField("mount", "protocol", "Mount Service");
const PROCEDURE_1 = procedureField(1, PROCEDURES_1);
const PROCEDURE_2 = procedureField(2, PROCEDURES_2);
const PROCEDURE_3 = procedureField(3, PROCEDURES);
const PATH = defineField("mount.path", "string", "Path");
const STATUS = defineField("mount.status", "uint32", "Status", { values: STATUS_NAMES });
const HOST = defineField("mount.dump.hostname", "string", "Hostname");
const DIRECTORY = defineField("mount.dump.directory", "string", "Directory");
const EXPORTED = defineField("mount.export.directory", "string", "Directory");
const GROUP = defineField("mount.export.group", "string", "Group");
const FLAVOR = defineField("mount.flavor", "uint32", "Flavor");

function procedureField(version: number, names: readonly string[]): FieldSpec {
  return defineField(`mount.procedure_v${version}`, "uint32", `V${version} Procedure`, {
    values: (value) => names[value],
  });
}

export const MOUNT_FIELDS: readonly FieldSpec[] = [
  ...[MOUNT, PROCEDURE_1, PROCEDURE_2, PROCEDURE_3, PATH, STATUS, HOST, DIRECTORY, EXPORTED],
  ...[GROUP, FLAVOR],
];

function dissect(message: RpcMessage, procedure: string): string {
  const { tree, cursor, version, isReply } = message;
  tree.layer("mount", MOUNT.description, cursor.off, cursor.end);
  tree.summarize(`${procedure} ${isReply ? "Reply" : "Call"}`);
  const spec = version === 1 ? PROCEDURE_1 : version === 2 ? PROCEDURE_2 : PROCEDURE_3;
  tree.value(spec, message.procedure, cursor.off, cursor.off);
  switch (procedure) {
    case "MNT":
      return isReply ? addMounted(message) : addPath(message);
    case "UMNT":
      return isReply ? "" : addPath(message);
    case "DUMP":
      return isReply ? addMounts(message) : "";
    case "EXPORT":
      return isReply ? addExports(message) : "";
    default:
      return "";
  }
}

function addText({ tree, cursor }: RpcMessage, spec: FieldSpec): string | undefined {
  const item = cursor.text();
  if (item !== undefined) tree.value(spec, item.text, item.start, item.end);
  return item?.text;
}

function addPath(message: RpcMessage): string {
  const path = addText(message, PATH);
  return path === undefined ? "" : ` ${path}`;
}

function addMounted({ tree, cursor, version }: RpcMessage): string {
  const at = cursor.take(4);
  if (at < 0) return "";
  tree.add(STATUS, at);
  const status = tree.view.getUint32(at);
  if (status !== 0) return ` Error:${STATUS_NAMES[status] ?? status}`;
  if (version < 3) {
    const handle = cursor.take(OLD_HANDLE_LEN);
    if (handle >= 0) addFileHandle(tree, handle, handle + OLD_HANDLE_LEN);
    return "";
  }
  const handle = cursor.opaque();
  if (handle === undefined) return "";
  addFileHandle(tree, handle.start, handle.end);
  const flavors = Math.min(cursor.uint32(), 16);
  for (let i = 0; i < flavors; i += 1) {
    const flavor = cursor.take(4);
    if (flavor >= 0) tree.add(FLAVOR, flavor);
  }
  return "";
}

function addMounts(message: RpcMessage): string {
  const { cursor } = message;
  for (let count = 0; count < MAX_ENTRIES && cursor.uint32() === 1; count += 1) {
    addText(message, HOST);
    addText(message, DIRECTORY);
  }
  return "";
}

function addExports(message: RpcMessage): string {
  const { cursor } = message;
  for (let count = 0; count < MAX_ENTRIES && cursor.uint32() === 1; count += 1) {
    addText(message, EXPORTED);
    for (let group = 0; group < MAX_ENTRIES && cursor.uint32() === 1; group += 1) {
      addText(message, GROUP);
    }
  }
  return "";
}

export const MOUNT_PROGRAM: RpcProgram = {
  name: "MOUNT",
  title: "MOUNT",
  procedures: (version) =>
    version === 1 ? PROCEDURES_1 : version === 2 ? PROCEDURES_2 : PROCEDURES,
  dissect,
};
