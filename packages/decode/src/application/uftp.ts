/** UFTP versions 4 and 5, encrypted multicast file transfer: the header of every message. */

import type { FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const PORT = 1044;
const HEADER_LEN = 16;
const VERSION_4 = 0x40;
const VERSION_5 = 0x50;
const FILE_SEGMENT = 9;

const FUNCTIONS: Readonly<Record<number, string>> = {
  1: "ANNOUNCE",
  2: "REGISTER",
  3: "CLIENT_KEY",
  4: "REG_CONF",
  5: "KEYINFO",
  6: "KEYINFO_ACK",
  7: "FILEINFO",
  8: "FILEINFO_ACK",
  9: "FILESEG",
  10: "DONE",
  11: "STATUS",
  12: "COMPLETE",
  13: "DONE_CONF",
  14: "HB_REQ",
  15: "HB_RESP",
  16: "KEY_REQ",
  17: "PROXY_KEY",
  18: "ENCRYPTED",
  19: "ABORT",
  20: "CONG_CTRL",
  21: "CC_ACK",
};

/** Width of the function in the packet list. */
const FUNCTION_WIDTH = 12;

const list = new FieldList();

list.define("uftp", "protocol", "UDP based FTP w/ multicast");

/** The same header under the name of each version. */
const HEADERS = { [VERSION_4]: headerFields("uftp4"), [VERSION_5]: headerFields("uftp5") };

interface HeaderFields {
  readonly layer: string;
  readonly title: string;
  /** Those in front of the round trip time. */
  readonly head: readonly FieldSpec[];
  readonly roundTrip: FieldSpec;
  readonly tail: readonly FieldSpec[];
  readonly segment: readonly FieldSpec[];
}

function headerFields(layer: string): HeaderFields {
  const title = `UDP based FTP w/ multicast V${layer.at(-1)}`;
  list.define(layer, "protocol", title);
  const define = (
    name: string,
    type: FieldSpec["type"],
    description: string,
    options = {},
  ): FieldSpec => list.define(`${layer}.${name}`, type, description, options);
  return {
    layer,
    title,
    head: [
      define("version", "uint8", "Protocol Version", { hex: true }),
      define("func", "uint8", "Type", { values: FUNCTIONS }),
      define("seq", "uint16", "Sequence Number"),
      define("src_id", "uint32", "Source ID", { hex: true }),
      define("group_id", "uint32", "Group ID", { hex: true }),
      define("group_inst", "uint8", "Group Instance ID"),
    ],
    roundTrip: define("grtt", "double", "Group Round Trip Time", { octets: 1 }),
    tail: [
      define("gsize", "uint8", "Group Size"),
      define("reserved", "uint8", "Reserved", { hex: true }),
    ],
    segment: [
      define("fileseg.func", "uint8", "Type", { values: FUNCTIONS }),
      define("fileseg.hlen", "uint8", "Header Length"),
      define("fileseg.file_id", "uint16", "File ID", { hex: true }),
      define("fileseg.section", "uint16", "Section"),
      define("fileseg.sec_block", "uint16", "Block"),
    ],
  };
}

/** Seconds of a quantized time, RFC 5740 §5.2: a microsecond to a thousand seconds. */
function secondsOf(octet: number): number {
  return octet < 31 ? (octet + 1) * 1e-6 : 1000 / Math.exp((255 - octet) / 13);
}

/** A version, a function, and the function again at the start of the body, at the port. */
function matches(view: DataView, off: number, end: number, packet: Packet): boolean {
  if (packet.sourcePort !== PORT && packet.destinationPort !== PORT) return false;
  if (end - off < HEADER_LEN + 4) return false;
  const code = view.getUint8(off + 1);
  return FUNCTIONS[code] !== undefined && view.getUint8(off + HEADER_LEN) === code;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const version = view.getUint8(start);
  const isKnown = version === VERSION_4 || version === VERSION_5;
  if (!isKnown || end - start < HEADER_LEN) return;
  tree.layer("uftp", "UDP based FTP w/ multicast", start, start);
  const specs = HEADERS[version];
  const layer = tree.layer(specs.layer, specs.title, start, end);
  const cursor = new FieldCursor(tree, start, end);
  for (const spec of specs.head) cursor.add(spec);
  const roundTrip = secondsOf(cursor.peek());
  tree.value(specs.roundTrip, roundTrip, cursor.off, cursor.off + 1);
  cursor.skip(1);
  for (const spec of specs.tail) cursor.add(spec);
  const code = view.getUint8(start + 1);
  const group = hex(view.getUint32(start + 8), 8).toUpperCase();
  let text = `${(FUNCTIONS[code] ?? "UNKNOWN").padEnd(FUNCTION_WIDTH)} ID=${group}`;
  if (code === FILE_SEGMENT && cursor.left >= 8) {
    const at = cursor.off;
    for (const spec of specs.segment) cursor.add(spec);
    const file = hex(view.getUint16(at + 2), 4).toUpperCase();
    text += `:${file}  Section=${view.getUint16(at + 4)}  Block=${view.getUint16(at + 6)}`;
  }
  layer.summary = text;
  tree.show("UFTP", text);
}

export const UFTP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Uftp],
  udpPorts: [PORT],
  datagram: { firstOctets: [VERSION_4, VERSION_5], matches },
  fields: list.specs,
  dissect,
};
