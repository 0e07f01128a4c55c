/** SIP's header fields, RFC 3261 §20 and the registry at IANA, in their long and compact forms. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { addUri, CONTACT, FROM, TO, URI_FIELDS } from "./sip-uri.ts";
import { headerText, type TextHeader, type TextHeaders } from "./text-header.ts";

/** Compact forms, RFC 3261 §7.3.3 and later documents. */
export const SIP_LONG_NAMES: Readonly<Record<string, string>> = {
  a: "accept-contact",
  c: "content-type",
  e: "content-encoding",
  f: "from",
  i: "call-id",
  k: "supported",
  l: "content-length",
  m: "contact",
  o: "event",
  r: "refer-to",
  s: "subject",
  t: "to",
  u: "allow-events",
  v: "via",
  x: "session-expires",
};

const NUMBERS = ["Content-Length", "Expires", "Max-Forwards", "Retry-After", "RSeq"];

const TEXTS = [
  ...["Accept", "Accept-Contact", "Accept-Encoding", "Accept-Language", "Alert-Info", "Allow"],
  ...["Allow-Events", "Authentication-Info", "Authorization", "Call-ID", "Call-Info", "Contact"],
  ...["Content-Disposition", "Content-Encoding", "Content-Language", "Content-Type", "CSeq"],
  ...["Date", "Error-Info", "Event", "From", "In-Reply-To", "Join", "MIME-Version"],
  ...["Min-Expires", "Min-SE", "Organization", "P-Access-Network-Info", "P-Asserted-Identity"],
  ...["P-Called-Party-ID", "P-Charging-Vector", "P-Preferred-Identity", "Priority", "Privacy"],
  ...["Proxy-Authenticate", "Proxy-Authorization", "Proxy-Require", "RAck", "Reason"],
  ...["Record-Route", "Refer-To", "Referred-by", "Replaces", "Reply-To", "Require"],
  ...["Route", "Server", "Session-Expires", "Subject"],
  ...["Subscription-State", "Supported", "Timestamp", "To", "Unsupported", "User-Agent", "Via"],
  ...["Warning", "WWW-Authenticate"],
];

const HEADERS: ReadonlyMap<string, FieldSpec> = new Map([
  ...TEXTS.map((name) => [name.toLowerCase(), defineField(`sip.${name}`, "string", name)] as const),
  ...NUMBERS.map(
    (name) => [name.toLowerCase(), defineField(`sip.${name}`, "uint32", name)] as const,
  ),
]);

const SEQUENCE = defineField("sip.CSeq.seq", "uint32", "Sequence Number");
const SEQUENCE_METHOD = defineField("sip.CSeq.method", "string", "CSeq method");
const VIA_TRANSPORT = defineField("sip.Via.transport", "string", "Transport");
const VIA_ADDRESS = defineField("sip.Via.sent-by.address", "string", "Sent-by Address");
const VIA_PORT = defineField("sip.Via.sent-by.port", "uint16", "Sent-by port");
const VIA_BRANCH = defineField("sip.Via.branch", "string", "Branch");
const VIA_RECEIVED = defineField("sip.Via.received", "string", "Received");
const AUTH_SCHEME = defineField("sip.auth.scheme", "string", "Authentication Scheme");

const AUTH_PARTS: ReadonlyMap<string, FieldSpec> = new Map(
  [
    ...["username", "realm", "nonce", "uri", "algorithm", "opaque", "qop", "cnonce", "nc"],
    ...["domain", "stale"],
  ].map((name) => [name, defineField(`sip.auth.${name}`, "string", name)]),
);
const AUTH_RESPONSE = defineField(
  "sip.auth.digest.response",
  "string",
  "Digest Authentication Response",
);

export const SIP_HEADER_FIELDS: readonly FieldSpec[] = [
  ...HEADERS.values(),
  ...[SEQUENCE, SEQUENCE_METHOD, VIA_TRANSPORT, VIA_ADDRESS, VIA_PORT, VIA_BRANCH, VIA_RECEIVED],
  ...[AUTH_SCHEME, AUTH_RESPONSE],
  ...AUTH_PARTS.values(),
  ...URI_FIELDS,
];

export function addSipHeaders(tree: Tree, { headers }: TextHeaders): void {
  for (const line of headers) {
    const short = line.name.toLowerCase();
    const name =
      (Object.hasOwn(SIP_LONG_NAMES, short) ? SIP_LONG_NAMES[short] : undefined) ?? short;
    const spec = HEADERS.get(name);
    if (spec === undefined) continue;
    const text = headerText(tree.view, line);
    const isNumber = spec.type === "uint32";
    if (isNumber && !/^\d{1,9}$/.test(text)) continue;
    const value = isNumber ? Number(text) : text;
    const start = Math.min(line.valueStart, line.valueEnd);
    tree.inside(tree.value(spec, value, start, line.valueEnd), () =>
      addParts(tree, name, text, line),
    );
  }
}

function addParts(
  tree: Tree,
  name: string,
  text: string,
  { valueStart, valueEnd }: TextHeader,
): void {
  const start = Math.min(valueStart, valueEnd);
  switch (name) {
    case "from":
      addUri(tree, FROM, text, start, valueEnd);
      return;
    case "to":
      addUri(tree, TO, text, start, valueEnd);
      return;
    case "contact":
      addUri(tree, CONTACT, text, start, valueEnd);
      return;
    case "cseq":
      addSequence(tree, text, start, valueEnd);
      return;
    case "via":
      addVia(tree, text, start, valueEnd);
      return;
    case "authorization":
    case "proxy-authorization":
    case "www-authenticate":
    case "proxy-authenticate":
      addAuthentication(tree, text, start, valueEnd);
      return;
    default:
      return;
  }
}

function addSequence(tree: Tree, text: string, start: number, end: number): void {
  const [, number, method] = /^(\d{1,10})\s+(\S+)/.exec(text) ?? [];
  if (number === undefined || method === undefined) return;
  tree.value(SEQUENCE, Number(number), start, end);
  tree.value(SEQUENCE_METHOD, method, start, end);
}

/** `SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK…`. */
function addVia(tree: Tree, text: string, start: number, end: number): void {
  const [, transport, address, port] =
    /^SIP\s*\/\s*2\.0\s*\/\s*(\w+)\s+(\[[^\]]*\]|[^\s;:,]+)(?::(\d{1,5}))?/i.exec(text) ?? [];
  if (transport === undefined || address === undefined) return;
  tree.value(VIA_TRANSPORT, transport, start, end);
  tree.value(VIA_ADDRESS, address, start, end);
  if (port !== undefined) tree.value(VIA_PORT, Number(port), start, end);
  const branch = /;\s*branch=([^;,\s]*)/i.exec(text)?.[1];
  if (branch !== undefined) tree.value(VIA_BRANCH, branch, start, end);
  const received = /;\s*received=([^;,\s]*)/i.exec(text)?.[1];
  if (received !== undefined) tree.value(VIA_RECEIVED, received, start, end);
}

/** Digest authentication, RFC 8760: pairs of names and values behind the scheme. */
function addAuthentication(tree: Tree, text: string, start: number, end: number): void {
  const space = text.indexOf(" ");
  tree.value(AUTH_SCHEME, space < 0 ? text : text.slice(0, space), start, end);
  if (space < 0) return;
  for (const pair of text.slice(space + 1).split(",", 32)) {
    const equals = pair.indexOf("=");
    const name = pair.slice(0, Math.max(0, equals)).trim().toLowerCase();
    const spec = name === "response" ? AUTH_RESPONSE : AUTH_PARTS.get(name);
    if (spec !== undefined) tree.value(spec, pair.slice(equals + 1).trim(), start, end);
  }
}
