import { readsMessages } from "./expected-message.contract.ts";
import { TPLINK_PROTOCOL } from "./tplink-smarthome.ts";

const MESSAGE = "d0f281f88bff9af7d5ef94e994";

readsMessages("TP-Link Smart Home", TPLINK_PROTOCOL, [
  {
    name: "A command to a plug",
    transport: "udp",
    from: 40_000,
    to: 9999,
    hex: MESSAGE,
    layers: "tplink-smarthome:json",
    protocol: "TPLINK-SMARTHOME/JSON",
    info: 'UDP Cmd: {"system":{}}',
    fields: { "tplink_smarthome.msg": ['{"system":{}}'], "json.key": ["system"] },
  },
  {
    name: "A response in a stream",
    transport: "tcp",
    from: 9999,
    to: 40_000,
    hex: `0000000d ${MESSAGE}`,
    layers: "tplink-smarthome:json",
    protocol: "TPLINK-SMARTHOME/JSON",
    info: 'TCP Rsp: {"system":{}}',
    fields: { "tplink_smarthome.len": ["13"] },
  },
]);
