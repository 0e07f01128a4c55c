import { describe, expect, test } from "vitest";
import { overEthernet, readSample, survivesDamage } from "../sample.contract.ts";

const FRAME = {
  hex: overEthernet(
    0x88cc,
    "0207 04 020000000001 0404 05 476930 0602 0078 0a02 5331 0e04 0014 0004 100c 05 01 c0000201 02 00000001 00 0000",
  ),
};

test("a frame reads as Wireshark reads it", () => {
  const fields = [
    "lldp.chassis.id.mac",
    "lldp.port.id",
    "lldp.time_to_live",
    "lldp.tlv.system.name",
    "lldp.tlv.enable_system_cap.bridge",
    "lldp.mgn.addr.ip4",
  ];
  expect(readSample(FRAME, fields)).toEqual({
    protocols: "eth:ethertype:lldp",
    protocol: "LLDP",
    info: "MA/02:00:00:00:00:01 IN/Gi0 120 SysN=S1 ",
    "lldp.chassis.id.mac": "02:00:00:00:00:01",
    "lldp.port.id": "Gi0",
    "lldp.time_to_live": "120",
    "lldp.tlv.system.name": "S1",
    "lldp.tlv.enable_system_cap.bridge": "1",
    "lldp.mgn.addr.ip4": "192.0.2.1",
  });
});

describe("a frame", () => survivesDamage(FRAME));
