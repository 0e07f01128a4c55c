/** Fields of Modbus/TCP and of the Modbus application protocol. */

import type { FieldSpec } from "../field.ts";
import { FieldList } from "../field-list.ts";

/** Modbus Application Protocol V1.1b3, section 5. */
export const FUNCTIONS: Readonly<Record<number, string>> = {
  1: "Read Coils",
  2: "Read Discrete Inputs",
  3: "Read Holding Registers",
  4: "Read Input Registers",
  5: "Write Single Coil",
  6: "Write Single Register",
  7: "Read Exception Status",
  8: "Diagnostics",
  11: "Get Comm. Event Counters",
  12: "Get Comm. Event Log",
  15: "Write Multiple Coils",
  16: "Write Multiple Registers",
  17: "Report Slave ID",
  20: "Read File Record",
  21: "Write File Record",
  22: "Mask Write Register",
  23: "Read Write Register",
  24: "Read FIFO Queue",
  43: "Encapsulated Interface Transport",
  90: "Unity (Schneider)",
};

/** Section 7. */
const EXCEPTIONS: Readonly<Record<number, string>> = {
  1: "Illegal function",
  2: "Illegal data address",
  3: "Illegal data value",
  4: "Slave device failure",
  5: "Acknowledge",
  6: "Slave device busy",
  8: "Memory parity error",
  10: "Gateway path unavailable",
  11: "Gateway target device failed to respond",
};

/** Section 6.8.1. */
const DIAGNOSTICS: Readonly<Record<number, string>> = {
  0: "Return Query Data",
  1: "Restart Communications Option",
  2: "Return Diagnostic Register",
  3: "Change ASCII Input Delimiter",
  4: "Force Listen Only Mode",
  10: "Clear Counters and Diagnostic Register",
  11: "Return Bus Message Count",
  12: "Return Bus Communication Error Count",
  13: "Return Bus Exception Error Count",
  14: "Return Slave Message Count",
  15: "Return Slave No Response Count",
  16: "Return Slave NAK Count",
  17: "Return Slave Busy Count",
  18: "Return Bus Character Overrun Count",
  20: "Clear Overrun Counter and Flag",
};

/** Section 6.21. */
const DEVICE_ID_CODES: Readonly<Record<number, string>> = {
  1: "Basic Device Identification",
  2: "Regular Device Identification",
  3: "Extended Device Identification",
  4: "Specific Identification Object",
};

const OBJECTS: Readonly<Record<number, string>> = {
  0: "VendorName",
  1: "ProductCode",
  2: "MajorMinorRevision",
  3: "VendorURL",
  4: "ProductName",
  5: "ModelName",
  6: "UserApplicationName",
};

const list = new FieldList();

export const FIELDS: readonly FieldSpec[] = list.specs;

list.define("mbtcp", "protocol", "Modbus/TCP");
export const TRANSACTION: FieldSpec = list.define(
  "mbtcp.trans_id",
  "uint16",
  "Transaction Identifier",
);
export const PROTOCOL_ID: FieldSpec = list.define("mbtcp.prot_id", "uint16", "Protocol Identifier");
export const LENGTH: FieldSpec = list.define("mbtcp.len", "uint16", "Length");
export const UNIT: FieldSpec = list.define("mbtcp.unit_id", "uint8", "Unit Identifier");

list.define("modbus", "protocol", "Modbus");
export const FUNCTION: FieldSpec = list.define("modbus.func_code", "uint8", "Function Code", {
  mask: 0x7f,
  values: FUNCTIONS,
});
export const REQUEST_FRAME: FieldSpec = list.define(
  "modbus.request_frame",
  "frameNumber",
  "Request Frame",
);
export const RESPONSE_TIME: FieldSpec = list.define(
  "modbus.response_time",
  "relativeTime",
  "Time from request",
);
export const EXCEPTION: FieldSpec = list.define(
  "modbus.exception_code",
  "uint8",
  "Exception Code",
  { values: EXCEPTIONS },
);
export const REFERENCE: FieldSpec = list.define(
  "modbus.reference_num",
  "uint16",
  "Reference Number",
);
export const PADDING: FieldSpec = list.define("modbus.padding", "uint8", "Padding", { hex: true });
export const REFERENCE_32: FieldSpec = list.define(
  "modbus.reference_num_32",
  "uint32",
  "Reference Number (32 bit)",
);
export const REFERENCE_TYPE: FieldSpec = list.define(
  "modbus.reference_type",
  "uint8",
  "Reference Type",
);
export const READ_REFERENCE: FieldSpec = list.define(
  "modbus.read_reference_num",
  "uint16",
  "Read Reference Number",
);
export const WRITE_REFERENCE: FieldSpec = list.define(
  "modbus.write_reference_num",
  "uint16",
  "Write Reference Number",
);
export const WORD_COUNT: FieldSpec = list.define("modbus.word_cnt", "uint16", "Word Count");
export const READ_WORD_COUNT: FieldSpec = list.define(
  "modbus.read_word_cnt",
  "uint16",
  "Read Word Count",
);
export const WRITE_WORD_COUNT: FieldSpec = list.define(
  "modbus.write_word_cnt",
  "uint16",
  "Write Word Count",
);
export const BIT_COUNT: FieldSpec = list.define("modbus.bit_cnt", "uint16", "Bit Count");
export const BYTE_COUNT: FieldSpec = list.define("modbus.byte_cnt", "uint8", "Byte Count");
export const BYTE_COUNT_16: FieldSpec = list.define(
  "modbus.byte_cnt_16",
  "uint8",
  "Byte Count (16-bit)",
  { octets: 2 },
);
export const DIAGNOSTIC: FieldSpec = list.define(
  "modbus.diagnostic_code",
  "uint16",
  "Diagnostic Code",
  { values: DIAGNOSTICS },
);
export const QUERY_DATA: FieldSpec = list.define(
  "modbus.diagnostic.return_query_data.request",
  "bytes",
  "Request Data",
);
export const ECHO_DATA: FieldSpec = list.define(
  "modbus.diagnostic.return_query_data.echo",
  "bytes",
  "Echo Data",
);
export const RESTART_OPTION: FieldSpec = list.define(
  "modbus.diagnostic.restart_communication_option",
  "uint16",
  "Restart Communication Option",
  { hex: true, values: { 0: "Leave Log", 255: "Clear Log" } },
);
export const DIAGNOSTIC_REGISTER: FieldSpec = list.define(
  "modbus.diagnostic.return_diag_register",
  "uint16",
  "Diagnostic Register Contents",
  { hex: true },
);
export const DELIMITER: FieldSpec = list.define(
  "modbus.diagnostic.ascii_input_delimiter",
  "uint8",
  "CHAR",
  { hex: true },
);
export const CLEARED: FieldSpec = counter(
  "clear_ctr_diag_reg",
  "Clear Counters & Diag Register Echo",
);

/** What a diagnostic response counts, by the diagnostic's code. */
export const COUNTERS: Readonly<Record<number, FieldSpec>> = {
  11: counter("bus_message_count", "Total Message Count"),
  12: counter("bus_comm_error_count", "CRC Error Count"),
  13: counter("bus_exception_error_count", "Exception Error Count"),
  14: counter("slave_message_count", "Slave Message Count"),
  15: counter("no_slave_response_count", "Slave No Response Count"),
  16: counter("slave_nak_count", "Slave NAK Count"),
  17: counter("slave_busy_count", "Slave Device Busy Count"),
  18: counter("bus_char_overrun_count", "Slave Character Overrun Count"),
};

export const EVENT_STATUS: FieldSpec = list.define("modbus.ev_status", "uint16", "Status", {
  hex: true,
  values: { 0: "Ready", 65535: "Busy" },
});
export const EVENT_COUNT: FieldSpec = list.define("modbus.ev_count", "uint16", "Event Count");
export const EVENT_MESSAGES: FieldSpec = list.define(
  "modbus.ev_msg_count",
  "uint16",
  "Message Count",
);
export const EVENT: FieldSpec = list.define("modbus.event", "uint8", "Event");
export const AND_MASK: FieldSpec = list.define("modbus.and_mask", "uint16", "AND mask", {
  hex: true,
});
export const OR_MASK: FieldSpec = list.define("modbus.or_mask", "uint16", "OR mask", { hex: true });
export const DATA: FieldSpec = list.define("modbus.data", "bytes", "Data");
export const MEI_TYPE: FieldSpec = list.define("modbus.mei", "uint8", "MEI type", {
  values: { 13: "CANopen Request/Response ", 14: "Read Device Identification" },
});
export const READ_DEVICE_ID: FieldSpec = list.define(
  "modbus.read_device_id",
  "uint8",
  "Read Device ID",
  { values: DEVICE_ID_CODES },
);
export const OBJECT_ID: FieldSpec = list.define("modbus.object_id", "uint8", "Object ID", {
  values: OBJECTS,
});
export const OBJECT_COUNT: FieldSpec = list.define(
  "modbus.num_objects",
  "uint8",
  "Number of Objects",
);
export const OBJECT_LENGTH: FieldSpec = list.define("modbus.objects_len", "uint8", "Object length");
export const CONFORMITY: FieldSpec = list.define(
  "modbus.conformity_level",
  "uint8",
  "Conformity Level",
  { hex: true },
);
export const MORE_FOLLOWS: FieldSpec = list.define("modbus.more_follows", "uint8", "More Follows", {
  hex: true,
});
export const NEXT_OBJECT: FieldSpec = list.define(
  "modbus.next_object_id",
  "uint8",
  "Next Object ID",
);
export const OBJECT_TEXT: FieldSpec = list.define(
  "modbus.object_str_value",
  "string",
  "Object String Value",
);
export const OBJECT_VALUE: FieldSpec = list.define("modbus.object_value", "bytes", "Object Value");
export const BIT_NUMBER: FieldSpec = list.define("modbus.bitnum", "uint16", "Bit Number");
export const BIT_VALUE: FieldSpec = list.define("modbus.bitval", "boolean", "Bit Value");
export const REGISTER_NUMBER: FieldSpec = list.define(
  "modbus.regnum16",
  "uint16",
  "Register Number",
);
export const REGISTER_VALUE: FieldSpec = list.define(
  "modbus.regval_uint16",
  "uint16",
  "Register Value (UINT16)",
);

function counter(name: string, description: string): FieldSpec {
  return list.define(`modbus.diagnostic.${name}`, "uint16", description);
}
