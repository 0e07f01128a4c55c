/** Field definitions of SMB 2 and 3. */

import { defineField, type FieldSpec, fieldDefiner } from "../field.ts";
import { ntStatusName } from "./nt-status.ts";
import { CONTROL_CODES } from "./smb2-control-code.ts";
import * as values from "./smb2-values.ts";

const define = fieldDefiner("smb2", { littleEndian: true });

function flag(name: string, description: string, mask: number, octets = 4): FieldSpec {
  return define(name, "boolean", description, { mask, octets });
}

const SMB2 = defineField("smb2", "protocol", "SMB2 (Server Message Block Protocol version 2)");
export const HEADER_LENGTH: FieldSpec = define("header_len", "uint16", "Header Length");
export const CREDIT_CHARGE: FieldSpec = define("credit.charge", "uint16", "Credit Charge");
export const CHANNEL_SEQUENCE: FieldSpec = define("channel_sequence", "uint16", "Channel Sequence");
export const STATUS: FieldSpec = define("nt_status", "uint32", "NT Status", {
  hex: true,
  values: ntStatusName,
});
export const COMMAND: FieldSpec = define("cmd", "uint16", "Command", { values: values.COMMANDS });
export const CREDITS_REQUESTED: FieldSpec = define(
  "credits.requested",
  "uint16",
  "Credits requested",
);
export const CREDITS_GRANTED: FieldSpec = define("credits.granted", "uint16", "Credits granted");
export const FLAGS: FieldSpec = define("flags", "uint32", "Flags", { hex: true });
export const FLAG_BITS: readonly FieldSpec[] = [
  flag("flags.response", "Response", 0x01),
  flag("flags.async", "Async command", 0x02),
  flag("flags.chained", "Chained", 0x04),
  flag("flags.signature", "Signing", 0x08),
  flag("flags.priority_mask", "Priority", 0x70),
  flag("flags.dfs", "DFS operation", 0x1000_0000),
  flag("flags.replay", "Replay operation", 0x2000_0000),
];
export const CHAIN_OFFSET: FieldSpec = define("chain_offset", "uint32", "Chain Offset", {
  hex: true,
});
export const MESSAGE_ID: FieldSpec = define("msg_id", "uint64", "Message ID");
export const PROCESS_ID: FieldSpec = define("pid", "uint32", "Process Id", { hex: true });
export const ASYNC_ID: FieldSpec = define("aid", "uint64", "Async Id", { hex: true });
export const TREE_ID: FieldSpec = define("tid", "uint32", "Tree Id", { hex: true });
export const SESSION_ID: FieldSpec = define("sesid", "uint64", "Session Id", { hex: true });
export const SIGNATURE: FieldSpec = define("signature", "bytes", "Signature");
export const RESPONSE_TO: FieldSpec = define("response_to", "frameNumber", "Response to");

export const STRUCTURE_SIZE: FieldSpec = define("buffer_code", "uint16", "StructureSize", {
  hex: true,
});
export const DIALECT: FieldSpec = define("dialect", "uint16", "Dialect", {
  hex: true,
  values: values.DIALECTS,
});
export const DIALECT_COUNT: FieldSpec = define("dialect_count", "uint16", "Dialect count");
export const SECURITY_MODE: FieldSpec = define("sec_mode", "uint8", "Security mode", { hex: true });
export const SECURITY_MODE_BITS: readonly FieldSpec[] = [
  flag("sec_mode.sign_enabled", "Signing enabled", 0x01, 1),
  flag("sec_mode.sign_required", "Signing required", 0x02, 1),
];
export const CAPABILITIES: FieldSpec = define("capabilities", "uint32", "Capabilities", {
  hex: true,
});
export const CAPABILITY_BITS: readonly FieldSpec[] = [
  flag("capabilities.dfs", "DFS", 0x01),
  flag("capabilities.leasing", "LEASING", 0x02),
  flag("capabilities.large_mtu", "LARGE MTU", 0x04),
  flag("capabilities.multi_channel", "MULTI CHANNEL", 0x08),
  flag("capabilities.persistent_handles", "PERSISTENT HANDLES", 0x10),
  flag("capabilities.directory_leasing", "DIRECTORY LEASING", 0x20),
  flag("capabilities.encryption", "ENCRYPTION", 0x40),
];
export const CLIENT_GUID: FieldSpec = define("client_guid", "string", "Client Guid");
export const SERVER_GUID: FieldSpec = define("server_guid", "string", "Server Guid");
export const MAX_TRANSACTION: FieldSpec = define(
  "max_trans_size",
  "uint32",
  "Max Transaction Size",
);
export const MAX_READ: FieldSpec = define("max_read_size", "uint32", "Max Read Size");
export const MAX_WRITE: FieldSpec = define("max_write_size", "uint32", "Max Write Size");
export const CURRENT_TIME: FieldSpec = define("current_time", "absoluteTime", "Current Time");
export const BOOT_TIME: FieldSpec = define("boot_time", "absoluteTime", "Boot Time");
export const BLOB_OFFSET: FieldSpec = define("olb.offset", "uint32", "Blob Offset", { hex: true });
export const BLOB_LENGTH: FieldSpec = define("olb.length", "uint32", "Blob Length");
export const SECURITY_BLOB: FieldSpec = define("security_blob", "bytes", "Security Blob");
export const PREVIOUS_SESSION: FieldSpec = define(
  "previous_sesid",
  "uint64",
  "Previous Session Id",
  { hex: true },
);
export const SESSION_FLAGS: FieldSpec = define("session_flags", "uint16", "Session Flags", {
  hex: true,
});
export const SESSION_FLAG_BITS: readonly FieldSpec[] = [
  flag("ses_flags.guest", "Guest", 0x01, 2),
  flag("ses_flags.null", "Null", 0x02, 2),
  flag("ses_flags.encrypt", "Encrypt", 0x04, 2),
];
export const ACCOUNT: FieldSpec = define("acct", "string", "Account");
export const DOMAIN: FieldSpec = define("domain", "string", "Domain");
export const HOST: FieldSpec = define("host", "string", "Host");

export const TREE: FieldSpec = define("tree", "string", "Tree");
export const SHARE_TYPE: FieldSpec = define("share_type", "uint8", "Share Type", {
  hex: true,
  values: values.SHARE_TYPES,
});
export const FILE_NAME: FieldSpec = define("filename", "string", "Filename");
export const FILE_ID: FieldSpec = define("fid", "string", "File Id");
export const OPLOCK: FieldSpec = define("create.oplock", "uint8", "Oplock", {
  hex: true,
  values: values.OPLOCKS,
});
export const IMPERSONATION: FieldSpec = define(
  "impersonation.level",
  "uint32",
  "Impersonation level",
  { values: values.IMPERSONATION },
);
export const DISPOSITION: FieldSpec = define("create.disposition", "uint32", "Disposition", {
  values: values.DISPOSITIONS,
});
export const CREATE_ACTION: FieldSpec = define("create.action", "uint32", "Create Action", {
  values: values.CREATE_ACTIONS,
});
export const CREATE_TIME: FieldSpec = define("create.time", "absoluteTime", "Create");
export const ACCESS_TIME: FieldSpec = define("last_access.time", "absoluteTime", "Last Access");
export const WRITE_TIME: FieldSpec = define("last_write.time", "absoluteTime", "Last Write");
export const CHANGE_TIME: FieldSpec = define("last_change.time", "absoluteTime", "Last Change");
export const ALLOCATION_SIZE: FieldSpec = define("allocation_size", "uint64", "Allocation Size");
export const END_OF_FILE: FieldSpec = define("eof", "uint64", "End Of File");
const CLOSE_FLAGS: FieldSpec = define("close.flags", "uint16", "Close Flags", { hex: true });
export const READ_LENGTH: FieldSpec = define("read_length", "uint32", "Read Length");
export const READ_REMAINING: FieldSpec = define("read_remaining", "uint32", "Read Remaining");
export const READ_DATA: FieldSpec = define("read_data", "bytes", "Read Data");
export const WRITE_LENGTH: FieldSpec = define("write_length", "uint32", "Write Length");
export const WRITE_COUNT: FieldSpec = define("write.count", "uint32", "Write Count");
export const WRITE_REMAINING: FieldSpec = define("write.remaining", "uint32", "Write Remaining");
export const WRITE_DATA: FieldSpec = define("write_data", "bytes", "Write Data");
export const FILE_OFFSET: FieldSpec = define("file_offset", "uint64", "File Offset");
export const CONTROL_CODE: FieldSpec = define("ioctl.function", "uint32", "Function", {
  hex: true,
  values: CONTROL_CODES,
});
export const FIND_LEVEL: FieldSpec = define("find.infolevel", "uint32", "Info Level", {
  values: values.FIND_LEVELS,
});
export const FIND_PATTERN: FieldSpec = define("find.pattern", "string", "Search Pattern");
export const INFO_CLASS: FieldSpec = define("class", "uint8", "Class", {
  hex: true,
  values: values.INFO_CLASSES,
});
const LEVEL_TITLE = "InfoLevel";
export const INFO_LEVEL: FieldSpec = define("infolevel", "uint8", LEVEL_TITLE, { hex: true });
export const FILE_LEVEL: FieldSpec = define("file_info.infolevel", "uint8", LEVEL_TITLE, {
  hex: true,
  values: values.FILE_LEVELS,
});
export const FILE_SYSTEM_LEVEL: FieldSpec = define("fs_info.infolevel", "uint8", LEVEL_TITLE, {
  hex: true,
  values: values.FILE_SYSTEM_LEVELS,
});
export const SECURITY_LEVEL: FieldSpec = define("sec_info.infolevel", "uint8", LEVEL_TITLE, {
  hex: true,
  values: values.SECURITY_LEVELS,
});
export const LOCK_COUNT: FieldSpec = define("lock_count", "uint16", "Lock Count");

export const FIELDS: readonly FieldSpec[] = [
  ...[SMB2, HEADER_LENGTH, CREDIT_CHARGE, CHANNEL_SEQUENCE, STATUS, COMMAND, CREDITS_REQUESTED],
  ...[CREDITS_GRANTED, FLAGS, ...FLAG_BITS, CHAIN_OFFSET, MESSAGE_ID, PROCESS_ID, ASYNC_ID],
  ...[TREE_ID, SESSION_ID, SIGNATURE, RESPONSE_TO, STRUCTURE_SIZE, DIALECT, DIALECT_COUNT],
  ...[SECURITY_MODE, ...SECURITY_MODE_BITS, CAPABILITIES, ...CAPABILITY_BITS, CLIENT_GUID],
  ...[SERVER_GUID, MAX_TRANSACTION, MAX_READ, MAX_WRITE, CURRENT_TIME, BOOT_TIME, BLOB_OFFSET],
  ...[BLOB_LENGTH, SECURITY_BLOB, PREVIOUS_SESSION, SESSION_FLAGS, ...SESSION_FLAG_BITS, ACCOUNT],
  ...[DOMAIN, HOST, TREE, SHARE_TYPE, FILE_NAME, FILE_ID, OPLOCK, IMPERSONATION, DISPOSITION],
  ...[CREATE_ACTION, CREATE_TIME, ACCESS_TIME, WRITE_TIME, CHANGE_TIME, ALLOCATION_SIZE],
  ...[END_OF_FILE, CLOSE_FLAGS, READ_LENGTH, READ_REMAINING, READ_DATA, WRITE_LENGTH, WRITE_COUNT],
  ...[WRITE_REMAINING, WRITE_DATA, FILE_OFFSET, CONTROL_CODE, FIND_LEVEL, FIND_PATTERN],
  ...[INFO_CLASS, INFO_LEVEL, FILE_LEVEL, FILE_SYSTEM_LEVEL, SECURITY_LEVEL, LOCK_COUNT],
];
