import { ENIP_PROTOCOL } from "./enip.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";

function message(name: string, hex: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return {
    name,
    transport: "tcp",
    from: 40_000,
    to: 44_818,
    hex,
    layers: "enip",
    protocol: "ENIP",
    info: "",
    ...rest,
  };
}

readsMessages("EtherNet/IP", ENIP_PROTOCOL, [
  message("A session begins", "65000400000000000000000000000000000000000000000001000000", {
    fields: {
      "enip.command": ["0x0065"],
      "enip.rs.version": ["1"],
    },
    info: "Register Session (Req), Session: 0x00000000",
  }),
  message(
    "An attribute is asked for",
    "6f0018000100000000000000000000000000000000000000000000000500020000000000b20008000e03200124013007",
    {
      fields: {
        "cip.class": ["0x01"],
        "cip.instance": ["0x01"],
        "cip.attribute": ["7"],
        "cip.sc": ["0x0e"],
        "cip.rr": ["0x00"],
      },
      layers: "enip:cip",
      protocol: "CIP",
      info: "Identity - Get Attribute Single",
    },
  ),
  message(
    "Its value, named by the request",
    "6f001b000100000000000000000000000000000000000000000000000500020000000000b2000b008e0000000a005445535400",
    {
      fields: {
        "cip.genstat": ["0x00"],
      },
      before: [
        {
          from: 40_000,
          to: 44_818,
          hex: "6f0018000100000000000000000000000000000000000000000000000500020000000000b20008000e03200124013007",
        },
      ],
      from: 44_818,
      to: 40_000,
      layers: "enip:cip",
      protocol: "CIP",
      info: "Success: Identity - Get Attribute Single",
    },
  ),
  message(
    "A tag is read on a connection",
    "7000200001000000000000000000000000000000000000000000000000000200a100040034120000b1000c0001004c039104546167310100",
    {
      fields: {
        "enip.cpf.cai.connid": ["0x00001234"],
        "cip.symbol": ["Tag1"],
      },
      layers: "enip:cip:cipcls",
      protocol: "CIP",
      info: "'Tag1' - Service (0x4c)",
    },
  ),
  message("Devices are looked for", "630000000000000000000000000000000000000000000000", {
    fields: {
      "enip.command": ["0x0063"],
      "enip.length": ["0"],
    },
    info: "List Identity (Req)",
  }),
]);
