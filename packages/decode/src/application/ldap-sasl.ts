/**
 * Security tokens in LDAP: those of SASL (RFC 4513 §5.2, RFC 4752 and MS-ADTS §5.1.1.1.2) and of Sicily, and the
 * messages that they protect, each behind its length.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import type { Tree } from "../tree.ts";
import { dissectGssApi, dissectSpnego, isKerberosMessage } from "./gss-api.ts";
import { dissectNtlmssp, isNtlmssp } from "./ntlmssp.ts";

const LENGTH_LEN = 4;
/** Longest protected message, in octets; RFC 4752 §3.3 has three octets for what peers agree on. */
const MAX_BUFFER = 0xff_ffff;
const SEALED = 0x02;
/** Header, encrypted copy of the header, and what is rotated behind them of a sealed message (RFC 4121 §4.2.4). */
const HEADERS_LEN = 32;

const BUFFER_LENGTH = defineField("ldap.sasl_buffer_length", "uint32", "SASL Buffer Length");

export const SASL_FIELDS: readonly FieldSpec[] = [BUFFER_LENGTH];

/**
 * Appends the layers of the token `[start, end)`; the layer that was open stays open.
 *
 * @param isFramed whether the mechanism's framing (`gss-api`) is named where there is none, as in requests
 * @returns what the Info column says of it
 */
export function dissectToken(tree: Tree, start: number, end: number, isFramed: boolean): string {
  const { packet } = tree;
  let said = "";
  tree.turnTo(packet, () => {
    if (isFramed) said = dissectGssApi(packet, tree, start, end);
    else if (isNtlmssp(packet.view, start, end)) said = dissectNtlmssp(tree, start, end);
    else said = dissectSpnego(tree, start, end);
  });
  return said === "" ? "" : `, ${said}`;
}

/** A length and the token of a protected message. */
export function isBuffer(view: DataView, off: number, end: number): boolean {
  return (
    off + LENGTH_LEN < end &&
    view.getUint32(off) <= MAX_BUFFER &&
    isKerberosMessage(view, off + LENGTH_LEN, end)
  );
}

/** Octets of the protected message at `off`, which {@link isBuffer} accepted. */
export function bufferLength(view: DataView, off: number): number {
  return LENGTH_LEN + view.getUint32(off);
}

/** Appends the layers of a protected message, which {@link isBuffer} accepted; its content is sealed or signed. */
export function dissectBuffer(packet: Packet, tree: Tree, start: number, end: number): void {
  const { view } = packet;
  tree.layer("ldap", "Lightweight Directory Access Protocol", start, end);
  tree.add(BUFFER_LENGTH, start);
  const token = start + LENGTH_LEN;
  const isSealed = (view.getUint8(token + 2) & SEALED) !== 0;
  const payload = end - token - HEADERS_LEN - view.getUint16(token + 6);
  const octets = isSealed && payload > 0 ? `: payload (${payload} bytes)` : "";
  dissectGssApi(packet, tree, token, end);
  tree.show("LDAP", `SASL GSS-API ${isSealed ? "Privacy" : "Integrity"}${octets}`);
}
