/** Messages of the NT LAN Manager security support provider, MS-NLMP §2.2.1. */

import { defineField, type FieldSpec, fieldDefiner } from "../field.ts";
import type { Tree } from "../tree.ts";
import { startsWith } from "./ascii.ts";
import { addFileTime } from "./file-time.ts";
import { readText } from "./name-text.ts";
import { readUtf16 } from "./utf16.ts";

const SIGNATURE = "NTLMSSP\0";
const HEADER_LEN = 12;
/** Longest name that is read, in octets. */
const MAX_NAME = 512;
/** Items of a target's description; ten kinds are defined (MS-NLMP §2.2.2.1). */
const MAX_ITEMS = 32;
const UNICODE = 0x01;
const VERSION = 0x0200_0000;

const MessageType = { Negotiate: 1, Challenge: 2, Authenticate: 3 } as const;

const TYPES: Readonly<Record<number, string>> = {
  1: "NTLMSSP_NEGOTIATE",
  2: "NTLMSSP_CHALLENGE",
  3: "NTLMSSP_AUTH",
};

const define = fieldDefiner("ntlmssp", { littleEndian: true });

function flag(name: string, description: string, mask: number): FieldSpec {
  return define(name, "boolean", description, { octets: 4, mask });
}

const NTLMSSP = defineField("ntlmssp", "protocol", "NTLM Secure Service Provider");
const IDENTIFIER = define("identifier", "string", "NTLMSSP identifier");
const TYPE = define("messagetype", "uint32", "NTLM Message Type", { hex: true, values: TYPES });
const FLAGS = define("negotiateflags", "uint32", "Negotiate Flags", { hex: true });
const FLAG_BITS: readonly FieldSpec[] = [
  flag("negotiate56", "Negotiate 56", 0x8000_0000),
  flag("negotiatekeyexch", "Negotiate Key Exchange", 0x4000_0000),
  flag("negotiate128", "Negotiate 128", 0x2000_0000),
  flag("negotiateversion", "Negotiate Version", VERSION),
  flag("negotiatetargetinfo", "Negotiate Target Info", 0x0080_0000),
  flag("requestnonntsession", "Request Non-NT Session", 0x0040_0000),
  flag("negotiateidentify", "Negotiate Identify", 0x0010_0000),
  flag("negotiatentlm2", "Negotiate Extended Security", 0x0008_0000),
  flag("targettypeshare", "Target Type Share", 0x0004_0000),
  flag("targettypeserver", "Target Type Server", 0x0002_0000),
  flag("targettypedomain", "Target Type Domain", 0x0001_0000),
  flag("negotiatealwayssign", "Negotiate Always Sign", 0x8000),
  flag("negotiateoemworkstationsupplied", "Negotiate OEM Workstation Supplied", 0x2000),
  flag("negotiateoemdomainsupplied", "Negotiate OEM Domain Supplied", 0x1000),
  flag("negotiateanonymous", "Negotiate Anonymous", 0x0800),
  flag("negotiatentonly", "Negotiate NT Only", 0x0400),
  flag("negotiatentlm", "Negotiate NTLM key", 0x0200),
  flag("negotiatelmkey", "Negotiate Lan Manager Key", 0x80),
  flag("negotiatedatagram", "Negotiate Datagram", 0x40),
  flag("negotiateseal", "Negotiate Seal", 0x20),
  flag("negotiatesign", "Negotiate Sign", 0x10),
  flag("requesttarget", "Request Target", 0x04),
  flag("negotiateoem", "Negotiate OEM", 0x02),
  flag("negotiateunicode", "Negotiate UNICODE", UNICODE),
];
const WORKSTATION = define("negotiate.callingworkstation", "string", "Calling workstation name");
const CALLING_DOMAIN = define("negotiate.domain", "string", "Calling workstation domain");
const TARGET_NAME = define("challenge.target_name", "string", "Target Name");
const CHALLENGE = define("ntlmserverchallenge", "bytes", "NTLM Server Challenge");
const DOMAIN = define("auth.domain", "string", "Domain name");
const USER = define("auth.username", "string", "User name");
const HOST = define("auth.hostname", "string", "Host name");
const LM_RESPONSE = define("auth.lmresponse", "bytes", "Lan Manager Response");
const NT_RESPONSE = define("auth.ntresponse", "bytes", "NTLM Response");
const SESSION_KEY = define("auth.sesskey", "bytes", "Session Key");
const MAJOR = define("version.major", "uint8", "Major Version");
const MINOR = define("version.minor", "uint8", "Minor Version");
const BUILD = define("version.build_number", "uint16", "Build Number");
const REVISION = define("version.ntlm_current_revision", "uint8", "NTLM Current Revision");
const ITEM_TYPE = define("challenge.target_info.item.type", "uint16", "Target Info Item Type", {
  hex: true,
});
const ITEM_LENGTH = define(
  "challenge.target_info.item.length",
  "uint16",
  "Target Info Item Length",
);
const ITEM_NAMES: Readonly<Record<number, FieldSpec>> = {
  1: define("challenge.target_info.nb_computer_name", "string", "NetBIOS Computer Name"),
  2: define("challenge.target_info.nb_domain_name", "string", "NetBIOS Domain Name"),
  3: define("challenge.target_info.dns_computer_name", "string", "DNS Computer Name"),
  4: define("challenge.target_info.dns_domain_name", "string", "DNS Domain Name"),
  5: define("challenge.target_info.dns_tree_name", "string", "DNS Tree Name"),
  9: define("challenge.target_info.target_name", "string", "Target Name"),
};
const TIMESTAMP_ITEM = 7;
const TIMESTAMP = define("challenge.target_info.timestamp", "absoluteTime", "Timestamp");
const VERIFIER = define("verf.body", "bytes", "Verifier Body");

export const NTLMSSP_FIELDS: readonly FieldSpec[] = [
  ...[NTLMSSP, IDENTIFIER, TYPE, FLAGS, ...FLAG_BITS, WORKSTATION, CALLING_DOMAIN, TARGET_NAME],
  ...[CHALLENGE, DOMAIN, USER, HOST, LM_RESPONSE, NT_RESPONSE, SESSION_KEY, MAJOR, MINOR, BUILD],
  ...[REVISION, ITEM_TYPE, ITEM_LENGTH, ...Object.values(ITEM_NAMES), TIMESTAMP, VERIFIER],
];

export function isNtlmssp(view: DataView, off: number, end: number): boolean {
  return end - off >= HEADER_LEN && startsWith(view, off, end, SIGNATURE);
}

/** A signature of the provider over other octets, MS-NLMP §2.2.2.9. */
export function dissectNtlmsspVerifier(tree: Tree, start: number, end: number): void {
  tree.layer("ntlmssp", NTLMSSP.description, start, end);
  tree.add(VERIFIER, start, end - start);
}

/**
 * Appends the layer of the message `[start, end)`, which {@link isNtlmssp} accepted.
 *
 * @returns what Info columns say of it: `NTLMSSP_AUTH, User: DOMAIN\name`
 */
export function dissectNtlmssp(tree: Tree, start: number, end: number): string {
  const { view } = tree;
  const type = view.getUint32(start + 8, true);
  const name = TYPES[type] ?? `Unknown message type ${type}`;
  tree.layer("ntlmssp", NTLMSSP.description, start, end);
  tree.summarize(name);
  tree.value(IDENTIFIER, "NTLMSSP", start, start + 8);
  tree.add(TYPE, start + 8);
  switch (type) {
    case MessageType.Negotiate:
      addNegotiate(tree, start, end);
      return name;
    case MessageType.Challenge:
      addChallenge(tree, start, end);
      return name;
    case MessageType.Authenticate:
      return `${name}${addAuthenticate(tree, start, end)}`;
    default:
      return name;
  }
}

function addFlags(tree: Tree, off: number): number {
  tree.inside(tree.add(FLAGS, off), () => {
    for (const bit of FLAG_BITS) tree.add(bit, off);
  });
  return tree.view.getUint32(off, true);
}

function addVersion(tree: Tree, off: number, end: number): void {
  if (off + 8 > end) return;
  tree.add(MAJOR, off);
  tree.add(MINOR, off + 1);
  tree.add(BUILD, off + 2);
  tree.add(REVISION, off + 7);
}

function addNegotiate(tree: Tree, start: number, end: number): void {
  if (start + 16 > end) return;
  const flags = addFlags(tree, start + 12);
  if (start + 32 > end) return;
  addString(tree, CALLING_DOMAIN, { start, end, at: start + 16, isUnicode: false });
  addString(tree, WORKSTATION, { start, end, at: start + 24, isUnicode: false });
  if ((flags & VERSION) !== 0) addVersion(tree, start + 32, end);
}

function addChallenge(tree: Tree, start: number, end: number): void {
  if (start + 32 > end) return;
  const flags = tree.view.getUint32(start + 20, true);
  const isUnicode = (flags & UNICODE) !== 0;
  addString(tree, TARGET_NAME, { start, end, at: start + 12, isUnicode });
  addFlags(tree, start + 20);
  tree.add(CHALLENGE, start + 24, 8);
  if (start + 48 > end) return;
  const length = tree.view.getUint16(start + 40, true);
  const at = start + tree.view.getUint32(start + 44, true);
  if (at >= start + 48 && at + length <= end) addTargetInfo(tree, at, at + length);
  if ((flags & VERSION) !== 0) addVersion(tree, start + 48, end);
}

function addTargetInfo(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  let off = start;
  for (let count = 0; off + 4 <= end && count < MAX_ITEMS; count += 1) {
    const type = view.getUint16(off, true);
    const length = view.getUint16(off + 2, true);
    tree.add(ITEM_TYPE, off);
    tree.add(ITEM_LENGTH, off + 2);
    if (type === 0 || off + 4 + length > end) return;
    const spec = ITEM_NAMES[type];
    const value = off + 4;
    if (spec !== undefined) {
      const text = readUtf16(view, value, value + Math.min(length, MAX_NAME));
      tree.value(spec, text, value, value + length);
    } else if (type === TIMESTAMP_ITEM && length === 8) {
      addFileTime(tree, TIMESTAMP, value);
    }
    off = value + length;
  }
}

/** @returns `, User: DOMAIN\name`, empty where the user is not named */
function addAuthenticate(tree: Tree, start: number, end: number): string {
  if (start + 52 > end) return "";
  const { view } = tree;
  const hasFlags = start + 64 <= end;
  const isUnicode = !hasFlags || (view.getUint32(start + 60, true) & UNICODE) !== 0;
  addOctets(tree, LM_RESPONSE, start, end, start + 12);
  addOctets(tree, NT_RESPONSE, start, end, start + 20);
  const domain = addString(tree, DOMAIN, { start, end, at: start + 28, isUnicode });
  const user = addString(tree, USER, { start, end, at: start + 36, isUnicode });
  addString(tree, HOST, { start, end, at: start + 44, isUnicode });
  if (hasFlags) {
    addOctets(tree, SESSION_KEY, start, end, start + 52);
    const flags = addFlags(tree, start + 60);
    if ((flags & VERSION) !== 0) addVersion(tree, start + 64, end);
  }
  return user === undefined ? "" : `, User: ${domain ?? ""}\\${user}`;
}

interface StringPlace {
  readonly start: number;
  readonly end: number;
  /** Where length, room and offset of the string stand. */
  readonly at: number;
  readonly isUnicode: boolean;
}

/** Strings and octets lie where their descriptor says, counted from the message's start. */
function addString(tree: Tree, spec: FieldSpec, place: StringPlace): string | undefined {
  const { view } = tree;
  const { start, end, at, isUnicode } = place;
  const length = view.getUint16(at, true);
  const off = start + view.getUint32(at + 4, true);
  if (length === 0) return tree.value(spec, "NULL", at, at + 8).raw;
  if (off < start + HEADER_LEN || off + length > end) return undefined;
  const stop = off + Math.min(length, MAX_NAME);
  const text = isUnicode ? readUtf16(view, off, stop) : readText(view, off, stop);
  return tree.value(spec, text, off, off + length).raw;
}

function addOctets(tree: Tree, spec: FieldSpec, start: number, end: number, at: number): void {
  const length = tree.view.getUint16(at, true);
  const off = start + tree.view.getUint32(at + 4, true);
  if (length > 0 && off >= start + HEADER_LEN && off + length <= end) tree.add(spec, off, length);
}
