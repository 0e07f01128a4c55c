import { asciiHex } from "./application-protocol.contract.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { UTP_PROTOCOL } from "./utp.ts";

const PEERS = {
  transport: "udp",
  from: 64_969,
  to: 40_959,
  layers: "bt-utp",
  protocol: "BT-uTP",
} as const;
const BACK = { ...PEERS, from: PEERS.to, to: PEERS.from };
const SYN = "41 00 5302 10eeb2f0 00000000 00000000 e7f5 0000";
const BEFORE = [{ ...PEERS, hex: SYN }];
const HANDSHAKE = `13${asciiHex("BitTorrent protocol")}0000000000180005${"0c".repeat(20)}${"2d".repeat(20)}`;

/* Headers of nDPI's capture bittorrent_utp.pcap. */
const MESSAGES: readonly ExpectedMessage[] = [
  {
    ...PEERS,
    name: "A connection is asked for",
    hex: SYN,
    fields: {
      "bt-utp.ver": ["1"],
      "bt-utp.type": ["4"],
      "bt-utp.next_extension_type": ["0"],
      "bt-utp.connection_id": ["21250"],
      "bt-utp.timestamp_us": ["284078832"],
      "bt-utp.timestamp_diff_us": ["0"],
      "bt-utp.wnd_size": ["0"],
      "bt-utp.seq_nr": ["59381"],
      "bt-utp.ack_nr": ["0"],
      "bt-utp.len": ["0"],
    },
    info: "Connection ID:21250 [Syn] Seq=59381 Ack=0 Win=0 Len=0",
  },
  {
    ...BACK,
    name: "A state with an extension",
    before: BEFORE,
    hex: "21 02 5302 06ff3f5f 7fffffff 0000f000 49c7 e7f5 00 08 0000000000000000",
    fields: {
      "bt-utp.next_extension_type": ["2", "0"],
      "bt-utp.extension_len": ["8"],
      "bt-utp.extension_bitmask": ["0000000000000000"],
      "bt-utp.data": [],
    },
    info: "Connection ID:21250 [State] Seq=18887 Ack=59381 Win=61440 Len=0",
  },
  {
    ...PEERS,
    name: "Peers shake hands, and say more in the same datagram",
    hex: `01 00 5303 10f06876 09f12917 00100000 e7f6 49c6 ${HANDSHAKE} 00000001 01`,
    fields: { "bt-utp.len": ["73"], "bittorrent.msg.type": ["1"] },
    layers: "bt-utp:bittorrent",
    protocol: "BitTorrent",
    info: "Handshake  Unchoke  ",
  },
  {
    ...BACK,
    name: "A state behind a question to the hash table",
    before: [
      { ...PEERS, hex: asciiHex("d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe") },
      ...BEFORE,
    ],
    hex: "21 00 5302 06ff3f5f 7fffffff 0000f000 49c7 e7f5",
    info: "Connection ID:21250 [State] Seq=18887 Ack=59381 Win=61440 Len=0",
  },
  {
    ...PEERS,
    name: "A part of the stream that begins inside a message",
    before: BEFORE,
    hex: "01 00 5303 10f06876 09f12917 00100000 e7f7 49c6 ffffffff 0102",
    fields: { "bt-utp.data": ["ffffffff0102"] },
    layers: "bt-utp:bittorrent",
    protocol: "BitTorrent",
    info: "Continuation data  ",
  },
  {
    ...PEERS,
    name: "A close that says why",
    before: BEFORE,
    hex: "11 03 5303 10f06876 09f12917 00100000 e7f8 49c6 00 04 00000001",
    fields: { "bt-utp.extension_unknown": ["00000001"] },
    info: "Connection ID:21251 [Fin] Seq=59384 Ack=18886 Win=1048576 Len=0",
  },
  {
    ...PEERS,
    name: "An extension beyond the datagram makes it something else",
    before: BEFORE,
    hex: "21 01 5303 10f06876 09f12917 00100000 e7f8 49c6 00 04 0000",
    layers: "data",
    protocol: "UDP",
    info: "64969 → 40959 Len=24",
  },
];

readsMessages("uTP", UTP_PROTOCOL, MESSAGES);
