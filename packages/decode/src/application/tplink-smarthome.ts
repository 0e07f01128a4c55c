/**
 * TP-Link's protocol for plugs and lamps: JSON in a running exclusive-or, each octet of it the key of
 * the next. Over TCP a length of four octets stands in front.
 */

import { FieldList } from "../field-list.ts";
import type { Field } from "../layer.ts";
import { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { dissectJson } from "./json.ts";
import { readText } from "./name-text.ts";

const PORT = 9999;
const TCP = 6;
const LENGTH_LEN = 4;
const FIRST_KEY = 0xab;
const BRACE = 0x7b;

/** Longest message; a device's whole schedule takes about 8 KiB. */
const MAX_LENGTH = 65_536;

/** Octets of a message that the packet list shows. */
const MAX_INFO = 1024;

const list = new FieldList();

list.define("tplink-smarthome", "protocol", "TP-Link Smart Home Protocol");
const LENGTH = list.define("tplink_smarthome.len", "uint32", "Len");
const MESSAGE = list.define("tplink_smarthome.msg", "string", "Msg");

/** A brace, and then what may follow one in JSON, at the port. */
function matches(view: DataView, off: number, end: number, packet: Packet): boolean {
  const start = packet.ipProtocol === TCP ? off + LENGTH_LEN : off;
  if (end - start < 2) return false;
  const first = view.getUint8(start);
  const second = first ^ view.getUint8(start + 1);
  return (first ^ FIRST_KEY) === BRACE && (second === 0x22 || second === 0x7d);
}

function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < LENGTH_LEN) return 0;
  const length = view.getUint32(off);
  return length > MAX_LENGTH ? end - off : LENGTH_LEN + length;
}

function decrypted(view: DataView, start: number, end: number): Uint8Array<ArrayBuffer> {
  const text = new Uint8Array(end - start);
  let key = FIRST_KEY;
  for (let index = 0; index < text.length; index += 1) {
    const octet = view.getUint8(start + index);
    text[index] = octet ^ key;
    key = octet;
  }
  return text;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart, payloadEnd: end } = packet;
  const isStream = packet.ipProtocol === TCP;
  const start = isStream ? payloadStart + LENGTH_LEN : payloadStart;
  if (start >= end || (view.getUint8(start) ^ FIRST_KEY) !== BRACE) return;
  const layer = tree.layer("tplink-smarthome", "TP-Link Smart Home Protocol", payloadStart, end);
  if (isStream) tree.add(LENGTH, payloadStart);
  const octets = decrypted(view, start, end);
  const clear = new Packet();
  clear.view = new DataView(octets.buffer);
  clear.end = octets.length;
  const text = readText(clear.view, 0, octets.length);
  tree.value(MESSAGE, text, start, end);
  const kind = packet.destinationPort === PORT ? "Cmd" : "Rsp";
  const shown = readText(clear.view, 0, Math.min(octets.length, MAX_INFO));
  layer.summary = `${isStream ? "TCP" : "UDP"} ${kind}: ${shown}`;
  addJson(tree, clear, start - packet.start);
  tree.show("TPLINK-SMARTHOME/JSON", layer.summary);
}

/** The fields of the clear text, which lie where its octets lie in the packet. */
function addJson(tree: Tree, clear: Packet, base: number): void {
  const inner = new Tree(clear);
  dissectJson(inner, 0, clear.end);
  const read = inner.layers[0];
  if (read === undefined) return;
  const start = tree.packet.start + base;
  const layer = tree.layer(read.protocol, read.title, start, start + clear.end);
  const moved = (field: Field): Field => ({
    ...field,
    start: field.start + base,
    end: field.end + base,
    children: field.children.map(moved),
  });
  layer.fields.push(...read.fields.map(moved));
}

export const TPLINK_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.TplinkSmartHome],
  tcpPorts: [PORT],
  udpPorts: [PORT],
  stream: { ports: [PORT], matches },
  datagram: { ports: [PORT], matches },
  fields: list.specs,
  dissect,
  messageLength,
};
