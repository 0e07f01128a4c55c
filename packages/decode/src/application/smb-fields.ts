/** Field definitions of SMB 1. */

import { defineField, type FieldSpec, fieldDefiner } from "../field.ts";
import { ntStatusName } from "./nt-status.ts";
import { COMMANDS, TRANSACTIONS } from "./smb-values.ts";

const define = fieldDefiner("smb", { littleEndian: true });

function flag(name: string, description: string, mask: number, octets = 1): FieldSpec {
  return define(name, "boolean", description, { mask, octets });
}

export const SMB: FieldSpec = defineField("smb", "protocol", "SMB (Server Message Block Protocol)");
export const COMMAND: FieldSpec = define("cmd", "uint8", "SMB Command", {
  hex: true,
  values: COMMANDS,
});
export const STATUS: FieldSpec = define("nt_status", "uint32", "NT Status", {
  hex: true,
  values: ntStatusName,
});
export const ERROR_CLASS: FieldSpec = define("error_class", "uint8", "Error Class", { hex: true });
export const ERROR_CODE: FieldSpec = define("error_code", "uint16", "Error Code", { hex: true });
export const FLAGS: FieldSpec = define("flags", "uint8", "Flags", { hex: true });
export const FLAG_BITS: readonly FieldSpec[] = [
  flag("flags.response", "Request/Response", 0x80),
  flag("flags.notify", "Notify", 0x40),
  flag("flags.oplock", "Oplocks", 0x20),
  flag("flags.canon", "Canonicalized Pathnames", 0x10),
  flag("flags.caseless", "Case Sensitivity", 0x08),
  flag("flags.receive_buffer", "Receive Buffer Posted", 0x02),
  flag("flags.lock", "Lock and Read", 0x01),
];
export const FLAGS2: FieldSpec = define("flags2", "uint16", "Flags2", { hex: true });
export const FLAG2_BITS: readonly FieldSpec[] = [
  flag("flags2.string", "Unicode Strings", 0x8000, 2),
  flag("flags2.nt_error", "Error Code Type", 0x4000, 2),
  flag("flags2.roe", "Execute-only Reads", 0x2000, 2),
  flag("flags2.dfs", "Dfs", 0x1000, 2),
  flag("flags2.esn", "Extended Security Negotiation", 0x0800, 2),
  flag("flags2.reparse_path", "Reparse Path", 0x0400, 2),
  flag("flags2.long_names_used", "Long Names Used", 0x0040, 2),
  flag("flags2.sec_sig_required", "Security Signatures Required", 0x0010, 2),
  flag("flags2.compressed", "Compressed", 0x0008, 2),
  flag("flags2.sec_sig", "Security Signatures", 0x0004, 2),
  flag("flags2.ea", "Extended Attributes", 0x0002, 2),
  flag("flags2.long_names_allowed", "Long Names Allowed", 0x0001, 2),
];
export const PROCESS_HIGH: FieldSpec = define("pid.high", "uint16", "Process ID High");
export const SIGNATURE: FieldSpec = define("signature", "bytes", "Signature");
export const RESERVED: FieldSpec = define("reserved", "bytes", "Reserved");
export const TREE_ID: FieldSpec = define("tid", "uint16", "Tree ID");
export const PROCESS_ID: FieldSpec = define("pid", "uint16", "Process ID");
export const USER_ID: FieldSpec = define("uid", "uint16", "User ID");
export const MULTIPLEX_ID: FieldSpec = define("mid", "uint16", "Multiplex ID");
export const RESPONSE_TO: FieldSpec = define("response_to", "frameNumber", "Response to");
export const WORD_COUNT: FieldSpec = define("wct", "uint8", "Word Count (WCT)");
export const BYTE_COUNT: FieldSpec = define("bcc", "uint16", "Byte Count (BCC)");
export const NEXT_OFFSET: FieldSpec = define("andxoffset", "uint16", "AndXOffset");
export const DIALECT: FieldSpec = define("dialect.name", "string", "Name");
export const DIALECT_INDEX: FieldSpec = define("dialect.index", "uint16", "Selected Index");
export const ACCOUNT: FieldSpec = define("account", "string", "Account");
export const DOMAIN: FieldSpec = define("primary_domain", "string", "Primary Domain");
export const NATIVE_OS: FieldSpec = define("native_os", "string", "Native OS");
export const NATIVE_MANAGER: FieldSpec = define("native_lanman", "string", "Native LAN Manager");
export const SECURITY_BLOB: FieldSpec = define("security_blob", "bytes", "Security Blob");
export const PATH: FieldSpec = define("path", "string", "Path");
export const SERVICE: FieldSpec = define("service", "string", "Service");
export const FILE: FieldSpec = define("file", "string", "File Name");
export const FILE_ID: FieldSpec = define("fid", "uint16", "FID", { hex: true });
export const FILE_DATA: FieldSpec = define("file_data", "bytes", "File Data");
export const TRANSACTION_NAME: FieldSpec = define("trans_name", "string", "Transaction Name");
export const TRANSACTION: FieldSpec = define("trans2.cmd", "uint16", "Subcommand", {
  hex: true,
  values: TRANSACTIONS,
});

export const FIELDS: readonly FieldSpec[] = [
  ...[SMB, COMMAND, STATUS, ERROR_CLASS, ERROR_CODE, FLAGS, ...FLAG_BITS, FLAGS2, ...FLAG2_BITS],
  ...[PROCESS_HIGH, SIGNATURE, RESERVED, TREE_ID, PROCESS_ID, USER_ID, MULTIPLEX_ID, RESPONSE_TO],
  ...[WORD_COUNT, BYTE_COUNT, NEXT_OFFSET, DIALECT, DIALECT_INDEX, ACCOUNT, DOMAIN, NATIVE_OS],
  ...[NATIVE_MANAGER, SECURITY_BLOB, PATH, SERVICE, FILE, FILE_ID, FILE_DATA, TRANSACTION_NAME],
  TRANSACTION,
];
