import { DOIP_PROTOCOL } from "./doip.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";

function message(name: string, hex: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return {
    name,
    transport: "tcp",
    from: 40_000,
    to: 13_400,
    hex,
    layers: "doip",
    protocol: "DoIP",
    info: "",
    ...rest,
  };
}

const VIN = "4241554e4545344d5a3137303432343033";

readsMessages("DoIP", DOIP_PROTOCOL, [
  message(
    "A vehicle says that it is there",
    `02fd 0004 00000020 ${VIN} 4010 001a37bfee74 001a37bfee74 00`,
    {
      transport: "udp",
      fields: {
        "doip.vin": ["BAUNEE4MZ17042403"],
        "doip.logical_address": ["0x4010"],
        "doip.eid": ["001a37bfee74"],
        "doip.futher_action": ["0x00"],
        "doip.sync_status": [],
      },
      info: "Vehicle announcement message/vehicle identification response message",
    },
  ),
  message("A tester asks to be let in", "02fd 0005 0000000b 0e80 00 00000000 00000000", {
    fields: { "doip.source_address": ["0x0e80"], "doip.activation_type": ["0x00"] },
    info: "Routing activation request",
  }),
  message("A session is asked for", "02fd 8001 00000006 0e80 4010 1003", {
    layers: "doip:uds",
    protocol: "UDS",
    fields: {
      "doip.target_address": ["0x4010"],
      "uds.sid": ["0x10"],
      "uds.dsc.type": ["0x03"],
    },
    info: "Request   Diagnostic Session Control             Extended Diagnostic Session",
  }),
  message("A refusal for now", "02fd 8001 00000007 4010 0e80 7f1078", {
    layers: "doip:uds",
    protocol: "UDS",
    fields: { "uds.err.sid": ["0x10"], "uds.err.code": ["0x78"] },
    info: "Reply     Error                                  Diagnostic Session Control (SID: Request correctly received, but response is pending)",
  }),
]);
