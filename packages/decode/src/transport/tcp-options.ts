/** TCP options, RFC 9293 §3.2 and the IANA TCP option kind numbers. */

import { defineField, type FieldSpec } from "../field.ts";
import { advance } from "../stream/sequence.ts";
import type { Tree } from "../tree.ts";

/** Kinds that the stack's own logic reads too. */
export const TcpOptionKind = {
  EndOfList: 0,
  NoOperation: 1,
  MaximumSegmentSize: 2,
  WindowScale: 3,
  SackPermitted: 4,
  Sack: 5,
  Timestamps: 8,
} as const;

export type TcpOptionKind = (typeof TcpOptionKind)[keyof typeof TcpOptionKind];

const NAMES: Readonly<Record<number, string>> = {
  0: "End of Option List (EOL)",
  1: "No-Operation (NOP)",
  2: "Maximum Segment Size",
  3: "Window Scale",
  4: "SACK Permitted",
  5: "SACK",
  6: "Echo",
  7: "Echo reply",
  8: "Time Stamp Option",
  19: "MD5 signature",
  28: "User Timeout",
  29: "TCP Authentication",
  30: "Multipath TCP",
  34: "TCP Fast Open",
  253: "Experimental 1",
  254: "Experimental 2",
};

/** Options that can be filtered by as a whole. */
const GROUPS: Readonly<Record<number, FieldSpec>> = {
  0: defineField("tcp.options.eol", "protocol", "TCP Option - End of Option List (EOL)"),
  1: defineField("tcp.options.nop", "protocol", "TCP Option - No-Operation (NOP)"),
  2: defineField("tcp.options.mss", "protocol", "TCP Option - Maximum Segment Size"),
  3: defineField("tcp.options.wscale", "protocol", "TCP Option - Window Scale"),
  4: defineField("tcp.options.sack_perm", "protocol", "TCP Option - SACK Permitted"),
  5: defineField("tcp.options.sack", "protocol", "TCP Option - SACK"),
  8: defineField("tcp.options.timestamp", "protocol", "TCP Option - Timestamps"),
  19: defineField("tcp.options.md5", "protocol", "TCP Option - TCP MD5 signature"),
  30: defineField("tcp.options.mptcp", "protocol", "TCP Option - Multipath TCP"),
  34: defineField("tcp.options.tfo", "protocol", "TCP Option - TCP Fast Open"),
};

const OPTIONS = defineField("tcp.options", "bytes", "Options");
const KIND = defineField("tcp.option_kind", "uint8", "Kind", { values: NAMES });
const LENGTH = defineField("tcp.option_len", "uint8", "Length");
const MSS = defineField("tcp.options.mss_val", "uint16", "MSS Value");
const SCALE = defineField("tcp.options.wscale.shift", "uint8", "Shift count");
const MULTIPLIER = defineField("tcp.options.wscale.multiplier", "uint16", "Multiplier");
const TS_VALUE = defineField("tcp.options.timestamp.tsval", "uint32", "Timestamp value");
const TS_REPLY = defineField("tcp.options.timestamp.tsecr", "uint32", "Timestamp echo reply");
const SACK_LEFT = defineField("tcp.options.sack_le", "uint32", "Left edge");
const SACK_RIGHT = defineField("tcp.options.sack_re", "uint32", "Right edge");

export const TCP_OPTION_FIELDS: readonly FieldSpec[] = [
  OPTIONS,
  ...Object.values(GROUPS),
  KIND,
  LENGTH,
  MSS,
  SCALE,
  MULTIPLIER,
  TS_VALUE,
  TS_REPLY,
  SACK_LEFT,
  SACK_RIGHT,
];

/** Octets of the option at `off`, or 0 where its length is impossible or it ends after `end`. */
export function optionLength(view: DataView, off: number, end: number): number {
  const kind = view.getUint8(off);
  if (kind === TcpOptionKind.EndOfList || kind === TcpOptionKind.NoOperation) return 1;
  const length = off + 1 < end ? view.getUint8(off + 1) : 0;
  return length < 2 || off + length > end ? 0 : length;
}

/** Adds every option in `[start, end)`; stops at one whose length does not fit. */
export function dissectTcpOptions(tree: Tree, start: number, end: number): void {
  const limit = Math.min(end, tree.packet.end);
  if (start >= limit) return;
  tree.inside(tree.add(OPTIONS, start, limit - start), (options) => {
    const names: string[] = [];
    let off = start;
    while (off < limit) {
      const length = optionLength(tree.view, off, limit);
      if (length === 0) break;
      names.push(addOption(tree, off, length));
      off += length;
    }
    options.text = names.join(", ");
  });
}

function addOption(tree: Tree, off: number, length: number): string {
  const kind = tree.view.getUint8(off);
  const name = NAMES[kind] ?? `Kind ${kind}`;
  const group = GROUPS[kind];
  if (group === undefined) addOptionFields(tree, off, length);
  else
    tree.inside(tree.group(group, off, off + length, ""), () => addOptionFields(tree, off, length));
  return name;
}

function addOptionFields(tree: Tree, off: number, length: number): void {
  const kind = tree.view.getUint8(off);
  tree.inside(tree.add(KIND, off), () => {
    if (length === 1) return;
    tree.add(LENGTH, off + 1);
    if (kind === TcpOptionKind.MaximumSegmentSize && length === 4) tree.add(MSS, off + 2);
    if (kind === TcpOptionKind.WindowScale && length === 3) {
      const shift = tree.view.getUint8(off + 2);
      tree.add(SCALE, off + 2);
      tree.value(MULTIPLIER, 2 ** Math.min(shift, 14), off + 2, off + 3);
    }
    if (kind === TcpOptionKind.Timestamps && length === 10) {
      tree.add(TS_VALUE, off + 2);
      tree.add(TS_REPLY, off + 6);
    }
    if (kind !== TcpOptionKind.Sack) return;
    const base = tree.transport?.tcp?.reverseBase ?? 0;
    for (let at = off + 2; at + 8 <= off + length; at += 8) {
      tree.value(SACK_LEFT, advance(tree.view.getUint32(at), -base), at, at + 4);
      tree.value(SACK_RIGHT, advance(tree.view.getUint32(at + 4), -base), at + 4, at + 8);
    }
  });
}

/**
 * What the Info column says of the options in `[start, end)`: ` MSS=1460 SACK_PERM WS=128`.
 *
 * @param base initial sequence number of the other end, from which edges are counted
 */
export function tcpOptionsInfo(view: DataView, start: number, end: number, base = 0): string {
  let text = "";
  for (let off = start; off < end; ) {
    const length = optionLength(view, off, end);
    if (length === 0) return text;
    text += optionInfo(view, off, length, base);
    off += length;
  }
  return text;
}

function optionInfo(view: DataView, off: number, length: number, base: number): string {
  switch (view.getUint8(off)) {
    case TcpOptionKind.MaximumSegmentSize:
      return length === 4 ? ` MSS=${view.getUint16(off + 2)}` : "";
    case TcpOptionKind.WindowScale:
      return length === 3 ? ` WS=${2 ** Math.min(view.getUint8(off + 2), 14)}` : "";
    case TcpOptionKind.SackPermitted:
      return " SACK_PERM";
    case TcpOptionKind.Timestamps:
      if (length !== 10) return "";
      return ` TSval=${view.getUint32(off + 2)} TSecr=${view.getUint32(off + 6)}`;
    case TcpOptionKind.Sack: {
      let edges = "";
      for (let at = off + 2; at + 8 <= off + length; at += 8) {
        const left = advance(view.getUint32(at), -base);
        edges += ` SLE=${left} SRE=${advance(view.getUint32(at + 4), -base)}`;
      }
      return edges;
    }
    default:
      return "";
  }
}
