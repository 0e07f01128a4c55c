/**
 * A write to a mailslot: an SMB transaction (MS-CIFS §2.2.4.33, MS-MAIL §2.2.1) in a datagram.
 *
 * Only what a mailslot uses of the transaction is read here.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { indexOfOctet, startsWith } from "./ascii.ts";
import { dissectBrowser } from "./browser.ts";
import { readText } from "./name-text.ts";

const HEADER_LEN = 32;
const COMMAND = 4;
const TRANSACTION = 0x25;

/** Words of the transaction up to its set-up, and the three of a mailslot's set-up. */
const FIXED_WORDS = 14;
const SETUP_WORDS = 3;
/** Offsets behind the word count. */
const DATA_LENGTH = 23;
const DATA_OFFSET = 25;
const SETUP = 29;

const BROWSE_SLOTS: ReadonlySet<string> = new Set(["\\MAILSLOT\\BROWSE", "\\MAILSLOT\\LANMAN"]);

const OPCODE = defineField("mailslot.opcode", "uint16", "Opcode", {
  values: { 1: "Write Mail Slot" },
});
const PRIORITY = defineField("mailslot.priority", "uint16", "Priority");
const CLASS = defineField("mailslot.class", "uint16", "Class", {
  values: { 1: "Reliable", 2: "Unreliable & Broadcast" },
});
const SIZE = defineField("mailslot.size", "uint16", "Size");
const NAME = defineField("mailslot.name", "string", "Mailslot Name");

export const MAILSLOT_FIELDS: readonly FieldSpec[] = [OPCODE, PRIORITY, CLASS, SIZE, NAME];

/** Appends the layers of the datagram's data in `[off, end)`; nothing where it is no SMB message. */
export function dissectMailslot(tree: Tree, off: number, end: number): void {
  if (end - off < HEADER_LEN || !startsWith(tree.view, off, end, "\xffSMB")) return;
  const { view } = tree;
  const words = off + HEADER_LEN;
  const layer = tree.layer("smb", "SMB (Server Message Block Protocol)", off, end);
  const isTransaction = view.getUint8(off + COMMAND) === TRANSACTION;
  tree.show("SMB", isTransaction ? "Trans Request" : "");
  if (!isTransaction || words >= end) return;
  if (view.getUint8(words) !== FIXED_WORDS + SETUP_WORDS) return;
  const name = words + 3 + 2 * (FIXED_WORDS + SETUP_WORDS);
  const nameEnd = indexOfOctet(view, Math.min(name, end), end, 0);
  if (nameEnd >= end) return;
  layer.end = words + SETUP - tree.packet.start;
  addSlot(tree, words + SETUP, name, nameEnd);
  const data = off + view.getUint16(words + DATA_OFFSET, true);
  const dataEnd = Math.min(end, data + view.getUint16(words + DATA_LENGTH, true));
  const slot = readText(view, name, nameEnd).toUpperCase();
  if (data > nameEnd && BROWSE_SLOTS.has(slot)) dissectBrowser(tree, data, dataEnd);
}

/** The set-up words and the name: a layer that tshark leaves out of `frame.protocols`. */
function addSlot(tree: Tree, setup: number, name: number, nameEnd: number): void {
  const { view } = tree;
  tree.layer("mailslot", "SMB MailSlot Protocol", setup, nameEnd + 1);
  tree.protocols.pop();
  for (const [index, spec] of [OPCODE, PRIORITY, CLASS, SIZE].entries()) {
    const at = setup + 2 * index;
    tree.value(spec, view.getUint16(at, true), at, at + 2);
  }
  tree.value(NAME, readText(view, name, nameEnd), name, nameEnd + 1);
}
