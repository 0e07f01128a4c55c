import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { OPCUA_PROTOCOL } from "./opcua.ts";

function message(name: string, hex: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return {
    name,
    transport: "tcp",
    from: 40_000,
    to: 4840,
    hex,
    layers: "opcua",
    protocol: "OpcUa",
    info: "",
    ...rest,
  };
}

readsMessages("OPC UA", OPCUA_PROTOCOL, [
  message(
    "A client says where it wants to go",
    "48454c46310000000000000000000100000001000000000000000000110000006f70632e7463703a2f2f683a343834302f",
    {
      fields: {
        "opcua.transport.type": ["HEL"],
        "opcua.transport.endpoint": ["opc.tcp://h:4840/"],
        "opcua.transport.rbs": ["65536"],
      },
      info: "Hello message",
    },
  ),
  message("A server refuses", "45525246130000000000078003000000626164", {
    fields: {
      "opcua.transport.error": ["0x80070000"],
      "opcua.transport.reason": ["bad"],
    },
    info: "Error message",
  }),
  message(
    "A channel is opened",
    "4f504e4684000000000000002f000000687474703a2f2f6f7063666f756e646174696f6e2e6f72672f55412f5365637572697479506f6c696379234e6f6e65ffffffffffffffff01000000010000000100be010000000000000000d3010100000000000000ffffffff10270000000000000000000000000001000000ffffffff80ee3600",
    {
      fields: {
        "opcua.security.spu": ["http://opcfoundation.org/UA/SecurityPolicy#None"],
        "opcua.servicenodeid.numeric": ["446"],
        "opcua.Timestamp": ["Jul 18, 2017 19:56:52.387635200 UTC"],
        "opcua.RequestHandle": ["1"],
      },
      info: "OpenSecureChannel message: OpenSecureChannelRequest",
    },
  ),
  message(
    "A value is asked for",
    "4d5347465b00000005000000010000000200000002000000010077020000000000000000d3010100000000000000ffffffff102700000000000000000000000000000000000100000001005f080d000000ffffffff0000ffffffff",
    {
      fields: {
        "opcua.transport.scid": ["5"],
        "opcua.security.rqid": ["2"],
        "opcua.servicenodeid.numeric": ["631"],
      },
      info: "UA Secure Conversation Message: ReadRequest",
    },
  ),
  message(
    "The answer",
    "4d5347463c0000000500000001000000030000000200000001007a02000000000000d301010000000000000000ffffffff00000000000000ffffffff",
    {
      fields: {
        "opcua.ServiceResult": ["0x00000000"],
      },
      info: "UA Secure Conversation Message: ReadResponse",
    },
  ),
  message(
    "The channel is closed",
    "434c4f4639000000050000000100000004000000030000000100c4010000000000000000d3010100000000000000ffffffff10270000000000",
    {
      fields: {
        "opcua.transport.type": ["CLO"],
      },
      info: "CloseSecureChannel message: CloseSecureChannelRequest",
    },
  ),
]);
