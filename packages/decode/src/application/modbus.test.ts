import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { MODBUS_PROTOCOL } from "./modbus.ts";

function query(name: string, hex: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return {
    name,
    transport: "tcp",
    from: 40_000,
    to: 502,
    hex,
    layers: "mbtcp:modbus",
    protocol: "Modbus/TCP",
    info: "",
    ...rest,
  };
}

function response(name: string, hex: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return query(name, hex, { from: 502, to: 40_000, ...rest });
}

const READ_REGISTERS = { from: 40_000, to: 502, hex: "0001 0000 0006 11 03 006b 0003" };

readsMessages("Modbus", MODBUS_PROTOCOL, [
  query("A request for three registers", READ_REGISTERS.hex, {
    fields: {
      "mbtcp.trans_id": ["1"],
      "mbtcp.len": ["6"],
      "mbtcp.unit_id": ["17"],
      "modbus.func_code": ["3"],
      "modbus.reference_num": ["107"],
      "modbus.word_cnt": ["3"],
    },
    info: "   Query: Trans:     1; Unit:  17, Func:   3: Read Holding Registers",
  }),
  response("The registers, numbered by the request", "0001 0000 0009 11 03 06 022b 0000 0064", {
    before: [READ_REGISTERS],
    fields: {
      "modbus.request_frame": ["1"],
      "modbus.response_time": ["0.000000000"],
      "modbus.byte_cnt": ["6"],
      "modbus.regnum16": ["107", "108", "109"],
      "modbus.regval_uint16": ["555", "0", "100"],
    },
    info: "Response: Trans:     1; Unit:  17, Func:   3: Read Holding Registers",
  }),
  response("Coils of a request that was not seen", "0002 0000 0004 01 01 01 05", {
    fields: {
      "modbus.request_frame": [],
      "modbus.bitnum": ["0", "1", "2", "3", "4", "5", "6", "7"],
      "modbus.bitval": ["1", "0", "1", "0", "0", "0", "0", "0"],
    },
    info: "Response: Trans:     2; Unit:   1, Func:   1: Read Coils",
  }),
  query("A write of one coil", "0003 0000 0006 01 05 00ac ff00", {
    fields: {
      "modbus.reference_num": ["172"],
      "modbus.data": ["ff00"],
      "modbus.padding": ["0x00"],
    },
    info: "   Query: Trans:     3; Unit:   1, Func:   5: Write Single Coil",
  }),
  query("A write of two registers", "0004 0000 000b 01 10 0001 0002 04 000a 0102", {
    fields: { "modbus.regnum16": ["1", "2"], "modbus.regval_uint16": ["10", "258"] },
    info: "   Query: Trans:     4; Unit:   1, Func:  16: Write Multiple Registers",
  }),
  response("A refusal", "0005 0000 0003 01 83 02", {
    fields: { "modbus.func_code": ["3"], "modbus.exception_code": ["2"] },
    info: "Response: Trans:     5; Unit:   1, Func:   3: Read Holding Registers. Exception returned ",
  }),
  response("What a device says of itself", "0006 0000 000d 01 2b 0e 01 01 00 00 01 00 03 414243", {
    fields: {
      "modbus.mei": ["14"],
      "modbus.num_objects": ["1"],
      "modbus.object_id": ["0"],
      "modbus.object_str_value": ["ABC"],
    },
    info: "Response: Trans:     6; Unit:   1, Func:  43/  1: Read Device Identification",
  }),
  query("Records of a file", "0007 0000 000c 01 15 09 06 0004 0007 0001 06af", {
    fields: {
      "modbus.reference_type": ["6"],
      "modbus.reference_num_32": ["262151"],
      "modbus.data": ["06af"],
    },
    info: "   Query: Trans:     7; Unit:   1, Func:  21: Write File Record",
  }),
  response("A counter", "0008 0000 0006 01 08 000b 0011", {
    fields: {
      "modbus.diagnostic_code": ["11"],
      "modbus.diagnostic.bus_message_count": ["17"],
    },
    info: "Response: Trans:     8; Unit:   1, Func:   8: Diagnostics",
  }),
]);
