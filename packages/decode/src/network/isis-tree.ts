/** OSI's protocols on links: IS-IS (ISO/IEC 10589, RFC 1195) and ES-IS (ISO 9542) by their heads, CLNP by name. */

import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";

const CLNP = 0x81;
const ESIS = 0x82;
const ISIS = 0x83;
const HEADER_LEN = 8;
/** Cisco HDLC has the control octet of LLC before the identifier. */
const CONTROL_LEN = 1;

type Kind = "hello" | "lsp" | "csnp" | "psnp";

/** PDU types: their kind, and what the packet list calls them. */
const TYPES: Readonly<Record<number, readonly [kind: Kind, name: string]>> = {
  15: ["hello", "L1 HELLO"],
  16: ["hello", "L2 HELLO"],
  17: ["hello", "P2P HELLO"],
  18: ["lsp", "L1 LSP"],
  20: ["lsp", "L2 LSP"],
  24: ["csnp", "L1 CSNP"],
  25: ["csnp", "L2 CSNP"],
  26: ["psnp", "L1 PSNP"],
  27: ["psnp", "L2 PSNP"],
};
const ESIS_TYPES: Readonly<Record<number, string>> = {
  2: "ES HELLO",
  4: "IS HELLO",
  6: "RD REQUEST",
};

const NLPID = defineField("osi.nlpid", "uint8", "Network Layer Protocol Identifier", {
  hex: true,
  values: { 129: "CLNP", 130: "ESIS", 131: "ISIS" },
});
const LENGTH = defineField("isis.len", "uint8", "PDU Header Length");
const VERSION = defineField("isis.version", "uint8", "Version");
const SYSTEM_LENGTH = defineField("isis.sysid_len", "uint8", "System ID Length");
const TYPE = defineField("isis.type", "uint8", "PDU Type", { mask: 0x1f });
const AREAS = defineField("isis.max_area_adr", "uint8", "Maximum Area Addresses");
const HELLO_SOURCE = defineField("isis.hello.source_id", "string", "SystemID {Sender of PDU}");
const HOLDING_TIME = defineField("isis.hello.holding_timer", "uint16", "Holding timer");
const LSP_LENGTH = defineField("isis.lsp.pdu_length", "uint16", "PDU length");
const LIFETIME = defineField("isis.lsp.remaining_life", "uint16", "Remaining lifetime");
const LSP_ID = defineField("isis.lsp.lsp_id", "string", "LSP-ID");
const SEQUENCE = defineField("isis.lsp.sequence_number", "uint32", "Sequence number", {
  hex: true,
});
const CSNP_SOURCE = defineField("isis.csnp.source_id", "string", "Source-ID");
const PSNP_SOURCE = defineField("isis.psnp.source_id", "string", "Source-ID");
const ESIS_TYPE = defineField("esis.type", "uint8", "PDU Type", { mask: 0x1f, values: ESIS_TYPES });
const ESIS_HOLDING = defineField("esis.htime", "uint16", "Holding Time");

export const OSI_FIELDS: readonly FieldSpec[] = [
  NLPID,
  LENGTH,
  VERSION,
  SYSTEM_LENGTH,
  TYPE,
  AREAS,
  HELLO_SOURCE,
  HOLDING_TIME,
  LSP_LENGTH,
  LIFETIME,
  LSP_ID,
  SEQUENCE,
  CSNP_SOURCE,
  PSNP_SOURCE,
  ESIS_TYPE,
  ESIS_HOLDING,
];

/** Frame Relay names the protocol itself, so that OSI has no layer there. */
export function dissectOsi(tree: Tree, place: LayerPlace): void {
  const { end } = place;
  const start = tree.protocols.at(-1) === "chdlc" ? place.start + CONTROL_LEN : place.start;
  if (start >= end) return;
  const nlpid = tree.view.getUint8(start);
  if (tree.protocols.at(-1) !== "fr") {
    tree.layer(
      "osi",
      "ISO 10589 ISIS InTRA Domain Routeing Information Exchange Protocol",
      start,
      start + 1,
    );
    tree.add(NLPID, start);
  }
  if (nlpid === ISIS) addIsis(tree, start, end);
  else if (nlpid === ESIS) addEsis(tree, start, end);
  else if (nlpid === CLNP) {
    tree.layer("clnp", "ISO 8473/X.233 CLNP ConnectionLess Network Protocol", start, end);
    tree.show("CLNP", "");
  }
}

function addEsis(tree: Tree, start: number, end: number): void {
  tree.layer("esis", "ISO 9542 ESIS Routeing Information Exchange Protocol", start, end);
  const type = Number(addWithin(tree, ESIS_TYPE, start + 4, end)?.value);
  addWithin(tree, ESIS_HOLDING, start + 5, end);
  tree.show("ESIS", ESIS_TYPES[type] ?? "Unknown (0x0)");
}

function addIsis(tree: Tree, start: number, end: number): void {
  tree.layer("isis", "ISO 10589 ISIS", start, Math.min(end, start + HEADER_LEN));
  addWithin(tree, LENGTH, start + 1, end);
  addWithin(tree, VERSION, start + 2, end);
  addWithin(tree, SYSTEM_LENGTH, start + 3, end);
  const type = Number(addWithin(tree, TYPE, start + 4, end)?.value);
  addWithin(tree, AREAS, start + 7, end);
  const known = TYPES[type];
  if (known === undefined) {
    tree.show("ISIS", "");
    return;
  }
  const [kind, name] = known;
  const title = kind === "hello" ? "ISIS HELLO" : `ISO 10589 ISIS ${kind.toUpperCase()}`;
  tree.layer(`isis.${kind}`, title, start + HEADER_LEN, end);
  const detail = addBody(tree, kind, start + HEADER_LEN, end);
  tree.show(`ISIS ${kind.toUpperCase()}`, `${name}${detail}`);
}

function addBody(tree: Tree, kind: Kind, off: number, end: number): string {
  switch (kind) {
    case "hello": {
      if (off + 7 > end) return "";
      const id = systemId(tree.view, off + 1);
      tree.value(HELLO_SOURCE, id, off + 1, off + 7);
      addWithin(tree, HOLDING_TIME, off + 7, end);
      return `, System-ID: ${id}`;
    }
    case "lsp":
      return addLsp(tree, off, end);
    case "csnp": {
      if (off + 25 > end) return "";
      const first = lspId(tree.view, off + 9);
      const last = lspId(tree.view, off + 17);
      const id = sourceId(tree.view, off + 2);
      tree.value(CSNP_SOURCE, id, off + 2, off + 9);
      return `, Source-ID: ${id}, Start LSP-ID: ${first}, End LSP-ID: ${last}`;
    }
    default: {
      if (off + 9 > end) return "";
      const id = sourceId(tree.view, off + 2);
      tree.value(PSNP_SOURCE, id, off + 2, off + 9);
      return `, Source-ID: ${id}`;
    }
  }
}

function addLsp(tree: Tree, off: number, end: number): string {
  addWithin(tree, LSP_LENGTH, off, end);
  const life = addWithin(tree, LIFETIME, off + 2, end);
  if (life === undefined || off + 16 > end) return "";
  const id = lspId(tree.view, off + 4);
  tree.value(LSP_ID, id, off + 4, off + 12);
  const sequence = tree.add(SEQUENCE, off + 12);
  return `, LSP-ID: ${id}, Sequence: ${sequence?.raw}, Lifetime: ${life.raw.padStart(5)}s`;
}

/** Six octets in three groups: `1111.1111.1111`. */
function systemId(view: DataView, off: number): string {
  return [0, 2, 4].map((at) => hex(view.getUint16(off + at), 4)).join(".");
}

/** A system and its circuit: `1111.1111.1111.00`. */
function sourceId(view: DataView, off: number): string {
  return `${systemId(view, off)}.${hex(view.getUint8(off + 6), 2)}`;
}

function lspId(view: DataView, off: number): string {
  return `${sourceId(view, off)}-${hex(view.getUint8(off + 7), 2)}`;
}
