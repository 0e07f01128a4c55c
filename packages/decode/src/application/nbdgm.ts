/** NetBIOS datagram service, RFC 1002 §4.4: names of both ends around a message to a mailslot. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { BROWSER_FIELDS } from "./browser.ts";
import { dissectMailslot, MAILSLOT_FIELDS } from "./mailslot.ts";
import { ENCODED_LEN, netBiosSuffixName, readNetBiosName } from "./netbios-name.ts";
import { addRun, addWithin } from "./within.ts";

const PORT = 138;
const HEADER_LEN = 10;

const TYPES: Readonly<Record<number, string>> = {
  16: "Direct_unique datagram",
  17: "Direct_group datagram",
  18: "Broadcast datagram",
  19: "Datagram error",
  20: "Datagram query request",
  21: "Datagram positive query response",
  22: "Datagram negative query response",
};
const FIRST_TYPE = 16;
const LAST_WITH_DATA = 18;
const ERROR = 19;
const LAST_TYPE = 22;

const YES_NO = { 0: "No", 1: "Yes" };

const TYPE = defineField("nbdgm.type", "uint8", "Message Type", { values: TYPES });
const FLAGS = defineField("nbdgm.flags", "uint8", "Flags", { hex: true });
const MORE = defineField("nbdgm.next", "boolean", "More fragments follow", {
  mask: 0x01,
  values: YES_NO,
});
const FIRST = defineField("nbdgm.first", "boolean", "This is first fragment", {
  mask: 0x02,
  values: YES_NO,
});
const NODE_TYPE = defineField("nbdgm.node_type", "uint8", "Node Type", {
  mask: 0x0c,
  values: { 0: "B node", 1: "P node", 2: "M node", 3: "NBDD" },
});
const SOURCE = [
  defineField("nbdgm.dgram_id", "uint16", "Datagram ID", { hex: true }),
  defineField("nbdgm.src.ip", "ipv4", "Source IP"),
  defineField("nbdgm.src.port", "uint16", "Source Port"),
];
const LENGTHS = [
  defineField("nbdgm.dgram_len", "uint16", "Datagram length"),
  defineField("nbdgm.pkt_offset", "uint16", "Packet offset"),
];
const SOURCE_NAME = defineField("nbdgm.source_name", "string", "Source name");
const DESTINATION_NAME = defineField("nbdgm.destination_name", "string", "Destination name");
const ERROR_CODE = defineField("nbdgm.error_code", "uint8", "Error code", {
  hex: true,
  values: {
    130: "Destination name not present",
    131: "Invalid source name format",
    132: "Invalid destination name format",
  },
});

/** The type, the addresses and, with data, an encoded name where it must stand. */
function isDatagram(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN) return false;
  const type = view.getUint8(off);
  if (type < FIRST_TYPE || type > LAST_TYPE || view.getUint8(off + 1) > 0x0f) return false;
  if (type === ERROR) return end - off === HEADER_LEN + 1;
  const name = off + (type <= LAST_WITH_DATA ? HEADER_LEN + 4 : HEADER_LEN);
  return name < end && view.getUint8(name) === ENCODED_LEN;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (end - off < HEADER_LEN) return;
  const type = view.getUint8(off);
  const title = TYPES[type];
  if (title === undefined) return;
  const layer = tree.layer("nbdgm", "NetBIOS Datagram Service", off, end);
  tree.summarize(title);
  tree.show("NBDS", title);
  tree.add(TYPE, off);
  tree.inside(tree.add(FLAGS, off + 1), () => {
    for (const spec of [MORE, FIRST, NODE_TYPE]) tree.add(spec, off + 1);
  });
  addRun(tree, SOURCE, off + 2, end);
  let at = off + HEADER_LEN;
  if (type <= LAST_WITH_DATA) {
    at = addRun(tree, LENGTHS, at, end);
    at = addName(tree, SOURCE_NAME, at, end);
    at = addName(tree, DESTINATION_NAME, at, end);
    layer.end = at - packet.start;
    dissectMailslot(tree, at, end);
  } else if (type === ERROR) {
    addWithin(tree, ERROR_CODE, at, end);
  } else {
    addName(tree, DESTINATION_NAME, at, end);
  }
}

/** @returns the offset behind the name, `end` where it is malformed */
function addName(tree: Tree, spec: typeof SOURCE_NAME, off: number, end: number): number {
  if (off >= end) return end;
  const { name, after } = readNetBiosName(tree.view, off, off, end);
  if (after < 0) return end;
  const field = tree.value(spec, name.text, off, after);
  if (name.suffix >= 0) field.text = `${name.text} (${netBiosSuffixName(name.suffix)})`;
  return after;
}

export const NBDGM_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.NbDatagram],
  udpPorts: [PORT],
  datagram: { ports: [PORT], matches: isDatagram },
  fields: [
    ...[TYPE, FLAGS, MORE, FIRST, NODE_TYPE, ...SOURCE, ...LENGTHS, SOURCE_NAME],
    ...[DESTINATION_NAME, ERROR_CODE, ...MAILSLOT_FIELDS, ...BROWSER_FIELDS],
  ],
  dissect,
};
