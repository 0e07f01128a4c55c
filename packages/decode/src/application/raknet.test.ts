import { asciiHex } from "./application-protocol.contract.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { RAKNET_PROTOCOL } from "./raknet.ts";

const MAGIC = "00ffff00 fefefefe fdfdfdfd 12345678";
const UP = {
  transport: "udp",
  from: 44_501,
  to: 6003,
  layers: "raknet:raknet",
  protocol: "RakNet",
} as const;
const DOWN = { ...UP, from: UP.to, to: UP.from };
const BEFORE = [{ ...UP, hex: `05 ${MAGIC} 06` }];
/** 148.153.35.205:60030, as it is sent. */
const ADDRESS = "04 6b66dc32 ea7e";

/* Octets of nDPI's capture raknet.pcap; those of other kinds are after them. */
const MESSAGES: readonly ExpectedMessage[] = [
  {
    ...UP,
    name: "A first request",
    hex: `05 ${MAGIC} 06 0000`,
    fields: {
      "raknet.offline.message.id": ["0x05"],
      "raknet.offline_message.data_id": ["00ffff00fefefefefdfdfdfd12345678"],
      "raknet.proto_ver": ["6"],
    },
    info: "Open Connection Request 1",
  },
  {
    ...DOWN,
    name: "A first reply",
    hex: `06 ${MAGIC} 000591a536052220 00 05d4`,
    fields: {
      "raknet.server_id": ["000591a536052220"],
      "raknet.use_encryption": ["0"],
      "raknet.MTU": ["1492"],
    },
    info: "Open Connection Reply 1",
  },
  {
    ...UP,
    name: "A second request turns the address's bits back",
    hex: `07 ${MAGIC} ${ADDRESS} 0240 00000000490f027c`,
    fields: {
      "raknet.ip.version": ["4"],
      "raknet.ip.v4_address": ["148.153.35.205"],
      "raknet.port": ["60030"],
      "raknet.client.guid": ["00000000490f027c"],
    },
    info: "Open Connection Request 2",
  },
  {
    ...DOWN,
    name: "A second reply to an address of IPv6",
    hex: `08 ${MAGIC} 000591a536052220 06 0017add5 00000000 20010db8000000000000000000000001 00000000 0240 01`,
    fields: {
      "raknet.ip.v6_address": ["2001:db8::1"],
      "raknet.port": ["44501"],
      "raknet.MTU": ["576"],
      "raknet.use_encryption": ["1"],
    },
    info: "Open Connection Reply 2",
  },
  {
    ...UP,
    name: "A ping outside of a connection",
    hex: `01 0000000000000fa0 ${MAGIC} 00000000490f027c`,
    fields: { "raknet.timestamp": ["4000"] },
    info: "Unconnected Ping",
  },
  {
    ...DOWN,
    name: "A pong names the server",
    hex: `1c 0000000000000fa0 000591a536052220 ${MAGIC} 0006 ${asciiHex("MCPE;a")}`,
    fields: { "raknet.server_id_str": ["MCPE;a"] },
    info: "Unconnected Pong",
  },
  {
    ...DOWN,
    name: "Another version is refused",
    hex: `19 06 ${MAGIC} 000591a536052220`,
    fields: { "raknet.proto_ver": ["6"], "raknet.server_id": ["000591a536052220"] },
    info: "Incompatible Protocol Version",
  },
  {
    ...UP,
    name: "A connection is asked for",
    before: BEFORE,
    hex: "84 000000 40 0090 000000 09 00000000490f027c 0000000000002ef8 00",
    fields: {
      "raknet.packet.type": ["0x84"],
      "raknet.packet.needs_B_and_AS": ["1"],
      "raknet.packet_number": ["0"],
      "raknet.message.reliability": ["2"],
      "raknet.payload.length": ["144"],
      "raknet.reliable.number": ["0"],
      "raknet.system.message.id": ["0x09"],
      "raknet.timestamp": ["12024"],
    },
    info: "#0: Connection Request",
  },
  {
    ...DOWN,
    name: "A ping and a pong in one datagram",
    before: BEFORE,
    hex: "84 010000 00 0048 00 000000130c0a5b00 00 0088 03 0000000000002f19 000000130c0a5b00",
    fields: {
      "raknet.system.message.id": ["0x00", "0x03"],
      "raknet.timestamp": ["81806383872", "12057", "81806383872"],
    },
    layers: "raknet:raknet:raknet",
    info: "#1: Connected Ping, Connected Pong",
  },
  {
    ...DOWN,
    name: "A connection is accepted",
    before: BEFORE,
    hex: `84 000000 60 0300 000000 000000 00 10 ${ADDRESS} 005d ${ADDRESS.repeat(10)} 0000000000002ef8 000000130c0a5ad6`,
    fields: {
      "raknet.system.index": ["93"],
      "raknet.ordering.index": ["0"],
      "raknet.ordering.channel": ["0"],
      "raknet.timestamp": ["12024", "81806383830"],
    },
    info: "#0: Connection Request Accepted",
  },
  {
    ...UP,
    name: "A part of the game's message",
    before: BEFORE,
    hex: "84 050000 50 0018 070000 00000002 0001 00000000 fe0102",
    fields: {
      "raknet.message.has_split_packet": ["1"],
      "raknet.reliable.number": ["7"],
      "raknet.split.count": ["2"],
      "raknet.split.id": ["1"],
      "raknet.split.index": ["0"],
    },
    layers: "raknet",
    info: "#5: ",
  },
  {
    ...DOWN,
    name: "Datagrams are acknowledged",
    before: BEFORE,
    hex: "c0 0002 00 010000 020000 01 050000",
    fields: {
      "raknet.packet.is_ACK": ["1"],
      "raknet.NACK.record_count": ["2"],
      "raknet.range.packet_number.min": ["1", "5"],
      "raknet.range.packet_number.max": ["2"],
    },
    layers: "raknet",
    info: "ACK #1..2, #5",
  },
  {
    ...DOWN,
    name: "A datagram is missed",
    before: BEFORE,
    hex: "a0 0001 01 030000",
    fields: { "raknet.packet.is_NAK": ["1"] },
    layers: "raknet",
    info: "NAK #3",
  },
];

readsMessages("RakNet", RAKNET_PROTOCOL, MESSAGES);
