/** BitTorrent's distributed hash table, BEP 5: bencoded queries, responses and errors. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import { addBencoded } from "./bencode.ts";

const DHT = defineField("bt-dht", "protocol", "BitTorrent DHT Protocol");
const STRING = defineField("bt-dht.bencoded.string", "string", "String");
const INTEGER = defineField("bt-dht.bencoded.int", "string", "Int");
const ID = defineField("bt-dht.id", "bytes", "ID");
const ADDRESS = defineField("bt-dht.ip", "ipv4", "IP");
const ADDRESS6 = defineField("bt-dht.ip6", "ipv6", "IP");
const PORT = defineField("bt-dht.port", "uint16", "Port");

/** Octets of a node identifier, and of what is known of a node: identifier, address and port. */
const ID_LEN = 20;
const NODE_LEN = 26;
const NODE6_LEN = 38;
const PEER_LEN = 6;

/** Nodes of one list that are shown; BEP 5 sends eight. */
const MAX_NODES = 64;

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (end - start < 2 || view.getUint8(start) !== 0x64) return;
  tree.layer("bt-dht", DHT.description, start, end);
  const counts = { nodes: 0, peers: 0 };
  addBencoded(tree, start, end, { string: STRING, integer: INTEGER }, (key, from, to) => {
    if (key === "id" && to - from === ID_LEN) tree.add(ID, from, ID_LEN);
    else if (key === "nodes") counts.nodes += addNodes(tree, from, to, NODE_LEN);
    else if (key === "nodes6") counts.nodes += addNodes(tree, from, to, NODE6_LEN);
    else if (key === "values" && to - from === PEER_LEN) counts.peers += addPeer(tree, from, 4);
    else return false;
    return true;
  });
  const nodes = counts.nodes > 0 ? ` reply=${counts.nodes} nodes` : "";
  const peers = counts.peers > 0 ? ` reply=${counts.peers} peers` : "";
  tree.show("BT-DHT", `${DHT.description}${nodes}${peers}`);
}

/** @returns how many nodes the list holds */
function addNodes(tree: Tree, start: number, end: number, size: number): number {
  let count = 0;
  for (let at = start; at + size <= end && count < MAX_NODES; at += size) {
    tree.add(ID, at, ID_LEN);
    addPeer(tree, at + ID_LEN, size - ID_LEN - 2);
    count += 1;
  }
  return count;
}

function addPeer(tree: Tree, start: number, addressLength: number): number {
  tree.add(addressLength === 4 ? ADDRESS : ADDRESS6, start, addressLength);
  tree.add(PORT, start + addressLength);
  return 1;
}

export const BT_DHT_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.BtDht],
  datagram: {
    firstOctets: [0x64],
    matches: (view, off, end) =>
      startsWith(view, off, end, "d1:ad") ||
      startsWith(view, off, end, "d1:rd") ||
      startsWith(view, off, end, "d1:eli") ||
      startsWith(view, off, end, "d2:ip"),
  },
  fields: [DHT, STRING, INTEGER, ID, ADDRESS, ADDRESS6, PORT],
  dissect,
};
