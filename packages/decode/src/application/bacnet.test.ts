import { BACNET_PROTOCOL } from "./bacnet.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";

function sample(name: string, hex: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return {
    name,
    transport: "udp",
    from: 47_808,
    to: 47_808,
    hex,
    layers: "bvlc:bacnet:bacapp",
    protocol: "BACnet-APDU",
    info: "",
    ...rest,
  };
}

readsMessages("BACnet", BACNET_PROTOCOL, [
  sample(
    "A request for a property, with a destination behind a router",
    "810a0016 0124 0003011dff 0002 05 0c 0c00400065 1955",
    {
      fields: {
        "bvlc.function": ["0x0a"],
        "bvlc.length": ["4"],
        "bacnet.dnet": ["3"],
        "bacnet.dadr_mstp": ["29"],
        "bacnet.hopc": ["255"],
        "bacapp.confirmed_service": ["12"],
        "bacapp.invoke_id": ["5"],
        "bacapp.objectType": ["1"],
        "bacapp.instance_number": ["101"],
        "bacapp.property_identifier": ["85"],
        "bacapp.context_tag_number": ["0", "1"],
      },
      info: "Confirmed-REQ   readProperty[  5] analog-output,101 present-value ",
    },
  ),
  sample(
    "The present value that answers it",
    "810a0017 0100 30 05 0c 0c00400065 1955 3e 4442280000 3f",
    {
      fields: {
        "bacapp.type": ["3"],
        "bacapp.present_value.real": ["42"],
        "bacapp.application_tag_number": ["4"],
        "bacapp.named_tag": ["6", "7"],
      },
      info: "Complex-ACK     readProperty[  5] analog-output,101 present-value ",
    },
  ),
  sample("A device that says who it is", "810b0014 0100 1000 c402000063 220400 9100 2108", {
    fields: {
      "bacapp.unconfirmed_service": ["0"],
      "bacapp.objectType": ["8"],
      "bacapp.instance_number": ["99"],
      "bacapp.vendor_identifier": ["8"],
    },
    info: "Unconfirmed-REQ i-Am device,99 ",
  }),
  sample("A search for a range of devices", "810b000d 0100 1008 0907 1a07ff", {
    fields: { "bacapp.who_is.low_limit": ["7"], "bacapp.who_is.high_limit": ["2047"] },
    info: "Unconfirmed-REQ who-Is ",
  }),
  sample("An error with its class and code", "810a000d 0100 50 07 0f 9102 9128", {
    fields: { "bacapp.error_class": ["2"], "bacapp.error_code": ["40"] },
    info: "Error           writeProperty[  7] ",
  }),
  sample("An abort", "810a0009 0100 71 08 04", {
    fields: { "bacapp.abort_reason": ["4"], "bacapp.SRV": ["1"] },
    info: "Abort           segmentation-not-supported[  8] ",
  }),
  sample("A router's networks", "810b000b 0180 01 0005 0006", {
    layers: "bvlc:bacnet",
    protocol: "BACnet-NPDU",
    fields: { "bacnet.mesgtyp": ["0x01"], "bacnet.dnet": ["5", "6"] },
    info: "I-Am-Router-To-Network",
  }),
  sample(
    "A message that a router passed on",
    "8104001a c0a80105bac0 0100 1000 c402000063 220400 9100 2108",
    {
      fields: { "bvlc.fwd_ip": ["192.168.1.5"], "bvlc.fwd_port": ["47808"] },
      info: "Unconfirmed-REQ i-Am device,99 ",
    },
  ),
]);
