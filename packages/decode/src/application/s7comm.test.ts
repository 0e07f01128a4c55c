import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { TPKT_PROTOCOL } from "./tpkt.ts";

function message(name: string, hex: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return {
    name,
    transport: "tcp",
    from: 40_000,
    to: 102,
    hex,
    layers: "tpkt:cotp:s7comm",
    protocol: "S7COMM",
    info: "",
    ...rest,
  };
}

readsMessages("S7 in TPKT", TPKT_PROTOCOL, [
  message("Both ends agree on sizes", "0300001902f08032010000000700080000f0000001000101e0", {
    fields: {
      "s7comm.param.func": ["0xf0"],
      "s7comm.param.pdu_length": ["480"],
    },
    info: "ROSCTR:[Job     ] Function:[Setup communication]",
  }),
  message(
    "Two variables are read",
    "0300002b02f080320100000007001a00000402120a10020004000184000020120a1001000100008300000b",
    {
      fields: {
        "s7comm.param.itemcount": ["2"],
        "s7comm.param.item.db": ["1", "0"],
        "s7comm.param.item.area": ["0x84", "0x83"],
        "s7comm.param.item.address.byte": ["4", "1"],
        "s7comm.param.item.address.bit": ["0", "3"],
      },
      info: "ROSCTR:[Job     ] Function:[Read Var]",
    },
  ),
  message("Their values", "0300002202f0803203000000070002000d00000402ff04002001020304ff03000101", {
    fields: {
      "s7comm.data.returncode": ["0xff", "0xff"],
      "s7comm.resp.data": ["01020304", "01"],
    },
    info: "ROSCTR:[Ack_Data] Function:[Read Var]",
  }),
  message(
    "A value is written",
    "0300002502f080320100000007000e00060501120a1002000200018400000000040010abcd",
    {
      fields: {
        "s7comm.resp.data": ["abcd"],
        "s7comm.param.item.transp_size": ["2"],
      },
      info: "ROSCTR:[Job     ] Function:[Write Var]",
    },
  ),
  message(
    "The controller is stopped",
    "0300002102f0803201000000070010000029000000000009505f50524f4752414d",
    {
      fields: {
        "s7comm.param.pistart.servicename": ["P_PROGRAM"],
      },
      info: "ROSCTR:[Job     ] Function:[PLC Stop]",
    },
  ),
  message("A refusal", "0300001302f080320200000007000000008500", {
    fields: {
      "s7comm.header.errcls": ["0x85"],
      "s7comm.param.errcod": ["0x8500"],
    },
    info: "ROSCTR:[Ack     ] -> Errorcode:[0x8500]",
  }),
  message(
    "A system list is asked for",
    "0300002102f080320700000007000800080001120411440100ff09000400110001",
    {
      fields: {
        "s7comm.data.userdata.szl_id": ["0x0011"],
        "s7comm.param.userdata.funcgroup": ["4"],
        "s7comm.param.userdata.subfunc": ["1"],
      },
      info: "ROSCTR:[Userdata] Function:[Request] -> [CPU functions] -> [Read SZL] ID=0x0011 Index=0x0001",
    },
  ),
]);
