import { DNP3_PROTOCOL } from "./dnp3.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";

function frame(name: string, hex: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return {
    name,
    transport: "tcp",
    from: 40_000,
    to: 20_000,
    hex,
    layers: "dnp3",
    protocol: "DNP 3.0",
    info: "",
    ...rest,
  };
}

readsMessages("DNP3", DNP3_PROTOCOL, [
  frame(
    "A request for events of all classes",
    "056414c40a0001008fedc0c2013c02063c03063c04063c01066a2c",
    {
      fields: {
        "dnp3.dst": ["10"],
        "dnp3.src": ["1"],
        "dnp3.len": ["20"],
        "dnp3.ctl.prifunc": ["4"],
        "dnp3.al.func": ["1"],
        "dnp3.al.obj": ["0x3c02", "0x3c03", "0x3c04", "0x3c01"],
      },
      info: "Read, Class 1230",
    },
  ),
  frame(
    "Packed bits and values with quality, across the checksums",
    "05642a440a000100bdf4c0c18180000101000003051e01170200677001100000000501000100001e050000005603010000c03f2a8b",
    {
      fields: {
        "dnp3.al.iin.rst": ["1"],
        "dnp3.al.bit": ["1", "0", "1", "0"],
        "dnp3.al.ana.int": ["16", "256"],
        "dnp3.al.index": ["0", "5"],
        "dnp3.al.ana.float": ["1.5"],
        "dnp3.al.aiq.b0": ["1", "1", "1"],
        "dnp3.al.point_index": ["0", "1", "2", "3", "0"],
      },
      info: "Response",
    },
  ),
  frame(
    "Events with their time",
    "056422440a000100616ec0c182000002021701038100a0b3c78a78020116012801000700012a000000e642",
    {
      fields: {
        "dnp3.al.timestamp": ["Sep 24, 2023 14:59:12.512000000 UTC"],
        "dnp3.al.cnt": ["42"],
        "dnp3.al.index": ["3", "7"],
        "dnp3.al.biq.b7": ["1"],
      },
      info: "Unsolicited Response",
    },
  ),
  frame(
    "A relay is selected",
    "05641ac40a0001008a1cc0c3030c012801000300410164000000296bc80000000078fb",
    {
      fields: {
        "dnp3.ctl.op": ["1"],
        "dnp3.ctl.trip": ["1"],
        "dnp3.al.on_time": ["100"],
        "dnp3.al.off_time": ["200"],
        "dnp3.al.ctrlstatus": ["0"],
      },
      info: "Select",
    },
  ),
  frame("A restart is acknowledged", "05640ec40a0001002529c0c1025001000707003e5f", {
    fields: {
      "dnp3.al.bit": ["0"],
      "dnp3.al.range.start": ["7"],
    },
    info: "Write, Internal Indications",
  }),
  frame("A string of octets", "056414440a000100fb8cc0c08100006e0500000068656c6c6f9a60", {
    fields: {
      "dnp3.al.octet_string": ["68656c6c6f"],
    },
    info: "Response",
  }),
  frame("The status of the link is asked for", "056405c9640001000a3e", {
    fields: {
      "dnp3.ctl.prifunc": ["9"],
      "dnp3.tr.ctl": [],
    },
    info: "from 1 to 100, len=5, Request Link Status",
  }),
  frame("The last segment of a message", "05640b440a000100d8b0810700010800a5c4", {
    before: [{ from: 40_000, to: 20_000, hex: "056410440a00010095c140c08100001e0200000101b943" }],
    fields: {
      "dnp3.al.fragment": ["1", "2"],
      "dnp3.al.ana.int": ["7", "8"],
    },
    info: "Response",
  }),
  frame("A segment that others follow", "056410440a00010095c140c08100001e0200000101b943", {
    fields: {
      "dnp3.tr.fin": ["0"],
    },
    info: "from 1 to 10, len=16, Unconfirmed User Data (Application Layer Unreassembled fragment 0)",
  }),
]);
