/**
 * Financial Information eXchange, FIX 4.4 volume 1 and FIX session layer: `tag=value` between SOH octets.
 *
 * A message starts with the tags 8 and 9, the second of which counts the octets up to the last, 10.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet, startsWith } from "./ascii.ts";
import { MESSAGE_TYPES, TAGS } from "./fix-values.ts";
import { readText } from "./name-text.ts";

const SEPARATOR = 0x01;
const EQUALS = 0x3d;
/** Octets of `10=nnn` and the SOH behind it. */
const TRAILER_LEN = 7;
/** Where tag 9 has to be found, in octets. */
const MAX_HEAD = 64;
/** Fields of one message that are shown. */
const MAX_FIELDS = 400;
/** Digits of a tag and of a length. */
const MAX_DIGITS = 7;
/** Longest value that is shown, in octets. */
const MAX_VALUE = 1024;
const MESSAGE_TYPE = 35;

const FIX = defineField("fix", "protocol", "Financial Information eXchange Protocol");
const CONTINUATION = defineField("fix.data", "bytes", "Continuation Data");
const FIELDS_BY_TAG: ReadonlyMap<number, FieldSpec> = new Map(
  Object.entries(TAGS).map(([tag, name]) => [
    Number(tag),
    defineField(`fix.${name}`, "string", `${name} (${tag})`),
  ]),
);

function startsFix(view: DataView, off: number, end: number): boolean {
  return startsWith(view, off, end, "8=FIX");
}

/** The number of up to seven digits in `[off, end)`; -1 where it is none. */
function readNumber(view: DataView, off: number, end: number): number {
  if (off >= end || end - off > MAX_DIGITS) return -1;
  let value = 0;
  for (let at = off; at < end; at += 1) {
    const digit = view.getUint8(at) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function messageLength(view: DataView, off: number, end: number): number {
  if (!startsFix(view, off, end)) return end - off;
  const limit = Math.min(end, off + MAX_HEAD);
  const first = indexOfOctet(view, off, limit, SEPARATOR);
  if (first + 3 > limit) return limit < end ? end - off : 0;
  if (!startsWith(view, first + 1, limit, "9=")) return end - off;
  const second = indexOfOctet(view, first + 1, limit, SEPARATOR);
  if (second === limit) return limit < end ? end - off : 0;
  const length = readNumber(view, first + 3, second);
  return length < 0 ? end - off : second + 1 + length + TRAILER_LEN - off;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (!startsFix(view, start, end)) {
    tree.layer("fix", FIX.description, start, end);
    tree.add(CONTINUATION, start, end - start);
    tree.show("FIX", "[FIX continuation]");
    return;
  }
  tree.layer("fix", FIX.description, start, end);
  let type = "";
  let off = start;
  for (let count = 0; off < end && count < MAX_FIELDS; count += 1) {
    const stop = indexOfOctet(view, off, end, SEPARATOR);
    const equals = indexOfOctet(view, off, stop, EQUALS);
    const tag = readNumber(view, off, equals);
    if (equals === stop || tag < 0) break;
    const spec = FIELDS_BY_TAG.get(tag);
    const text = readText(view, equals + 1, Math.min(stop, equals + 1 + MAX_VALUE));
    if (spec !== undefined) tree.value(spec, text, off, stop);
    if (tag === MESSAGE_TYPE) type = text;
    off = stop + 1;
  }
  const name = MESSAGE_TYPES[type] ?? `FIX Message (${type})`;
  tree.summarize(name);
  tree.show("FIX", name);
}

export const FIX_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Fix],
  stream: { firstOctets: [0x38], matches: startsFix },
  fields: [FIX, CONTINUATION, ...FIELDS_BY_TAG.values()],
  dissect,
  messageLength,
};
