/** Fields of S7 communication, the protocol of Siemens S7-300 and S7-400 controllers. */

import type { FieldSpec } from "../field.ts";
import { FieldList } from "../field-list.ts";

/** Remote operating service control: the kind of message. */
export const KINDS: Readonly<Record<number, string>> = {
  1: "Job",
  2: "Ack",
  3: "Ack_Data",
  7: "Userdata",
};

export const FUNCTIONS: Readonly<Record<number, string>> = {
  0: "CPU services",
  240: "Setup communication",
  4: "Read Var",
  5: "Write Var",
  26: "Request download",
  27: "Download block",
  28: "Download ended",
  29: "Start upload",
  30: "Upload",
  31: "End upload",
  40: "PI-Service",
  41: "PLC Stop",
};

export const USERDATA_TYPES: Readonly<Record<number, string>> = {
  0: "Push",
  4: "Request",
  8: "Response",
  3: "NC Push",
  7: "NC Request",
  11: "NC Response",
};

export const GROUPS: Readonly<Record<number, string>> = {
  0: "Mode-transition",
  1: "Programmer commands",
  2: "Cyclic services",
  3: "Block functions",
  4: "CPU functions",
  5: "Security",
  6: "PBC BSEND/BRECV",
  7: "Time functions",
  15: "NC programming",
};

/** By group and subfunction, for the groups whose subfunctions have names. */
export const SUBFUNCTIONS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  2: { 1: "Memory", 4: "Unsubscribe" },
  3: { 1: "List blocks", 2: "List blocks of type", 3: "Get block info" },
  4: {
    1: "Read SZL",
    2: "Message service",
    3: "Diagnostic message",
    5: "ALARM_8 indication",
    6: "NOTIFY indication",
    7: "ALARM_8 lock",
    8: "ALARM_8 unlock",
    11: "ALARM ack",
    12: "ALARM ack indication",
    13: "ALARM lock indication",
    14: "ALARM unlock indication",
    17: "ALARM_SQ indication",
    18: "ALARM_S indication",
    19: "ALARM query",
    22: "NOTIFY_8 indication",
  },
  5: { 1: "PLC password" },
  7: { 1: "Read clock", 2: "Set clock", 3: "Read clock (following)", 4: "Set clock" },
};

export const AREAS: Readonly<Record<number, string>> = {
  1: "Data record",
  3: "System info of 200 family",
  5: "System flags of 200 family",
  6: "Analog inputs of 200 family",
  7: "Analog outputs of 200 family",
  28: "S7 counters (C)",
  29: "S7 timers (T)",
  30: "IEC counters (200 family)",
  31: "IEC timers (200 family)",
  128: "Direct peripheral access (P)",
  129: "Inputs (I)",
  130: "Outputs (Q)",
  131: "Flags (M)",
  132: "Data blocks (DB)",
  133: "Instance data blocks (DI)",
  134: "Local data (L)",
  135: "Unknown yet (V)",
};

const TRANSPORT_SIZES: Readonly<Record<number, string>> = {
  1: "BIT",
  2: "BYTE",
  3: "CHAR",
  4: "WORD",
  5: "INT",
  6: "DWORD",
  7: "DINT",
  8: "REAL",
  10: "TOD",
  11: "TIME",
  12: "S5TIME",
  15: "DATE_AND_TIME",
  28: "COUNTER",
  29: "TIMER",
  30: "IEC TIMER",
  31: "IEC COUNTER",
  32: "HS COUNTER",
};

const ERROR_CLASSES: Readonly<Record<number, string>> = {
  0: "No error",
  129: "Application relationship",
  130: "Object definition",
  131: "No resources available",
  132: "Error on service processing",
  133: "Error on supplies",
  135: "Access error",
};

const RETURN_CODES: Readonly<Record<number, string>> = {
  0: "Reserved",
  1: "Hardware error",
  3: "Accessing the object not allowed",
  5: "Invalid address",
  6: "Data type not supported",
  7: "Data type inconsistent",
  10: "Object does not exist",
  255: "Success",
};

const list = new FieldList();

export const FIELDS: readonly FieldSpec[] = list.specs;

list.define("s7comm", "protocol", "S7 Communication");
export const HEADER: FieldSpec = node("s7comm.header", "Header");
export const PROTOCOL_ID: FieldSpec = octet("s7comm.header.protid", "Protocol Id");
export const KIND: FieldSpec = list.define("s7comm.header.rosctr", "uint8", "ROSCTR", {
  values: KINDS,
});
export const REDUNDANCY: FieldSpec = list.define(
  "s7comm.header.redid",
  "uint16",
  "Redundancy Identification (Reserved)",
  { hex: true },
);
export const REFERENCE: FieldSpec = word("s7comm.header.pduref", "Protocol Data Unit Reference");
export const PARAMETER_LENGTH: FieldSpec = word("s7comm.header.parlg", "Parameter length");
export const DATA_LENGTH: FieldSpec = word("s7comm.header.datlg", "Data length");
export const ERROR_CLASS: FieldSpec = octet("s7comm.header.errcls", "Error class", ERROR_CLASSES);
export const ERROR_CODE: FieldSpec = octet("s7comm.header.errcod", "Error code");
export const COMBINED_ERROR: FieldSpec = list.define(
  "s7comm.param.errcod",
  "uint16",
  "Error code",
  { hex: true, values: { 0: "No error" } },
);
export const PARAMETER: FieldSpec = node("s7comm.param", "Parameter");
export const FUNCTION: FieldSpec = octet("s7comm.param.func", "Function", FUNCTIONS);
export const SETUP_RESERVED: FieldSpec = octet("s7comm.param.setup_reserved1", "Reserved");
export const CALLING: FieldSpec = word(
  "s7comm.param.maxamq_calling",
  "Max AmQ (parallel jobs with ack) calling",
);
export const CALLED: FieldSpec = word(
  "s7comm.param.maxamq_called",
  "Max AmQ (parallel jobs with ack) called",
);
export const PDU_LENGTH: FieldSpec = word("s7comm.param.pdu_length", "PDU length");
export const ITEM_COUNT: FieldSpec = count("s7comm.param.itemcount", "Item count");
export const PARAMETER_DATA: FieldSpec = list.define(
  "s7comm.param.data",
  "bytes",
  "Parameter data",
);
export const ITEM: FieldSpec = node("s7comm.param.item", "Item");
export const SPECIFICATION: FieldSpec = octet(
  "s7comm.param.item.varspec",
  "Variable specification",
);
export const SPECIFICATION_LENGTH: FieldSpec = count(
  "s7comm.param.item.varspec_length",
  "Length of following address specification",
);
export const SYNTAX: FieldSpec = octet("s7comm.param.item.syntaxid", "Syntax Id", {
  16: "S7ANY",
  130: "NCK",
  131: "NCK_M",
  132: "NCK_I",
  162: "DRIVEESANY",
  176: "DBREAD",
  178: "1200SYM",
});
export const TRANSPORT_SIZE: FieldSpec = list.define(
  "s7comm.param.item.transp_size",
  "uint8",
  "Transport size",
  { values: TRANSPORT_SIZES },
);
export const ITEM_LENGTH: FieldSpec = word("s7comm.param.item.length", "Length");
export const DATA_BLOCK: FieldSpec = word("s7comm.param.item.db", "DB number");
export const AREA: FieldSpec = octet("s7comm.param.item.area", "Area", AREAS);
export const ADDRESS: FieldSpec = list.define("s7comm.param.item.address", "uint24", "Address", {
  hex: true,
});
export const BYTE_ADDRESS: FieldSpec = list.define(
  "s7comm.param.item.address.byte",
  "uint24",
  "Byte Address",
  { mask: 0x07_fff8 },
);
export const BIT_ADDRESS: FieldSpec = list.define(
  "s7comm.param.item.address.bit",
  "uint24",
  "Bit Address",
  { mask: 0x00_0007 },
);
export const NUMBER_ADDRESS: FieldSpec = list.define(
  "s7comm.param.item.address.number",
  "uint24",
  "Number (T/C/BLOCK)",
  { mask: 0x00_ffff },
);
export const DATA: FieldSpec = node("s7comm.data", "Data");
export const DATA_ITEM: FieldSpec = node("s7comm.data.item", "Item");
export const RETURN_CODE: FieldSpec = octet("s7comm.data.returncode", "Return code", RETURN_CODES);
export const DATA_SIZE: FieldSpec = octet("s7comm.data.transportsize", "Transport size", {
  0: "NULL",
  3: "BIT",
  4: "BYTE/WORD/DWORD",
  5: "INTEGER",
  6: "DINTEGER",
  7: "REAL",
  9: "OCTET STRING",
  17: "NCK ADDRESS1",
  18: "NCK ADDRESS2",
});
export const ITEM_DATA_LENGTH: FieldSpec = word("s7comm.data.length", "Length");
export const ITEM_DATA: FieldSpec = list.define("s7comm.resp.data", "bytes", "Data");
export const FILL: FieldSpec = octet("s7comm.data.fillbyte", "Fill byte");
export const FILE_NAME_LENGTH: FieldSpec = count(
  "s7comm.param.blockcontrol.filename_len",
  "Filename Length",
);
export const FILE_NAME: FieldSpec = list.define(
  "s7comm.param.blockcontrol.filename",
  "string",
  "Filename",
);
export const SERVICE_NAME: FieldSpec = list.define(
  "s7comm.param.pistart.servicename",
  "string",
  "PI (program invocation) Service",
);
export const USERDATA_HEAD: FieldSpec = list.define(
  "s7comm.param.userdata.head",
  "uint24",
  "Parameter head",
  { hex: true },
);
export const USERDATA_LENGTH: FieldSpec = count("s7comm.param.userdata.length", "Parameter length");
export const METHOD: FieldSpec = octet(
  "s7comm.param.userdata.reqres1",
  "Method (Request/Response)",
  { 17: "Req", 18: "Res" },
);
export const USERDATA_TYPE: FieldSpec = list.define("s7comm.param.userdata.type", "uint8", "Type", {
  mask: 0xf0,
  values: USERDATA_TYPES,
});
export const GROUP: FieldSpec = list.define(
  "s7comm.param.userdata.funcgroup",
  "uint8",
  "Function group",
  { mask: 0x0f, values: GROUPS },
);
export const SUBFUNCTION: FieldSpec = count("s7comm.param.userdata.subfunc", "Subfunction");
export const USERDATA_SEQUENCE: FieldSpec = count(
  "s7comm.param.userdata.seq_num",
  "Sequence number",
);
export const DATA_UNIT: FieldSpec = count(
  "s7comm.param.userdata.dataunitref",
  "Data unit reference number",
);
export const LAST_UNIT: FieldSpec = octet("s7comm.param.userdata.lastdataunit", "Last data unit", {
  0: "Yes",
  1: "No",
});
export const LIST_ID: FieldSpec = list.define("s7comm.data.userdata.szl_id", "uint16", "SZL-ID", {
  hex: true,
});
export const LIST_INDEX: FieldSpec = list.define(
  "s7comm.data.userdata.szl_index",
  "uint16",
  "SZL-Index",
  { hex: true },
);
export const LIST_ENTRY_LENGTH: FieldSpec = word(
  "s7comm.data.userdata.szl_id.partlist_len",
  "SZL partial list length in bytes",
);
export const LIST_ENTRY_COUNT: FieldSpec = word(
  "s7comm.data.userdata.szl_id.partlist_cnt",
  "SZL partial list count",
);

function node(name: string, description: string): FieldSpec {
  return list.define(name, "protocol", description);
}

function octet(
  name: string,
  description: string,
  values: Readonly<Record<number, string>> = {},
): FieldSpec {
  return list.define(name, "uint8", description, { hex: true, values });
}

function count(name: string, description: string): FieldSpec {
  return list.define(name, "uint8", description);
}

function word(name: string, description: string): FieldSpec {
  return list.define(name, "uint16", description);
}
