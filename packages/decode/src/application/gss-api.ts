/**
 * Security tokens: the Generic Security Service framing (RFC 2743 §3.1) and the simple and protected negotiation
 * of mechanisms in it (RFC 4178 §4.2, MS-SPNG), in which NTLM and Kerberos travel.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { readHex } from "../text.ts";
import type { Tree } from "../tree.ts";
import { dissectNtlmssp, dissectNtlmsspVerifier, isNtlmssp, NTLMSSP_FIELDS } from "./ntlmssp.ts";

const SPNEGO_OID = "1.3.6.1.5.5.2";
const KERBEROS_OIDS: readonly string[] = [
  "1.2.840.113554.1.2.2",
  "1.2.840.48018.1.2.2",
  "1.2.840.113554.1.2.2.3",
];
/** Mechanisms of one offer that are shown. */
const MAX_MECHANISMS = 16;
/** Longest object identifier that is read, in octets. */
const MAX_OID = 32;

/** Token identifiers around messages, and the octet that follows their flags (RFC 4121 §4.2.6). */
const MIC = 0x0404;
const WRAP = 0x0504;
const FILLER = 0xff;
const MESSAGE_HEADER_LEN = 16;

const GSS_API = defineField(
  "gss-api",
  "protocol",
  "GSS-API Generic Security Service Application Program Interface",
);
const SPNEGO = defineField("spnego", "protocol", "Simple Protected Negotiation");
const KERBEROS = defineField("spnego-krb5", "protocol", "SPNEGO-KRB5");
const OID = defineField("gss-api.OID", "string", "OID");
const MECHANISM = defineField("spnego.MechType", "string", "MechType");
const MECHANISM_COUNT = defineField("spnego.mechTypes", "uint32", "mechTypes");
const RESULT = defineField("spnego.negResult", "uint32", "negResult", {
  values: { 0: "accept-completed", 1: "accept-incomplete", 2: "reject", 3: "request-mic" },
});
const SUPPORTED = defineField("spnego.supportedMech", "string", "supportedMech");
const MECH_TOKEN = defineField("spnego.mechToken", "bytes", "mechToken");
const RESPONSE_TOKEN = defineField("spnego.responseToken", "bytes", "responseToken");
const MECH_LIST_MIC = defineField("spnego.mechListMIC", "bytes", "mechListMIC");
const KERBEROS_OID = defineField("spnego.krb5_oid", "string", "KRB5 OID");
const KERBEROS_TOKEN = defineField("spnego.krb5.tok_id", "uint16", "krb5_tok_id", {
  hex: true,
  littleEndian: true,
  values: {
    1: "KRB5_AP_REQ",
    2: "KRB5_AP_REP",
    3: "KRB5_ERROR",
    1028: "KRB_TOKEN_CFX_GETMIC",
    1029: "KRB_TOKEN_CFX_WRAP",
  },
});
const KERBEROS_FLAGS = defineField("spnego.krb5.cfx_flags", "uint8", "krb5_cfx_flags", {
  hex: true,
});
const KERBEROS_FLAG_BITS: readonly FieldSpec[] = [
  defineField("spnego.krb5.acceptor_subkey", "boolean", "AcceptorSubkey", { mask: 0x04 }),
  defineField("spnego.krb5.sealed", "boolean", "Sealed", { mask: 0x02 }),
  defineField("spnego.krb5.send_by_acceptor", "boolean", "SendByAcceptor", { mask: 0x01 }),
];
const KERBEROS_EXTRA = defineField("spnego.krb5.cfx_ec", "uint16", "krb5_cfx_ec");
const KERBEROS_ROTATION = defineField("spnego.krb5.cfx_rrc", "uint16", "krb5_cfx_rrc");
const KERBEROS_SEQUENCE = defineField("spnego.krb5.cfx_seq", "uint64", "krb5_cfx_seq");
const KERBEROS_CHECKSUM = defineField("spnego.krb5.sgn_cksum", "bytes", "krb5_sgn_cksum");

export const GSS_API_FIELDS: readonly FieldSpec[] = [
  ...[GSS_API, SPNEGO, KERBEROS, OID, MECHANISM, MECHANISM_COUNT, RESULT, SUPPORTED, MECH_TOKEN],
  ...[RESPONSE_TOKEN, MECH_LIST_MIC, KERBEROS_OID, KERBEROS_TOKEN, KERBEROS_FLAGS],
  ...[
    ...KERBEROS_FLAG_BITS,
    KERBEROS_EXTRA,
    KERBEROS_ROTATION,
    KERBEROS_SEQUENCE,
    KERBEROS_CHECKSUM,
  ],
  ...NTLMSSP_FIELDS,
];

const Tag = {
  Enumerated: 0x0a,
  OctetString: 0x04,
  Oid: 0x06,
  Sequence: 0x30,
  Token: 0x60,
  Init: 0xa0,
  Response: 0xa1,
} as const;

interface Element {
  readonly tag: number;
  /** Of the contents. */
  readonly start: number;
  readonly end: number;
}

/** The element of the Distinguished Encoding Rules at `off` (X.690 §8.1), cut at `end`. */
function readElement(view: DataView, off: number, end: number): Element | undefined {
  if (off + 2 > end) return undefined;
  const first = view.getUint8(off + 1);
  if (first < 0x80) {
    return { tag: view.getUint8(off), start: off + 2, end: Math.min(end, off + 2 + first) };
  }
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4 || off + 2 + octets > end) return undefined;
  let length = 0;
  for (let i = 0; i < octets; i += 1) length = length * 256 + view.getUint8(off + 2 + i);
  const start = off + 2 + octets;
  return { tag: view.getUint8(off), start, end: Math.min(end, start + length) };
}

/** `1.3.6.1.5.5.2`, X.690 §8.19; empty where it is cut or too long. */
function readOid(view: DataView, start: number, end: number): string {
  if (start >= end || end - start > MAX_OID) return "";
  const arcs: number[] = [];
  let arc = 0;
  for (let off = start; off < end; off += 1) {
    const octet = view.getUint8(off);
    arc = arc * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    if (arcs.length === 0) {
      const top = Math.min(2, Math.floor(arc / 40));
      arcs.push(top, arc - 40 * top);
    } else arcs.push(arc);
    arc = 0;
  }
  return arcs.join(".");
}

/**
 * Appends the layers of the token `[start, end)`.
 *
 * @returns what Info columns say of it; empty where there is nothing to say
 */
export function dissectGssApi(packet: Packet, tree: Tree, start: number, end: number): string {
  tree.layer("gss-api", GSS_API.description, start, end);
  if (isNtlmssp(packet.view, start, end)) return dissectNtlmssp(tree, start, end);
  if (isKerberosMessage(packet.view, start, end)) {
    dissectKerberos(tree, start, end);
    return "";
  }
  const token = readElement(packet.view, start, end);
  if (token === undefined) return "";
  if (token.tag !== Tag.Token) return dissectSpnego(tree, start, end);
  const mechanism = readElement(packet.view, token.start, token.end);
  if (mechanism?.tag !== Tag.Oid) return "";
  const oid = readOid(packet.view, mechanism.start, mechanism.end);
  tree.value(OID, oid, mechanism.start, mechanism.end);
  if (oid === SPNEGO_OID) return dissectSpnego(tree, mechanism.end, token.end);
  if (KERBEROS_OIDS.includes(oid)) dissectKerberos(tree, start, end);
  return "";
}

/** A negotiation token without or behind its framing, RFC 4178 §4.2. */
export function dissectSpnego(tree: Tree, start: number, end: number): string {
  const { view } = tree;
  let token = readElement(view, start, end);
  if (token?.tag === Tag.Token) {
    const mechanism = readElement(view, token.start, token.end);
    if (mechanism?.tag === Tag.Oid) token = readElement(view, mechanism.end, token.end);
  }
  if (token?.tag !== Tag.Init && token?.tag !== Tag.Response) return "";
  const isInit = token.tag === Tag.Init;
  const sequence = readElement(view, token.start, token.end);
  tree.layer("spnego", SPNEGO.description, start, end);
  tree.summarize(isInit ? "negTokenInit" : "negTokenTarg");
  if (sequence?.tag !== Tag.Sequence) return "";
  const inner: Element[] = [];
  let mechanism = "";
  let off = sequence.start;
  for (let count = 0; count < 4; count += 1) {
    const part = readElement(view, off, sequence.end);
    if (part === undefined) break;
    const value = readElement(view, part.start, part.end);
    if (value !== undefined) {
      mechanism ||= chosenMechanism(view, isInit, part.tag, value);
      const field = addPart(tree, isInit, part.tag, value);
      if (field && value.end > value.start) inner.push(value);
    }
    off = part.end;
  }
  const isKerberos = KERBEROS_OIDS.includes(mechanism);
  const said = inner.map(({ start: from, end: to }) => dissectInner(tree, from, to, isKerberos));
  return said.find((text) => text !== "") ?? "";
}

/** The mechanism that a part names: the first of an offer, or the one that an answer takes. */
function chosenMechanism(view: DataView, isInit: boolean, tag: number, value: Element): string {
  const named = isInit ? readElement(view, value.start, value.end) : value;
  if (tag !== (isInit ? 0xa0 : 0xa1) || named?.tag !== Tag.Oid) return "";
  return readOid(view, named.start, named.end);
}

/** @returns whether the part is a token of a mechanism */
function addPart(tree: Tree, isInit: boolean, tag: number, value: Element): boolean {
  const { view } = tree;
  const { start, end } = value;
  switch (tag) {
    case 0xa0:
      if (isInit) addMechanisms(tree, start, end);
      else if (value.tag === Tag.Enumerated && end > start) {
        tree.value(RESULT, view.getUint8(start), start, end);
      }
      return false;
    case 0xa1:
      if (value.tag === Tag.Oid) tree.value(SUPPORTED, readOid(view, start, end), start, end);
      return false;
    case 0xa2:
      if (value.tag !== Tag.OctetString) return false;
      tree.add(isInit ? MECH_TOKEN : RESPONSE_TOKEN, start, end - start);
      return true;
    case 0xa3:
      if (value.tag !== Tag.OctetString) return false;
      tree.add(MECH_LIST_MIC, start, end - start);
      return true;
    default:
      return false;
  }
}

function addMechanisms(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  const found: Element[] = [];
  let off = start;
  while (found.length < MAX_MECHANISMS) {
    const mechanism = readElement(view, off, end);
    if (mechanism?.tag !== Tag.Oid) break;
    found.push(mechanism);
    off = mechanism.end;
  }
  tree.value(MECHANISM_COUNT, found.length, start, end);
  for (const { start: from, end: to } of found) {
    tree.value(MECHANISM, readOid(view, from, to), from, to);
  }
}

/**
 * The token of the mechanism that was chosen: NTLM's and Kerberos's are known by how they begin.
 *
 * @param isKerberos whether Kerberos is the mechanism, whose tokens may come without their framing (MS-SPNG §3.2.5.1)
 */
function dissectInner(tree: Tree, start: number, end: number, isKerberos: boolean): string {
  const { view } = tree;
  if (isNtlmssp(view, start, end)) return dissectNtlmssp(tree, start, end);
  if (end - start === 16 && readHex(view, start, start + 4) === "01000000") {
    dissectNtlmsspVerifier(tree, start, end);
    return "";
  }
  const token = readElement(view, start, end);
  if (token?.tag === Tag.Token || isKerberos || isKerberosMessage(view, start, end)) {
    dissectKerberos(tree, start, end);
  }
  return "";
}

/** A token around a message, or its signature: RFC 4121 §4.2.6. */
export function isKerberosMessage(view: DataView, start: number, end: number): boolean {
  if (end - start < MESSAGE_HEADER_LEN || view.getUint8(start + 3) !== FILLER) return false;
  const id = view.getUint16(start);
  return id === MIC || id === WRAP;
}

export function dissectKerberos(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  tree.layer("spnego-krb5", KERBEROS.description, start, end);
  if (isKerberosMessage(view, start, end)) {
    addKerberosMessage(tree, start, end);
    return;
  }
  const token = readElement(view, start, end);
  const mechanism =
    token?.tag === Tag.Token ? readElement(view, token.start, token.end) : undefined;
  if (mechanism?.tag !== Tag.Oid) return;
  const oid = readOid(view, mechanism.start, mechanism.end);
  tree.value(KERBEROS_OID, oid, mechanism.start, mechanism.end);
  if (mechanism.end + 2 <= end) tree.add(KERBEROS_TOKEN, mechanism.end);
}

function addKerberosMessage(tree: Tree, start: number, end: number): void {
  tree.value(KERBEROS_TOKEN, tree.view.getUint16(start, true), start, start + 2);
  tree.inside(tree.add(KERBEROS_FLAGS, start + 2), () => {
    for (const spec of KERBEROS_FLAG_BITS) tree.add(spec, start + 2);
  });
  if (tree.view.getUint16(start) === MIC) {
    tree.add(KERBEROS_SEQUENCE, start + 8);
    return;
  }
  tree.add(KERBEROS_EXTRA, start + 4);
  tree.add(KERBEROS_ROTATION, start + 6);
  tree.add(KERBEROS_SEQUENCE, start + 8);
  if (end > start + MESSAGE_HEADER_LEN) {
    tree.add(KERBEROS_CHECKSUM, start + MESSAGE_HEADER_LEN, end - start - MESSAGE_HEADER_LEN);
  }
}
