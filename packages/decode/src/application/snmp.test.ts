import { describe, expect, test } from "vitest";
import { readSamples, readsAnything, type Sample } from "./application-protocol.contract.ts";
import { item } from "./ber-sample.contract.ts";
import { SNMP_PROTOCOL } from "./snmp.ts";

const integer = (...octets: number[]): Uint8Array => item(2, ...octets);
const binding = (...value: Uint8Array[]): Uint8Array =>
  item(0x30, item(6, 0x2b, 6, 1, 2, 1, 1, 5, 0), ...value);

function message(...parts: Uint8Array[]): Sample {
  return { transport: "udp", from: 50_000, to: 161, payload: item(0x30, ...parts) };
}

/** Built by hand after RFC 3416 §3, RFC 1157 §4.1.6 and RFC 3412 §6. */
const SAMPLES = {
  get: message(
    integer(1),
    item(4, "public"),
    item(0xa0, integer(7), integer(0), integer(0), item(0x30, binding(item(5)))),
  ),
  response: message(
    integer(1),
    item(4, "public"),
    item(
      0xa2,
      integer(7),
      integer(0),
      integer(0),
      item(
        0x30,
        binding(item(4, "router")),
        binding(integer(0xff)),
        binding(item(0x40, 192, 0, 2, 1)),
        binding(item(0x41, 0, 255, 255, 255, 255)),
        binding(item(0x43, 100)),
        binding(item(0x82)),
        binding(item(0x99, 1)),
      ),
    ),
  ),
  bulk: message(
    integer(1),
    item(4, "c"),
    item(0xa5, integer(7), integer(1), integer(10), item(0x30, binding(item(5)))),
  ),
  trap: message(
    integer(0),
    item(4, "c"),
    item(
      0xa4,
      item(6, 0x2b, 6, 1, 4, 1, 9),
      item(0x40, 127, 0, 0, 1),
      integer(0),
      integer(0),
      item(0x43, 5),
      item(0x30, binding(integer(33))),
    ),
  ),
  version3: message(
    integer(3),
    item(0x30, integer(9), integer(5, 0), item(4, 4), integer(3)),
    item(
      4,
      item(0x30, item(4, 0x80, 1), integer(2), integer(3), item(4, "user"), item(4), item(4)),
    ),
    item(
      0x30,
      item(4, 0x80, 1),
      item(4, "ctx"),
      item(0xa8, integer(7), integer(0), integer(0), item(0x30, binding(item(5)))),
    ),
  ),
  encrypted: message(
    integer(3),
    item(0x30, integer(9), integer(5, 0), item(4, 7), integer(3)),
    item(4, item(0x30, item(4, 0x80, 1), integer(2), integer(3), item(4, "u"), item(4), item(4))),
    item(4, 1, 2, 3, 4),
  ),
} as const;

describe("Messages", () => {
  test.for([
    ["get", "get-request 1.3.6.1.2.1.1.5.0"],
    ["bulk", "getBulkRequest 1.3.6.1.2.1.1.5.0"],
    ["trap", "trap iso.3.6.1.4.1.9 1.3.6.1.2.1.1.5.0"],
    ["version3", "report 1.3.6.1.2.1.1.5.0"],
    ["encrypted", "encryptedPDU: privKey Unknown"],
  ] as const)("%s: %s", ([name, info]) => {
    expect(readSamples(SAMPLES[name]).info).toBe(info);
  });

  test.for([
    ["get", "snmp.community", ["public"]],
    ["get", "snmp.version", ["1"]],
    ["response", "snmp.value.octets", ["726f75746572"]],
    ["response", "snmp.value.int", ["-1"]],
    ["response", "snmp.value.ipv4", ["192.0.2.1"]],
    ["response", "snmp.value.counter", ["4294967295"]],
    ["response", "snmp.value.timeticks", ["100"]],
    ["response", "snmp.value.unk", ["01"]],
    ["response", "snmp.variable_bindings", ["7"]],
    ["bulk", "snmp.max_repetitions", ["10"]],
    ["trap", "snmp.agent_addr", ["127.0.0.1"]],
    ["trap", "snmp.generic_trap", ["0"]],
    ["version3", "snmp.msgUserName", ["user"]],
    ["version3", "snmp.contextName", ["ctx"]],
    ["encrypted", "snmp.encryptedPDU", ["01020304"]],
  ] as const)("%s: %s", ([name, field, values]) => {
    expect(readSamples(SAMPLES[name]).texts(field)).toEqual(values);
  });
});

readsAnything(SNMP_PROTOCOL, Object.values(SAMPLES));
