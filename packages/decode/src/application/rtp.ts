/** RTP, RFC 3550 §5: the header and its extension; media is not read. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { dissectRtcp } from "./rtcp.ts";

/** RFC 3551 §6. */
const PAYLOAD_TYPES: Readonly<Record<number, string>> = {
  0: "ITU-T G.711 PCMU",
  1: "1016 (Reserved)",
  2: "ITU-T G.721",
  3: "GSM 06.10",
  4: "ITU-T G.723",
  5: "DVI4 8000 samples/s",
  6: "DVI4 16000 samples/s",
  7: "Experimental linear predictive encoding from Xerox PARC",
  8: "ITU-T G.711 PCMA",
  9: "ITU-T G.722",
  10: "16-bit uncompressed audio, stereo",
  11: "16-bit uncompressed audio, monaural",
  12: "Qualcomm Code Excited Linear Predictive coding",
  13: "Comfort noise",
  14: "MPEG-I/II Audio",
  15: "ITU-T G.728",
  16: "DVI4 11025 samples/s",
  17: "DVI4 22050 samples/s",
  18: "ITU-T G.729",
  19: "Comfort noise (old)",
  25: "Sun CellB video encoding",
  26: "JPEG-compressed video",
  28: "'nv' program",
  31: "ITU-T H.261",
  32: "MPEG-I/II Video",
  33: "MPEG-II transport streams",
  34: "ITU-T H.263",
};

function payloadTypeName(type: number): string | undefined {
  return type >= 96 ? `DynamicRTP-Type-${type}` : PAYLOAD_TYPES[type];
}

const RTP = defineField("rtp", "protocol", "Real-Time Transport Protocol");
const VERSION = defineField("rtp.version", "uint8", "Version", { mask: 0xc0 });
const PADDING = defineField("rtp.padding", "boolean", "Padding", { mask: 0x20 });
const EXTENSION = defineField("rtp.ext", "boolean", "Extension", { mask: 0x10 });
const SOURCE_COUNT = defineField("rtp.cc", "uint8", "Contributing source identifiers count", {
  mask: 0x0f,
});
const MARKER = defineField("rtp.marker", "boolean", "Marker", { mask: 0x80 });
const PAYLOAD_TYPE = defineField("rtp.p_type", "uint8", "Payload type", {
  mask: 0x7f,
  values: payloadTypeName,
});
const SEQUENCE = defineField("rtp.seq", "uint16", "Sequence number");
const TIMESTAMP = defineField("rtp.timestamp", "uint32", "Timestamp");
const SOURCE = defineField("rtp.ssrc", "uint32", "Synchronization Source identifier", {
  hex: true,
});
const CONTRIBUTOR = defineField("rtp.csrc.item", "uint32", "CSRC item", { hex: true });
const EXTENSION_PROFILE = defineField("rtp.ext.profile", "uint16", "Defined by profile", {
  hex: true,
});
const EXTENSION_LENGTH = defineField("rtp.ext.len", "uint16", "Extension length");
const PADDING_COUNT = defineField("rtp.padding.count", "uint8", "Padding count");
const PAYLOAD = defineField("rtp.payload", "bytes", "Payload");

const HEADER_LEN = 12;
const EXTENSION_HEADER_LEN = 4;
const VERSION_2 = 2;

/** Packet types of RTCP, which may share the port (RFC 5761 §4). */
const FIRST_RTCP = 192;
const LAST_RTCP = 223;

/** Appends the packet in `[start, end)`, or RTCP's layer where it is that; nothing for anything else. */
export function dissectRtp(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  if (end - start < HEADER_LEN || view.getUint8(start) >> 6 !== VERSION_2) return;
  const type = view.getUint8(start + 1);
  if (type >= FIRST_RTCP && type <= LAST_RTCP) {
    dissectRtcp(tree, start, end);
    return;
  }
  tree.layer("rtp", RTP.description, start, end);
  for (const spec of [VERSION, PADDING, EXTENSION, SOURCE_COUNT]) tree.add(spec, start);
  tree.add(MARKER, start + 1);
  tree.add(PAYLOAD_TYPE, start + 1);
  tree.add(SEQUENCE, start + 2);
  tree.add(TIMESTAMP, start + 4);
  tree.add(SOURCE, start + 8);
  addPayload(tree, addVariable(tree, start, end), start, end);
  show(tree, start);
}

/** The contributing sources and the extension (RFC 3550 §5.3.1). @returns their end */
function addVariable(tree: Tree, start: number, end: number): number {
  const { view } = tree;
  const first = view.getUint8(start);
  let off = start + HEADER_LEN;
  for (let left = first & 0x0f; left > 0 && off + 4 <= end; left -= 1, off += 4) {
    tree.add(CONTRIBUTOR, off);
  }
  if ((first & 0x10) === 0 || off + EXTENSION_HEADER_LEN > end) return off;
  tree.add(EXTENSION_PROFILE, off);
  tree.add(EXTENSION_LENGTH, off + 2);
  return Math.min(end, off + EXTENSION_HEADER_LEN + 4 * view.getUint16(off + 2));
}

function addPayload(tree: Tree, off: number, start: number, end: number): void {
  const { view } = tree;
  const isPadded = (view.getUint8(start) & 0x20) !== 0 && off < end;
  const padding = isPadded ? view.getUint8(end - 1) : 0;
  const stop = Math.max(off, end - padding);
  if (stop > off) tree.add(PAYLOAD, off, stop - off);
  if (isPadded) tree.add(PADDING_COUNT, end - 1);
}

function show(tree: Tree, start: number): void {
  const { view } = tree;
  const type = view.getUint8(start + 1) & 0x7f;
  const marker = view.getUint8(start + 1) >= 0x80 ? ", Mark" : "";
  const source = hex(view.getUint32(start + 8), 1).toUpperCase();
  const sequence = view.getUint16(start + 2);
  const info = `PT=${payloadTypeName(type) ?? "Unassigned"}, SSRC=0x${source}, Seq=${sequence}, Time=${view.getUint32(start + 4)}${marker}`;
  tree.summarize(info);
  tree.show("RTP", info);
}

export const RTP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Rtp],
  fields: [
    ...[RTP, VERSION, PADDING, EXTENSION, SOURCE_COUNT, MARKER, PAYLOAD_TYPE, SEQUENCE],
    ...[TIMESTAMP, SOURCE, CONTRIBUTOR, EXTENSION_PROFILE, EXTENSION_LENGTH, PADDING_COUNT],
    PAYLOAD,
  ],
  dissect: (packet: Packet, tree: Tree) => {
    dissectRtp(tree, packet.payloadStart, packet.payloadEnd);
  },
};
