/** Fields of DNP3's link, transport and application layers, IEEE 1815-2012. */

import type { FieldSpec } from "../field.ts";
import { FieldList } from "../field-list.ts";

export const FUNCTIONS: Readonly<Record<number, string>> = {
  0: "Confirm",
  1: "Read",
  2: "Write",
  3: "Select",
  4: "Operate",
  5: "Direct Operate",
  6: "Direct Operate No Ack",
  7: "Immediate Freeze",
  8: "Immediate Freeze No Ack",
  9: "Freeze and Clear",
  10: "Freeze and Clear No ACK",
  11: "Freeze With Time",
  12: "Freeze With Time No ACK",
  13: "Cold Restart",
  14: "Warm Restart",
  15: "Initialize Data",
  16: "Initialize Application",
  17: "Start Application",
  18: "Stop Application",
  19: "Save Configuration",
  20: "Enable Spontaneous Messages",
  21: "Disable Spontaneous Messages",
  22: "Assign Classes",
  23: "Delay Measurement",
  24: "Record Current Time",
  25: "Open File",
  26: "Close File",
  27: "Delete File",
  28: "Get File Info",
  29: "Authenticate File",
  30: "Abort File",
  31: "Activate Config",
  32: "Authentication Request",
  33: "Authentication Error",
  129: "Response",
  130: "Unsolicited Response",
  131: "Authentication Response",
};

/** Frames of the end that asks, clause 9.2.4.1. */
export const PRIMARY_FUNCTIONS: Readonly<Record<number, string>> = {
  0: "Reset of Remote Link",
  1: "Reset of User Process",
  2: "Test Function For Link",
  3: "User Data",
  4: "Unconfirmed User Data",
  9: "Request Link Status",
};

export const SECONDARY_FUNCTIONS: Readonly<Record<number, string>> = {
  0: "ACK",
  1: "NACK",
  11: "Status of Link",
  14: "Link Service Not Functioning",
  15: "Link Service Not Used or Implemented",
};

const list = new FieldList();

export const FIELDS: readonly FieldSpec[] = list.specs;

list.define("dnp3", "protocol", "Distributed Network Protocol 3.0");
export const START: FieldSpec = list.define("dnp3.start", "uint16", "Start Bytes", { hex: true });
export const LENGTH: FieldSpec = list.define("dnp3.len", "uint8", "Length");
export const CONTROL: FieldSpec = list.define("dnp3.ctl", "uint8", "Control", { hex: true });
export const DIRECTION: FieldSpec = bit("dnp3.ctl.dir", "Direction", 0x80);
export const PRIMARY: FieldSpec = bit("dnp3.ctl.prm", "Primary", 0x40);
export const COUNT_BIT: FieldSpec = bit("dnp3.ctl.fcb", "Frame Count Bit", 0x20);
export const COUNT_VALID: FieldSpec = bit("dnp3.ctl.fcv", "Frame Count Valid", 0x10);
export const FLOW_CONTROL: FieldSpec = bit("dnp3.ctl.dfc", "Data Flow Control", 0x10);
export const PRIMARY_FUNCTION: FieldSpec = list.define(
  "dnp3.ctl.prifunc",
  "uint8",
  "Control Function Code",
  { mask: 0x0f, values: PRIMARY_FUNCTIONS },
);
export const SECONDARY_FUNCTION: FieldSpec = list.define(
  "dnp3.ctl.secfunc",
  "uint8",
  "Control Function Code",
  { mask: 0x0f, values: SECONDARY_FUNCTIONS },
);
export const DESTINATION: FieldSpec = list.define("dnp3.dst", "uint16", "Destination", {
  littleEndian: true,
  aliases: ["dnp3.addr"],
});
export const SOURCE: FieldSpec = list.define("dnp3.src", "uint16", "Source", {
  littleEndian: true,
  aliases: ["dnp3.addr"],
});
export const HEADER_CRC: FieldSpec = list.define(
  "dnp3.hdr.CRC",
  "uint16",
  "Data Link Header checksum",
  { hex: true, littleEndian: true },
);
export const TRANSPORT: FieldSpec = list.define("dnp3.tr.ctl", "uint8", "Transport Control", {
  hex: true,
});
export const TRANSPORT_FINAL: FieldSpec = bit("dnp3.tr.fin", "Final", 0x80);
export const TRANSPORT_FIRST: FieldSpec = bit("dnp3.tr.fir", "First", 0x40);
export const TRANSPORT_SEQUENCE: FieldSpec = list.define("dnp3.tr.seq", "uint8", "Sequence", {
  mask: 0x3f,
});
export const APPLICATION: FieldSpec = list.define("dnp3.al.ctl", "uint8", "Application Control", {
  hex: true,
});
export const FIRST: FieldSpec = bit("dnp3.al.fir", "First", 0x80);
export const FINAL: FieldSpec = bit("dnp3.al.fin", "Final", 0x40);
export const CONFIRM: FieldSpec = bit("dnp3.al.con", "Confirm", 0x20);
export const UNSOLICITED: FieldSpec = bit("dnp3.al.uns", "Unsolicited", 0x10);
export const SEQUENCE: FieldSpec = list.define("dnp3.al.seq", "uint8", "Sequence", { mask: 0x0f });
export const FUNCTION: FieldSpec = list.define(
  "dnp3.al.func",
  "uint8",
  "Application Layer Function Code",
  { values: FUNCTIONS },
);
export const INDICATIONS: FieldSpec = list.define("dnp3.al.iin", "uint16", "Internal Indications", {
  hex: true,
});

/** Clause 4.2.2.6, in the order in which they are shown. */
export const INDICATION_BITS: readonly FieldSpec[] = [
  indication("rst", "Device Restart", 0x8000),
  indication("dt", "Device Trouble", 0x4000),
  indication("dol", "Digital Outputs in Local", 0x2000),
  indication("tsr", "Time Sync Required", 0x1000),
  indication("cls3d", "Class 3 Data Available", 0x0800),
  indication("cls2d", "Class 2 Data Available", 0x0400),
  indication("cls1d", "Class 1 Data Available", 0x0200),
  indication("bmsg", "Broadcast Msg Rx", 0x0100),
  indication("cc", "Configuration Corrupt", 0x0020),
  indication("oae", "Operation Already Executing", 0x0010),
  indication("ebo", "Event Buffer Overflow", 0x0008),
  indication("pioor", "Parameters Invalid or Out of Range", 0x0004),
  indication("obju", "Requested Objects Unknown", 0x0002),
  indication("fcni", "Function Code not implemented", 0x0001),
];

export const FRAGMENT: FieldSpec = list.define(
  "dnp3.al.fragment",
  "frameNumber",
  "DNP 3.0 AL Fragment",
);
export const FRAGMENT_COUNT: FieldSpec = list.define(
  "dnp3.al.fragment.count",
  "uint32",
  "Fragment count",
);
export const REASSEMBLED_LENGTH: FieldSpec = list.define(
  "dnp3.al.fragment.reassembled.length",
  "uint32",
  "Reassembled DNP length",
);

export const OBJECT: FieldSpec = list.define("dnp3.al.obj", "uint16", "Object", { hex: true });
export const PREFIX: FieldSpec = list.define("dnp3.al.objq.prefix", "uint8", "Prefix Code", {
  mask: 0x70,
  values: {
    0: "None",
    1: "1-Octet Index Prefix",
    2: "2-Octet Index Prefix",
    3: "4-Octet Index Prefix",
    4: "1-Octet Object Size Prefix",
    5: "2-Octet Object Size Prefix",
    6: "4-Octet Object Size Prefix",
  },
});
export const RANGE: FieldSpec = list.define("dnp3.al.objq.range", "uint8", "Range Code", {
  mask: 0x0f,
  values: {
    0: "8-bit Start and Stop Indices",
    1: "16-bit Start and Stop Indices",
    2: "32-bit Start and Stop Indices",
    3: "8-bit Absolute Address in Start/Stop Indices",
    4: "16-bit Absolute Address in Start/Stop Indices",
    5: "32-bit Absolute Address in Start/Stop Indices",
    6: "No Range Field",
    7: "8-bit Single Field Quantity",
    8: "16-bit Single Field Quantity",
    9: "32-bit Single Field Quantity",
    11: "Object with Sizes",
  },
});

/** A number of 1, 2 or 4 octets, by its width. */
export type Widths = Readonly<Record<number, FieldSpec>>;

export const RANGE_START: Widths = widths("dnp3.al.range.start", "Start");
export const RANGE_STOP: Widths = widths("dnp3.al.range.stop", "Stop");
export const RANGE_ADDRESS: Widths = widths("dnp3.al.range.abs", "Address");
export const QUANTITY: Widths = widths("dnp3.al.range.quantity", "Quantity");
export const INDEX: Widths = widths("dnp3.al.index", "Index");
export const SIZE: Widths = widths("dnp3.al.size", "Size");
export const POINT_INDEX: FieldSpec = list.define("dnp3.al.point_index", "uint32", "Point Index");
export const BIT: FieldSpec = list.define("dnp3.al.bit", "boolean", "Value (bit)", {
  values: { 0: "Off", 1: "On" },
});
export const TWO_BITS: FieldSpec = list.define("dnp3.al.2bit", "uint8", "Value (two bit)", {
  values: { 0: "Intermediate", 1: "Determined Off", 2: "Determined On", 3: "Indeterminate" },
});
export const COUNTER_16: FieldSpec = number("dnp3.al.cnt", "uint32", "Counter (16 bit)", 2);
export const COUNTER_32: FieldSpec = number("dnp3.al.cnt", "uint32", "Counter (32 bit)");
export const ANALOG_16: FieldSpec = number("dnp3.al.ana.int", "int32", "Value (16 bit)", 2);
export const ANALOG_32: FieldSpec = number("dnp3.al.ana.int", "int32", "Value (32 bit)");
export const ANALOG_SINGLE: FieldSpec = number("dnp3.al.ana.float", "float", "Value (float)");
export const ANALOG_DOUBLE: FieldSpec = number("dnp3.al.ana.double", "double", "Value (double)");
export const OUTPUT_16: FieldSpec = number(
  "dnp3.al.anaout.int",
  "int32",
  "Output Value (16 bit)",
  2,
);
export const OUTPUT_32: FieldSpec = number("dnp3.al.anaout.int", "int32", "Output Value (32 bit)");
export const OUTPUT_SINGLE: FieldSpec = number("dnp3.al.anaout.float", "float", "Output Value");
export const OUTPUT_DOUBLE: FieldSpec = number("dnp3.al.anaout.double", "double", "Output");
export const TIMESTAMP: FieldSpec = list.define("dnp3.al.timestamp", "absoluteTime", "Timestamp", {
  octets: 6,
});
export const RELATIVE_TIME: FieldSpec = list.define(
  "dnp3.al.reltimestamp",
  "relativeTime",
  "Relative Timestamp",
  { octets: 2 },
);
export const TIME_DELAY: FieldSpec = number("dnp3.al.time_delay", "uint16", "Time Delay");
export const OPERATION: FieldSpec = list.define("dnp3.ctl.op", "uint8", "Operation Type", {
  mask: 0x0f,
  values: { 0: "NUL Operation", 1: "Pulse On", 2: "Pulse Off", 3: "Latch On", 4: "Latch Off" },
});
export const QUEUE_CLEAR: FieldSpec = list.define("dnp3.ctl.clr", "uint8", "Queue / Clear Field", {
  mask: 0x30,
  values: { 0: "Not Set", 1: "Queue", 2: "Clear" },
});
export const TRIP: FieldSpec = list.define("dnp3.ctl.trip", "uint8", "Trip Control Code", {
  mask: 0xc0,
  values: { 0: "NUL", 1: "Close", 2: "Trip" },
});
export const COUNT: FieldSpec = list.define("dnp3.al.count", "uint8", "Count");
export const ON_TIME: FieldSpec = number("dnp3.al.on_time", "uint32", "On Time");
export const OFF_TIME: FieldSpec = number("dnp3.al.off_time", "uint32", "Off Time");
export const STATUS: FieldSpec = list.define("dnp3.al.ctrlstatus", "uint8", "Control Status", {
  mask: 0x7f,
  values: {
    0: "Req. Accepted/Init/Queued",
    1: "Req. Not Accepted; Arm-Timer Expired",
    2: "Req. Not Accepted; No 'SELECT' Received",
    3: "Req. Not Accepted; Format Err. in Ctl Req.",
    4: "Ctl Oper. Not Supported For This Point",
    5: "Req. Not Accepted; Ctrl Queue Full/Point Active",
    6: "Req. Not Accepted; Ctrl Hardware Problems",
    7: "Req. Not Accepted; Local/Remote switch in Local",
    8: "Req. Not Accepted; Too many operations",
    9: "Req. Not Accepted; Insufficient authorization",
    10: "Req. Not Accepted; Local automation proc active",
    11: "Req. Not Accepted; Processing limited",
    12: "Req. Not Accepted; Out of range value",
    126: "Req. Not Accepted; Non-participating (NOP request)",
    127: "Req. Not Accepted; Undefined error",
  },
});
export const OCTETS: FieldSpec = list.define("dnp3.al.octet_string", "bytes", "Octet String");
export const UNKNOWN: FieldSpec = list.define(
  "dnp3.al.unknown_data_chunk",
  "bytes",
  "Unknown Data Chunk",
);

const COMMON = ["Online", "Restart", "Comm Fail", "Remote Force", "Local Force"] as const;

/** The bits of a quality octet, the highest first, clause 11.6. */
export const BINARY_INPUT_QUALITY: readonly FieldSpec[] = quality("biq", [
  "Chatter Filter",
  "Reserved",
  "Point Value",
]);
export const BINARY_OUTPUT_QUALITY: readonly FieldSpec[] = quality("boq", [
  "Reserved",
  "Reserved",
  "Point Value",
]);
export const COUNTER_QUALITY: readonly FieldSpec[] = quality("ctrq", [
  "Roll-Over",
  "Discontinuity",
  "Reserved",
]);
export const ANALOG_INPUT_QUALITY: readonly FieldSpec[] = quality("aiq", [
  "Over-Range",
  "Reference Check",
  "Reserved",
]);
export const ANALOG_OUTPUT_QUALITY: readonly FieldSpec[] = quality("aoq", [
  "Reserved",
  "Reserved",
  "Reserved",
]);

function quality(kind: string, own: readonly string[]): FieldSpec[] {
  const names = [...COMMON, ...own];
  return names.map((name, index) => bit(`dnp3.al.${kind}.b${index}`, name, 1 << index)).reverse();
}

function bit(name: string, description: string, mask: number): FieldSpec {
  return list.define(name, "boolean", description, { mask });
}

function indication(name: string, description: string, mask: number): FieldSpec {
  return list.define(`dnp3.al.iin.${name}`, "boolean", description, { octets: 2, mask });
}

/** @param octets where they are fewer than the type's own, which is that of the widest variation */
function number(
  name: string,
  type: FieldSpec["type"],
  description: string,
  octets?: number,
): FieldSpec {
  const options = octets === undefined ? {} : { octets };
  return list.define(name, type, description, { littleEndian: true, ...options });
}

function widths(name: string, description: string): Widths {
  return {
    1: number(name, "uint32", `${description} (8 bit)`, 1),
    2: number(name, "uint32", `${description} (16 bit)`, 2),
    4: number(name, "uint32", `${description} (32 bit)`),
  };
}
