/** Fields of IEC 60870-5-104 and of the data units it carries (IEC 60870-5-101). */

import type { FieldSpec } from "../field.ts";
import { FieldList } from "../field-list.ts";

/** IEC 60870-5-101 §7.2.1. */
export const TYPES: Readonly<Record<number, string>> = {
  1: "M_SP_NA_1",
  2: "M_SP_TA_1",
  3: "M_DP_NA_1",
  4: "M_DP_TA_1",
  5: "M_ST_NA_1",
  6: "M_ST_TA_1",
  7: "M_BO_NA_1",
  8: "M_BO_TA_1",
  9: "M_ME_NA_1",
  10: "M_ME_TA_1",
  11: "M_ME_NB_1",
  12: "M_ME_TB_1",
  13: "M_ME_NC_1",
  14: "M_ME_TC_1",
  15: "M_IT_NA_1",
  16: "M_IT_TA_1",
  20: "M_PS_NA_1",
  21: "M_ME_ND_1",
  30: "M_SP_TB_1",
  31: "M_DP_TB_1",
  32: "M_ST_TB_1",
  33: "M_BO_TB_1",
  34: "M_ME_TD_1",
  35: "M_ME_TE_1",
  36: "M_ME_TF_1",
  37: "M_IT_TB_1",
  38: "M_EP_TD_1",
  39: "M_EP_TE_1",
  40: "M_EP_TF_1",
  41: "S_IT_TC_1",
  45: "C_SC_NA_1",
  46: "C_DC_NA_1",
  47: "C_RC_NA_1",
  48: "C_SE_NA_1",
  49: "C_SE_NB_1",
  50: "C_SE_NC_1",
  51: "C_BO_NA_1",
  58: "C_SC_TA_1",
  59: "C_DC_TA_1",
  60: "C_RC_TA_1",
  61: "C_SE_TA_1",
  62: "C_SE_TB_1",
  63: "C_SE_TC_1",
  64: "C_BO_TA_1",
  70: "M_EI_NA_1",
  81: "S_CH_NA_1",
  82: "S_RP_NA_1",
  83: "S_AR_NA_1",
  84: "S_KR_NA_1",
  85: "S_KS_NA_1",
  86: "S_KC_NA_1",
  87: "S_ER_NA_1",
  90: "S_US_NA_1",
  91: "S_UQ_NA_1",
  92: "S_UR_NA_1",
  93: "S_UK_NA_1",
  94: "S_UA_NA_1",
  95: "S_UC_NA_1",
  100: "C_IC_NA_1",
  101: "C_CI_NA_1",
  102: "C_RD_NA_1",
  103: "C_CS_NA_1",
  105: "C_RP_NA_1",
  107: "C_TS_TA_1",
  110: "P_ME_NA_1",
  111: "P_ME_NB_1",
  112: "P_ME_NC_1",
  113: "P_AC_NA_1",
  120: "F_FR_NA_1",
  121: "F_SR_NA_1",
  122: "F_SC_NA_1",
  123: "F_LS_NA_1",
  124: "F_AF_NA_1",
  125: "F_SG_NA_1",
  126: "F_DR_TA_1",
  127: "F_SC_NB_1",
};

/** IEC 60870-5-101 §7.2.3. */
export const CAUSES: Readonly<Record<number, string>> = {
  1: "Per/Cyc",
  2: "Back",
  3: "Spont",
  4: "Init",
  5: "Req",
  6: "Act",
  7: "ActCon",
  8: "Deact",
  9: "DeactCon",
  10: "ActTerm",
  11: "Retrem",
  12: "Retloc",
  13: "File",
  14: "Auth",
  15: "Seskey",
  16: "Usrkey",
  20: "Inrogen",
  21: "Inro1",
  22: "Inro2",
  23: "Inro3",
  24: "Inro4",
  25: "Inro5",
  26: "Inro6",
  27: "Inro7",
  28: "Inro8",
  29: "Inro9",
  30: "Inro10",
  31: "Inro11",
  32: "Inro12",
  33: "Inro13",
  34: "Inro14",
  35: "Inro15",
  36: "Inro16",
  37: "Reqcogen",
  38: "Reqco1",
  39: "Reqco2",
  40: "Reqco3",
  41: "Reqco4",
  44: "UkTypeId",
  45: "UkCauseTx",
  46: "UkComAdrASDU",
  47: "UkIOA",
};

/** Unnumbered control functions, IEC 60870-5-104 §5. */
export const CONTROLS: Readonly<Record<number, string>> = {
  1: "STARTDT act",
  2: "STARTDT con",
  4: "STOPDT act",
  8: "STOPDT con",
  16: "TESTFR act",
  32: "TESTFR con",
};

const list = new FieldList();

export const FIELDS: readonly FieldSpec[] = list.specs;

list.define("iec60870_104", "protocol", "IEC 60870-5-104");
export const APDU_LENGTH: FieldSpec = octet("104.apdulen", "ApduLen");
export const FORMAT: FieldSpec = list.define("iec60870_104.type", "uint32", "Type", {
  hex: true,
  values: { 0: "I", 1: "S", 3: "U" },
});
export const CONTROL: FieldSpec = list.define("iec60870_104.utype", "uint32", "UType", {
  hex: true,
  values: CONTROLS,
});
export const SENT: FieldSpec = list.define("iec60870_104.tx", "uint32", "Tx");
export const RECEIVED: FieldSpec = list.define("iec60870_104.rx", "uint32", "Rx");

list.define("iec60870_asdu", "protocol", "IEC 60870-5-101/104 ASDU");
export const TYPE: FieldSpec = octet("asdu.typeid", "TypeId", 0xff, TYPES);
export const IN_SEQUENCE: FieldSpec = bit("sq", "SQ", 0x80);
export const COUNT: FieldSpec = octet("asdu.numix", "NumIx", 0x7f);
export const CAUSE: FieldSpec = octet("asdu.causetx", "CauseTx", 0x3f, CAUSES);
export const NEGATIVE: FieldSpec = bit("nega", "Negative", 0x40);
export const TEST: FieldSpec = bit("test", "Test", 0x80);
export const ORIGINATOR: FieldSpec = octet("asdu.oa", "OA");
export const ADDRESS: FieldSpec = list.define("iec60870_asdu.addr", "uint16", "Addr", {
  littleEndian: true,
});
export const OBJECT: FieldSpec = list.define("iec60870_asdu.ioa", "uint24", "IOA", {
  littleEndian: true,
});
export const RAW: FieldSpec = list.define("iec60870_asdu.rawdata", "bytes", "Raw Data");

/** An octet together with the fields that its bits are. */
export interface Bits {
  readonly whole: FieldSpec;
  readonly parts: readonly FieldSpec[];
}

const POINT_DOUBLE = { 0: "Indeterminate or Intermediate", 1: "OFF", 2: "ON", 3: "Indeterminate" };

export const SINGLE_POINT: Bits = bits("siq", "SIQ", [
  bit("siq.spi", "SPI", 0x01),
  ...quality("siq"),
]);
export const DOUBLE_POINT: Bits = bits("diq", "DIQ", [
  octet("asdu.diq.dpi", "DPI", 0x03, POINT_DOUBLE),
  ...quality("diq"),
]);
export const QUALITY: Bits = bits("qds", "QDS", [bit("qds.ov", "OV", 0x01), ...quality("qds")]);
export const STEP: Bits = bits("vti", "VTI", [
  octet("asdu.vti.v", "Value", 0x7f),
  bit("vti.t", "T", 0x80),
]);
export const SET_POINT_QUALIFIER: Bits = bits("qos", "QOS", [
  octet("asdu.qos.ql", "QL", 0x7f),
  bit("qos.se", "S/E", 0x80),
]);
export const SINGLE_COMMAND: Bits = bits("sco", "SCO", [
  bit("sco.on", "ON/OFF", 0x01),
  octet("asdu.sco.qu", "QU", 0x7c),
  bit("sco.se", "S/E", 0x80),
]);
export const DOUBLE_COMMAND: Bits = bits("dco", "DCO", [
  octet("asdu.dco.on", "ON/OFF", 0x03),
  octet("asdu.dco.qu", "QU", 0x7c),
  bit("dco.se", "S/E", 0x80),
]);
export const STEP_COMMAND: Bits = bits("rco", "RCO", [
  octet("asdu.rco.up", "UP/DOWN", 0x03),
  octet("asdu.rco.qu", "QU", 0x7c),
  bit("rco.se", "S/E", 0x80),
]);
export const INITIALIZATION: Bits = bits("coi", "COI", [
  octet("asdu.coi_r", "R", 0x7f),
  bit("coi_i", "I", 0x80),
]);
export const COUNTER_REQUEST: Bits = bits("qcc", "QCC", [
  octet("asdu.rqt", "RQT", 0x3f),
  octet("asdu.frz", "FRZ", 0xc0),
]);
export const COUNTER_SEQUENCE: Bits = {
  whole: octet("asdu.bcr.sq", "SQ", 0x1f),
  parts: [bit("bcr.cy", "CY", 0x20), bit("bcr.ca", "CA", 0x40), bit("bcr.iv", "IV", 0x80)],
};
export const INTERROGATION: FieldSpec = octet("asdu.qoi", "QOI");
export const RESET: FieldSpec = octet("asdu.qrp", "QRP");
export const BIT_STRING: FieldSpec = list.define("iec60870_asdu.bitstring", "uint32", "Value", {
  hex: true,
});
export const FLOAT: FieldSpec = list.define("iec60870_asdu.float", "float", "Value", {
  littleEndian: true,
});
export const NORMALIZED: FieldSpec = list.define("iec60870_asdu.normval", "float", "Value", {
  octets: 2,
});
export const SCALED: FieldSpec = list.define("iec60870_asdu.scalval", "int16", "Value", {
  littleEndian: true,
});
export const COUNTER: FieldSpec = list.define(
  "iec60870_asdu.bcr.count",
  "int32",
  "Binary Counter",
  { littleEndian: true },
);
export const TIME_56: FieldSpec = list.define(
  "iec60870_asdu.cp56time",
  "absoluteTime",
  "CP56Time",
  { octets: 7 },
);
export const TIME_24: FieldSpec = list.define(
  "iec60870_asdu.cp24time",
  "relativeTime",
  "CP24Time",
  { octets: 3 },
);

/** The parts of a time of seven octets, each at its offset in it. */
export const TIME_PARTS: readonly (readonly [offset: number, spec: FieldSpec])[] = [
  [0, list.define("iec60870_asdu.cp56time.ms", "uint16", "MS", { littleEndian: true })],
  [2, octet("asdu.cp56time.min", "Min", 0x3f)],
  [2, bit("cp56time.gen", "GEN", 0x40)],
  [2, bit("cp56time.iv", "IV", 0x80)],
  [3, octet("asdu.cp56time.hour", "Hour", 0x1f)],
  [3, bit("cp56time.su", "SU", 0x80)],
  [4, octet("asdu.cp56time.day", "Day", 0x1f)],
  [4, octet("asdu.cp56time.dow", "DOW", 0xe0)],
  [5, octet("asdu.cp56time.month", "Month", 0x0f)],
  [6, octet("asdu.cp56time.year", "Year", 0x7f)],
];

function octet(
  name: string,
  description: string,
  mask = 0xff,
  values: Readonly<Record<number, string>> = {},
): FieldSpec {
  return list.define(`iec60870_${name}`, "uint8", description, { mask, values });
}

function bit(name: string, description: string, mask: number): FieldSpec {
  return list.define(`iec60870_asdu.${name}`, "boolean", description, { mask });
}

function bits(name: string, description: string, parts: readonly FieldSpec[]): Bits {
  const whole = list.define(`iec60870_asdu.${name}`, "uint8", description, { hex: true });
  return { whole, parts };
}

/** Blocked, substituted, not topical, invalid: the same four bits in every quality octet. */
function quality(name: string): FieldSpec[] {
  return [
    bit(`${name}.bl`, "BL", 0x10),
    bit(`${name}.sb`, "SB", 0x20),
    bit(`${name}.nt`, "NT", 0x40),
    bit(`${name}.iv`, "IV", 0x80),
  ];
}
