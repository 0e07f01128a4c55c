/** Field definitions of connection-oriented DCE/RPC. */

import { defineField, type FieldSpec, fieldDefiner } from "../field.ts";

export const PacketType = {
  Request: 0,
  Response: 2,
  Fault: 3,
  Bind: 11,
  BindAck: 12,
  BindNak: 13,
  AlterContext: 14,
  AlterContextResponse: 15,
  Auth3: 16,
} as const;

export const PACKET_TYPES: Readonly<Record<number, string>> = {
  0: "Request",
  1: "Ping",
  2: "Response",
  3: "Fault",
  4: "Working",
  5: "Nocall",
  6: "Reject",
  7: "Ack",
  8: "Cl_cancel",
  9: "Fack",
  10: "Cancel_ack",
  11: "Bind",
  12: "Bind_ack",
  13: "Bind_nak",
  14: "Alter_context",
  15: "Alter_context_resp",
  16: "AUTH3",
  17: "Shutdown",
  18: "Co_cancel",
  19: "Orphaned",
  20: "RTS",
};

export const RESULTS: Readonly<Record<number, string>> = {
  0: "Acceptance",
  1: "User rejection",
  2: "Provider rejection",
  3: "Negotiate ACK",
};

const REASONS: Readonly<Record<number, string>> = {
  0: "Reason not specified",
  1: "Abstract syntax not supported",
  2: "Proposed transfer syntaxes not supported",
  3: "Local limit exceeded",
};

const REJECT_REASONS: Readonly<Record<number, string>> = {
  0: "Reason not specified",
  1: "Temporary congestion",
  2: "Local limit exceeded",
  4: "Protocol version not supported",
  8: "Authentication type not recognized",
  9: "Invalid checksum",
};

/** C706 appendix E and MS-RPCE §3.3.3.5. */
export const FAULTS: Readonly<Record<number, string>> = {
  5: "nca_s_fault_access_denied",
  1825: "nca_s_fault_sec_pkg_error",
  469762049: "nca_s_fault_int_div_by_zero",
  469762050: "nca_s_fault_addr_error",
  469762056: "nca_wrong_boot_time",
  469762057: "nca_s_fault_remote_no_memory",
  469762074: "nca_s_fault_context_mismatch",
  469762075: "nca_s_fault_string_too_long",
  469827586: "nca_op_rng_error",
  469827587: "nca_unk_if",
  469827590: "nca_wrong_boot_time",
  469827593: "nca_you_crashed",
  469827595: "nca_proto_error",
  469827603: "nca_out_args_too_big",
  469827604: "nca_server_too_busy",
  469827607: "nca_unsupported_type",
};

const AUTH_TYPES: Readonly<Record<number, string>> = {
  0: "None",
  1: "Kerberos 5",
  9: "SPNEGO",
  10: "NTLMSSP",
  14: "SCHANNEL SSP",
  16: "Kerberos SSP",
  68: "Secure Channel",
};

const AUTH_LEVELS: Readonly<Record<number, string>> = {
  1: "None",
  2: "Connect",
  3: "Call",
  4: "Packet",
  5: "Packet integrity",
  6: "Packet privacy",
};

const define = fieldDefiner("dcerpc");

function flag(name: string, description: string, mask: number): FieldSpec {
  return define(`cn_flags.${name}`, "boolean", description, { mask });
}

export const DCERPC: FieldSpec = defineField(
  "dcerpc",
  "protocol",
  "Distributed Computing Environment / Remote Procedure Call",
);
export const VERSION: FieldSpec = define("ver", "uint8", "Version");
export const MINOR_VERSION: FieldSpec = define("ver_minor", "uint8", "Version (minor)");
export const TYPE: FieldSpec = define("pkt_type", "uint8", "Packet type", { values: PACKET_TYPES });
export const FLAGS: FieldSpec = define("cn_flags", "uint8", "Packet Flags", { hex: true });
export const FLAG_BITS: readonly FieldSpec[] = [
  flag("object", "Object", 0x80),
  flag("maybe", "Maybe", 0x40),
  flag("dne", "Did Not Execute", 0x20),
  flag("mpx", "Multiplex", 0x10),
  flag("reserved", "Reserved", 0x08),
  flag("cancel_pending", "Cancel Pending", 0x04),
  flag("last_frag", "Last Frag", 0x02),
  flag("first_frag", "First Frag", 0x01),
];
export const REPRESENTATION: FieldSpec = define("drep", "bytes", "Data Representation");
export const BYTE_ORDER: FieldSpec = define("drep.byteorder", "uint8", "Byte order", {
  values: { 0: "Big-endian", 1: "Little-endian" },
});
export const FRAGMENT_LENGTH: FieldSpec = define("cn_frag_len", "uint16", "Frag Length");
export const AUTH_LENGTH: FieldSpec = define("cn_auth_len", "uint16", "Auth Length");
export const CALL_ID: FieldSpec = define("cn_call_id", "uint32", "Call ID");
export const MAX_SENT: FieldSpec = define("cn_max_xmit", "uint16", "Max Xmit Frag");
export const MAX_RECEIVED: FieldSpec = define("cn_max_recv", "uint16", "Max Recv Frag");
export const GROUP: FieldSpec = define("cn_assoc_group", "uint32", "Assoc Group", { hex: true });
export const CONTEXT_COUNT: FieldSpec = define("cn_num_ctx_items", "uint8", "Num Ctx Items");
export const CONTEXT_ID: FieldSpec = define("cn_ctx_id", "uint16", "Context ID");
export const SYNTAX_COUNT: FieldSpec = define("cn_num_trans_items", "uint8", "Num Trans Items");
export const INTERFACE: FieldSpec = define("cn_bind_to_uuid", "string", "Interface UUID");
export const INTERFACE_VERSION: FieldSpec = define("cn_bind_if_ver", "uint16", "Interface Ver");
export const INTERFACE_MINOR: FieldSpec = define(
  "cn_bind_if_ver_minor",
  "uint16",
  "Interface Ver Minor",
);
export const TRANSFER_ID: FieldSpec = define("cn_bind_trans_id", "string", "ID");
export const TRANSFER_VERSION: FieldSpec = define("cn_bind_trans_ver", "uint32", "ver");
export const ADDRESS_LENGTH: FieldSpec = define("cn_sec_addr_len", "uint16", "Scndry Addr len");
export const ADDRESS: FieldSpec = define("cn_sec_addr", "string", "Scndry Addr");
export const RESULT_COUNT: FieldSpec = define("cn_num_results", "uint8", "Num results");
export const RESULT: FieldSpec = define("cn_ack_result", "uint16", "Ack result", {
  values: RESULTS,
});
export const REASON: FieldSpec = define("cn_ack_reason", "uint16", "Ack reason", {
  values: REASONS,
});
export const ACCEPTED_ID: FieldSpec = define("cn_ack_trans_id", "string", "Transfer Syntax");
export const ACCEPTED_VERSION: FieldSpec = define("cn_ack_trans_ver", "uint32", "Syntax ver");
export const REJECT_REASON: FieldSpec = define("cn_reject_reason", "uint16", "Reject reason", {
  values: REJECT_REASONS,
});
export const ALLOCATION: FieldSpec = define("cn_alloc_hint", "uint32", "Alloc hint");
export const OPERATION: FieldSpec = define("opnum", "uint16", "Opnum");
export const OBJECT: FieldSpec = define("obj_id", "string", "Object");
export const CANCEL_COUNT: FieldSpec = define("cn_cancel_count", "uint8", "Cancel count");
export const STATUS: FieldSpec = define("cn_status", "uint32", "Status", {
  hex: true,
  values: FAULTS,
});
export const REQUEST_IN: FieldSpec = define("request_in", "frameNumber", "Request in frame");
export const STUB_DATA: FieldSpec = define("stub_data", "bytes", "Stub data");
export const AUTH_TYPE: FieldSpec = define("auth_type", "uint8", "Auth type", {
  values: AUTH_TYPES,
});
export const AUTH_LEVEL: FieldSpec = define("auth_level", "uint8", "Auth level", {
  values: AUTH_LEVELS,
});
export const AUTH_PADDING: FieldSpec = define("auth_pad_len", "uint8", "Auth pad len");
export const AUTH_CONTEXT: FieldSpec = define("auth_ctx_id", "uint32", "Auth Context ID");

export const FIELDS: readonly FieldSpec[] = [
  ...[DCERPC, VERSION, MINOR_VERSION, TYPE, FLAGS, ...FLAG_BITS, REPRESENTATION, BYTE_ORDER],
  ...[FRAGMENT_LENGTH, AUTH_LENGTH, CALL_ID, MAX_SENT, MAX_RECEIVED, GROUP, CONTEXT_COUNT],
  ...[CONTEXT_ID, SYNTAX_COUNT, INTERFACE, INTERFACE_VERSION, INTERFACE_MINOR, TRANSFER_ID],
  ...[TRANSFER_VERSION, ADDRESS_LENGTH, ADDRESS, RESULT_COUNT, RESULT, REASON, ACCEPTED_ID],
  ...[ACCEPTED_VERSION, REJECT_REASON, ALLOCATION, OPERATION, OBJECT, CANCEL_COUNT, STATUS],
  ...[REQUEST_IN, STUB_DATA, AUTH_TYPE, AUTH_LEVEL, AUTH_PADDING, AUTH_CONTEXT],
];
