/** RTCP, RFC 3550 §6, with the feedback of RFC 4585: the packets of a compound, one after another. */

import { defineField } from "../field.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const TYPES: Readonly<Record<number, string>> = {
  192: "Full Intra-frame Request (H.261)",
  193: "Negative Acknowledgement (H.261)",
  194: "SMPTE time-code mapping",
  195: "Extended inter-arrival jitter report",
  200: "Sender Report",
  201: "Receiver Report",
  202: "Source description",
  203: "Goodbye",
  204: "Application specific",
  205: "Generic RTP Feedback",
  206: "Payload-specific Feedback",
  207: "Extended report (RFC 3611)",
  208: "AVB RTCP packet (IEEE1733)",
  209: "Receiver Summary Information",
  210: "Port Mapping",
};

const ITEM_TYPES: Readonly<Record<number, string>> = {
  0: "END",
  1: "CNAME (user and domain)",
  2: "NAME (common name)",
  3: "EMAIL (e-mail address)",
  4: "PHONE (phone number)",
  5: "LOC (geographic location)",
  6: "TOOL (name/version of source app)",
  7: "NOTE (note about source)",
  8: "PRIV (private extensions)",
};

const RTCP = defineField("rtcp", "protocol", "Real-time Transport Control Protocol");
const VERSION = defineField("rtcp.version", "uint8", "Version", { mask: 0xc0 });
const PADDING = defineField("rtcp.padding", "boolean", "Padding", { mask: 0x20 });
const REPORT_COUNT = defineField("rtcp.rc", "uint8", "Reception report count", { mask: 0x1f });
const SOURCE_COUNT = defineField("rtcp.sc", "uint8", "Source count", { mask: 0x1f });
const TYPE = defineField("rtcp.pt", "uint8", "Packet type", { values: TYPES });
const LENGTH = defineField("rtcp.length", "uint16", "Length");
const SENDER = defineField("rtcp.senderssrc", "uint32", "Sender SSRC", { hex: true });
const MEDIA_SOURCE = defineField("rtcp.mediassrc", "uint32", "Media source SSRC", { hex: true });
const NTP_HIGH = defineField("rtcp.timestamp.ntp.msw", "uint32", "Timestamp, MSW");
const NTP_LOW = defineField("rtcp.timestamp.ntp.lsw", "uint32", "Timestamp, LSW");
const RTP_TIMESTAMP = defineField("rtcp.timestamp.rtp", "uint32", "RTP timestamp");
const PACKET_COUNT = defineField("rtcp.sender.packetcount", "uint32", "Sender's packet count");
const OCTET_COUNT = defineField("rtcp.sender.octetcount", "uint32", "Sender's octet count");
const SOURCE = defineField("rtcp.ssrc.identifier", "uint32", "Identifier", { hex: true });
const FRACTION_LOST = defineField("rtcp.ssrc.fraction", "uint8", "Fraction lost");
const HIGHEST = defineField(
  "rtcp.ssrc.ext_high",
  "uint32",
  "Extended highest sequence number received",
);
const JITTER = defineField("rtcp.ssrc.jitter", "uint32", "Interarrival jitter");
const LAST_REPORT = defineField("rtcp.ssrc.lsr", "uint32", "Last SR timestamp");
const DELAY = defineField("rtcp.ssrc.dlsr", "uint32", "Delay since last SR timestamp");
const ITEM_TYPE = defineField("rtcp.sdes.type", "uint8", "Type", { values: ITEM_TYPES });
const ITEM_LENGTH = defineField("rtcp.sdes.length", "uint32", "Length", { octets: 1 });
const ITEM_TEXT = defineField("rtcp.sdes.text", "string", "Text");
const SUBTYPE = defineField("rtcp.app.subtype", "uint8", "Subtype", { mask: 0x1f });
const APPLICATION = defineField("rtcp.app.name", "string", "Name (ASCII)");
const APPLICATION_DATA = defineField("rtcp.app.data", "bytes", "Application specific data");
const TRANSPORT_FORMAT = defineField(
  "rtcp.rtpfb.fmt",
  "uint8",
  "RTCP Feedback message type (FMT)",
  { mask: 0x1f },
);
const PAYLOAD_FORMAT = defineField("rtcp.psfb.fmt", "uint8", "RTCP Feedback message type (FMT)", {
  mask: 0x1f,
});
const FEEDBACK = defineField("rtcp.fci", "bytes", "Feedback Control Information (FCI)");

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const SOURCE_DESCRIPTION = 202;
const GOODBYE = 203;
const APPLICATION_DEFINED = 204;
const TRANSPORT_FEEDBACK = 205;
const PAYLOAD_FEEDBACK = 206;

const HEADER_LEN = 4;
const SENDER_INFO_LEN = 20;
const REPORT_LEN = 24;

/** Packets of one compound that are read. */
const MAX_PACKETS = 32;
/** Items of one source description that are shown. */
const MAX_ITEMS = 64;

/** Appends the compound in `[start, end)`; nothing where it is none. */
export function dissectRtcp(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  if (end - start < HEADER_LEN || view.getUint8(start) >> 6 !== 2) return;
  if (TYPES[view.getUint8(start + 1)] === undefined) return;
  tree.layer("rtcp", RTCP.description, start, end);
  const names: string[] = [];
  let off = start;
  for (let count = 0; off + HEADER_LEN <= end && count < MAX_PACKETS; count += 1) {
    if (view.getUint8(off) >> 6 !== 2) break;
    const stop = Math.min(end, off + HEADER_LEN + 4 * view.getUint16(off + 2));
    names.push(addPacket(tree, off, stop));
    off = stop;
  }
  const info = names.map((name) => `${name}   `).join("");
  tree.summarize(names.join(", "));
  tree.show("RTCP", info);
}

/** @returns what the packet list shows of the packet */
function addPacket(tree: Tree, off: number, end: number): string {
  const { view } = tree;
  const type = view.getUint8(off + 1);
  const count = view.getUint8(off) & 0x1f;
  const name = TYPES[type] ?? "Unknown";
  tree.add(VERSION, off);
  tree.add(PADDING, off);
  tree.add(TYPE, off + 1);
  tree.add(LENGTH, off + 2);
  const body = off + HEADER_LEN;
  switch (type) {
    case SENDER_REPORT:
      tree.add(REPORT_COUNT, off);
      if (end - body < 4 + SENDER_INFO_LEN) return name;
      addSender(tree, body);
      addReports(tree, body + 4 + SENDER_INFO_LEN, end, count);
      return name;
    case RECEIVER_REPORT:
      tree.add(REPORT_COUNT, off);
      if (end - body < 4) return name;
      tree.add(SENDER, body);
      addReports(tree, body + 4, end, count);
      return name;
    case SOURCE_DESCRIPTION:
      tree.add(SOURCE_COUNT, off);
      addDescriptions(tree, body, end, count);
      return name;
    case GOODBYE:
      tree.add(SOURCE_COUNT, off);
      for (let at = body, left = count; left > 0 && at + 4 <= end; at += 4, left -= 1) {
        tree.add(SOURCE, at);
      }
      return name;
    case APPLICATION_DEFINED:
      tree.add(SUBTYPE, off);
      if (end - body >= 8) {
        tree.add(SOURCE, body);
        tree.add(APPLICATION, body + 4, 4);
        if (end > body + 8) tree.add(APPLICATION_DATA, body + 8, end - body - 8);
      }
      return `${name}   subtype=${count}`;
    case TRANSPORT_FEEDBACK:
    case PAYLOAD_FEEDBACK:
      tree.add(type === TRANSPORT_FEEDBACK ? TRANSPORT_FORMAT : PAYLOAD_FORMAT, off);
      if (end - body >= 8) {
        tree.add(SENDER, body);
        tree.add(MEDIA_SOURCE, body + 4);
        if (end > body + 8) tree.add(FEEDBACK, body + 8, end - body - 8);
      }
      return name;
    default:
      return name;
  }
}

function addSender(tree: Tree, off: number): void {
  tree.add(SENDER, off);
  tree.add(NTP_HIGH, off + 4);
  tree.add(NTP_LOW, off + 8);
  tree.add(RTP_TIMESTAMP, off + 12);
  tree.add(PACKET_COUNT, off + 16);
  tree.add(OCTET_COUNT, off + 20);
}

function addReports(tree: Tree, start: number, end: number, count: number): void {
  for (
    let at = start, left = count;
    left > 0 && at + REPORT_LEN <= end;
    at += REPORT_LEN, left -= 1
  ) {
    tree.add(SOURCE, at);
    tree.add(FRACTION_LOST, at + 4);
    tree.add(HIGHEST, at + 8);
    tree.add(JITTER, at + 12);
    tree.add(LAST_REPORT, at + 16);
    tree.add(DELAY, at + 20);
  }
}

/** RFC 3550 §6.5: chunks of a source and its items, each filled up to a word. */
function addDescriptions(tree: Tree, start: number, end: number, count: number): void {
  const { view } = tree;
  let off = start;
  for (let left = count; left > 0 && off + 4 <= end; left -= 1) {
    tree.add(SOURCE, off);
    let at = off + 4;
    for (let items = 0; at < end && view.getUint8(at) !== 0 && items < MAX_ITEMS; items += 1) {
      if (at + 2 > end) return;
      const length = view.getUint8(at + 1);
      tree.add(ITEM_TYPE, at);
      tree.add(ITEM_LENGTH, at + 1);
      if (at + 2 + length > end) return;
      tree.add(ITEM_TEXT, at + 2, length);
      at += 2 + length;
    }
    off += (Math.floor((at - off) / 4) + 1) * 4;
  }
}

/**
 * A report whose length is exactly that of its blocks, or feedback in a compound whose lengths add up to
 * the datagram's.
 */
function matches(view: DataView, off: number, end: number): boolean {
  if (end - off < 8 || view.getUint8(off) >> 6 !== 2 || ((end - off) & 3) !== 0) return false;
  const type = view.getUint8(off + 1);
  const count = view.getUint8(off) & 0x1f;
  const words = view.getUint16(off + 2);
  if (4 * (words + 1) > end - off) return false;
  if (type === SENDER_REPORT) return words === 6 + 6 * count;
  if (type === RECEIVER_REPORT) return words === 1 + 6 * count;
  return (
    type >= APPLICATION_DEFINED && type <= PAYLOAD_FEEDBACK && words >= 2 && addsUp(view, off, end)
  );
}

function addsUp(view: DataView, off: number, end: number): boolean {
  let at = off;
  for (let count = 0; at + HEADER_LEN <= end && count < MAX_PACKETS; count += 1) {
    const type = view.getUint8(at + 1);
    if (view.getUint8(at) >> 6 !== 2 || type < SENDER_REPORT || type > 207) return false;
    at += HEADER_LEN + 4 * view.getUint16(at + 2);
  }
  return at === end;
}

export const RTCP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Rtcp],
  datagram: { firstOctets: Array.from({ length: 64 }, (_, low) => 0x80 | low), matches },
  fields: [
    ...[RTCP, VERSION, PADDING, REPORT_COUNT, SOURCE_COUNT, TYPE, LENGTH, SENDER, MEDIA_SOURCE],
    ...[NTP_HIGH, NTP_LOW, RTP_TIMESTAMP, PACKET_COUNT, OCTET_COUNT, SOURCE, FRACTION_LOST],
    ...[HIGHEST, JITTER, LAST_REPORT, DELAY, ITEM_TYPE, ITEM_LENGTH, ITEM_TEXT, SUBTYPE],
    ...[APPLICATION, APPLICATION_DATA, TRANSPORT_FORMAT, PAYLOAD_FORMAT, FEEDBACK],
  ],
  dissect: (packet, tree) => dissectRtcp(tree, packet.payloadStart, packet.payloadEnd),
};
