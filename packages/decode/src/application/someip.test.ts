import { asciiHex } from "./application-protocol.contract.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { SOMEIP_PROTOCOL } from "./someip.ts";

const PLAIN = { from: 40_000, to: 30_509, layers: "someip", protocol: "SOME/IP" } as const;
const CALL = { ...PLAIN, transport: "udp", info: "SOME/IP Protocol" } as const;
const DISCOVERY = {
  ...PLAIN,
  transport: "udp",
  from: 30_490,
  to: 30_490,
  protocol: "SOME/IP-SD",
} as const;
const SD = "SOME/IP Service Discovery Protocol";

/* Service discovery is nDPI's capture someip_sd_sample.pcap's; the rest is after the specification. */
const MESSAGES: readonly ExpectedMessage[] = [
  {
    ...CALL,
    name: "A request",
    hex: "1234 0421 0000000a 0001 0002 01 03 00 00 abcd",
    fields: {
      "someip.serviceid": ["0x1234"],
      "someip.methodid": ["0x0421"],
      "someip.length": ["10"],
      "someip.clientid": ["0x0001"],
      "someip.sessionid": ["0x0002"],
      "someip.protoversion": ["0x01"],
      "someip.interfaceversion": ["0x03"],
      "someip.messagetype": ["0x00"],
      "someip.returncode": ["0x00"],
      "someip.payload": ["abcd"],
    },
  },
  {
    ...CALL,
    name: "Two messages in one datagram",
    hex: "1234 8001 00000008 0000 0001 01 01 02 00 1234 8002 00000009 0000 0002 01 01 02 00 ff",
    fields: { "someip.methodid": ["0x8001", "0x8002"], "someip.payload": ["ff"] },
  },
  {
    ...CALL,
    name: "A segment of a longer notification",
    hex: "1234 8001 0000000e 0000 0001 01 01 22 00 00000571 0102",
    fields: {
      "someip.messagetype.tp": ["1"],
      "someip.tp.offset": ["1392"],
      "someip.tp.flags.more_segments": ["1"],
      "someip.payload": ["0102"],
    },
  },
  {
    ...CALL,
    transport: "tcp",
    name: "An error over TCP",
    hex: "1234 0421 00000008 0001 0002 01 03 81 05",
    fields: { "someip.messagetype": ["0x81"], "someip.returncode": ["0x05"] },
  },
  {
    ...DISCOVERY,
    name: "A service is offered",
    hex: "ffff8100 00000030 00000003 01010200 c0000000 00000010 01 00 00 10 00eb0000 0100001e 00000000 0000000c 0009 04 00 c0a85849 00 11 c350",
    fields: {
      "someipsd.flags": ["0xc0"],
      "someipsd.flags.reboot": ["1"],
      "someipsd.flags.exp_init_events": ["0"],
      "someipsd.length_entriesarray": ["16"],
      "someipsd.entry.type": ["0x01"],
      "someipsd.entry.numopt1": ["0x01"],
      "someipsd.entry.numopt2": ["0x00"],
      "someipsd.entry.serviceid": ["0x00eb"],
      "someipsd.entry.majorver": ["1"],
      "someipsd.entry.ttl": ["30"],
      "someipsd.entry.minorver": ["0"],
      "someipsd.option.type": ["4"],
      "someipsd.option.ipv4address": ["192.168.88.73"],
      "someipsd.option.proto": ["17"],
      "someipsd.option.port": ["50000"],
    },
    info: `${SD} [Offer]`,
  },
  {
    ...DISCOVERY,
    name: "Events are given up, and another service is refused them",
    hex: "ffff8100 00000034 00000003 01010200 c0000000 00000020 06 00 00 00 00eb0000 01000000 00 81 0007 07 00 00 00 00ec0000 01000000 00 02 0008 00000000",
    fields: {
      "someipsd.entry.initialevents": ["1", "0"],
      "someipsd.entry.counter": ["0x01", "0x02"],
      "someipsd.entry.eventgroupid": ["0x0007", "0x0008"],
    },
    info: `${SD} [StopSubscribe, SubscribeNack]`,
  },
  {
    ...DISCOVERY,
    name: "Options of the other kinds",
    hex: `ffff8100 0000004e 00000003 01010200 00000000 00000000 0000003a
      0009 01 00 06 ${asciiHex("abc=xy")} 00
      0005 02 00 0001 0064
      0015 06 00 20010db8000000000000000000000001 00 06 1234
      0003 63 00 aabb
      000a 00`,
    fields: {
      "someipsd.option.config_string_element": ["abc=xy"],
      "someipsd.option.priority": ["1"],
      "someipsd.option.weight": ["100"],
      "someipsd.option.ipv6address": ["2001:db8::1"],
      "someipsd.option.port": ["4660"],
      "someipsd.option.unknown_data": ["aabb"],
    },
    info: SD,
  },
];

readsMessages("SOME/IP", SOMEIP_PROTOCOL, MESSAGES);
