/** Fields of DNS messages, for DNS, mDNS and LLMNR alike. */

import { defineField, type FieldSpec } from "../field.ts";
import { LAYOUT_FIELDS } from "./dns-layout.ts";
import { OPTION_FIELDS } from "./dns-options.ts";
import { SERVICE_FIELDS } from "./dns-service.ts";
import { TSIG_FIELDS } from "./dns-tsig.ts";
import { CLASSES, OPCODES, RESPONSE_CODES, recordTypeName } from "./dns-values.ts";

const FLAG_BITS = { octets: 2 } as const;

export const DNS: FieldSpec = defineField("dns", "protocol", "Domain Name System");
export const MDNS: FieldSpec = defineField("mdns", "protocol", "Multicast Domain Name System");
export const LLMNR: FieldSpec = defineField(
  "llmnr",
  "protocol",
  "Link-local Multicast Name Resolution",
);
export const LENGTH: FieldSpec = defineField("dns.length", "uint16", "Length");
export const ID: FieldSpec = defineField("dns.id", "uint16", "Transaction ID", { hex: true });
export const FLAGS: FieldSpec = defineField("dns.flags", "uint16", "Flags", { hex: true });
export const RESPONSE: FieldSpec = defineField("dns.flags.response", "boolean", "Response", {
  ...FLAG_BITS,
  mask: 0x8000,
  values: { 0: "Message is a query", 1: "Message is a response" },
});
export const OPCODE: FieldSpec = defineField("dns.flags.opcode", "uint16", "Opcode", {
  mask: 0x7800,
  values: OPCODES,
});
export const AUTHORITATIVE: FieldSpec = defineField(
  "dns.flags.authoritative",
  "boolean",
  "Authoritative",
  {
    ...FLAG_BITS,
    mask: 0x0400,
  },
);
export const TRUNCATED: FieldSpec = defineField("dns.flags.truncated", "boolean", "Truncated", {
  ...FLAG_BITS,
  mask: 0x0200,
});
export const RECURSION_DESIRED: FieldSpec = defineField(
  "dns.flags.recdesired",
  "boolean",
  "Recursion desired",
  {
    ...FLAG_BITS,
    mask: 0x0100,
  },
);
export const RECURSION_AVAILABLE: FieldSpec = defineField(
  "dns.flags.recavail",
  "boolean",
  "Recursion available",
  { ...FLAG_BITS, mask: 0x0080 },
);
export const AUTHENTICATED: FieldSpec = defineField(
  "dns.flags.authenticated",
  "boolean",
  "Answer authenticated",
  { ...FLAG_BITS, mask: 0x0020 },
);
export const CHECK_DISABLED: FieldSpec = defineField(
  "dns.flags.checkdisable",
  "boolean",
  "Checking disabled",
  {
    ...FLAG_BITS,
    mask: 0x0010,
  },
);
export const RESPONSE_CODE: FieldSpec = defineField("dns.flags.rcode", "uint16", "Reply code", {
  mask: 0x000f,
  values: RESPONSE_CODES,
});
/** What the bits of authority and of recursion mean in LLMNR (RFC 4795 §2.1.1). */
export const CONFLICT: FieldSpec = defineField("dns.flags.conflict", "boolean", "Conflict", {
  ...FLAG_BITS,
  mask: 0x0400,
});
export const TENTATIVE: FieldSpec = defineField("dns.flags.tentative", "boolean", "Tentative", {
  ...FLAG_BITS,
  mask: 0x0100,
});
export const RESERVED_BIT: FieldSpec = defineField("dns.flags.z", "boolean", "Z", {
  ...FLAG_BITS,
  mask: 0x0040,
});
export const QUESTION_COUNT: FieldSpec = defineField("dns.count.queries", "uint16", "Questions");
export const ANSWER_COUNT: FieldSpec = defineField("dns.count.answers", "uint16", "Answer RRs");
export const AUTHORITY_COUNT: FieldSpec = defineField(
  "dns.count.auth_rr",
  "uint16",
  "Authority RRs",
);
export const ADDITIONAL_COUNT: FieldSpec = defineField(
  "dns.count.add_rr",
  "uint16",
  "Additional RRs",
);

/** The same counts in updates (RFC 2136 §2.2). */
export const ZONE_COUNT: FieldSpec = defineField("dns.count.zones", "uint16", "Zones");
export const PREREQUISITE_COUNT: FieldSpec = defineField(
  "dns.count.prerequisites",
  "uint16",
  "Prerequisites",
);
export const UPDATE_COUNT: FieldSpec = defineField("dns.count.updates", "uint16", "Updates");

/** Groups, which have no value and therefore cannot be filtered by. */
export const QUESTION: FieldSpec = defineField("dns.qry", "protocol", "Question");
export const RECORD: FieldSpec = defineField("dns.resp", "protocol", "Record");

export const QUESTION_NAME: FieldSpec = defineField("dns.qry.name", "string", "Name");
export const QUESTION_NAME_LENGTH: FieldSpec = defineField(
  "dns.qry.name.len",
  "uint16",
  "Name Length",
);
export const LABEL_COUNT: FieldSpec = defineField("dns.count.labels", "uint16", "Label Count");
export const QUESTION_TYPE: FieldSpec = defineField("dns.qry.type", "uint16", "Type", {
  values: recordTypeName,
});
export const QUESTION_CLASS: FieldSpec = defineField("dns.qry.class", "uint16", "Class", {
  hex: true,
  values: CLASSES,
});
export const QUESTION_UNICAST: FieldSpec = defineField("dns.qry.qu", "boolean", '"QU" question');

export const RECORD_NAME: FieldSpec = defineField("dns.resp.name", "string", "Name");
/** The parts of the name of an SRV record: `_http._tcp.example.com` (RFC 2782). */
export const SERVICE: FieldSpec = defineField("dns.srv.service", "string", "Service");
export const SERVICE_PROTOCOL: FieldSpec = defineField("dns.srv.proto", "string", "Protocol");
export const SERVICE_NAME: FieldSpec = defineField("dns.srv.name", "string", "Name");
export const RECORD_TYPE: FieldSpec = defineField("dns.resp.type", "uint16", "Type", {
  values: recordTypeName,
});
export const RECORD_CLASS: FieldSpec = defineField("dns.resp.class", "uint16", "Class", {
  hex: true,
  values: CLASSES,
});
export const CACHE_FLUSH: FieldSpec = defineField("dns.resp.cache_flush", "boolean", "Cache flush");
export const TIME_TO_LIVE: FieldSpec = defineField("dns.resp.ttl", "uint32", "Time to live");
export const DATA_LENGTH: FieldSpec = defineField("dns.resp.len", "uint16", "Data length");

export const OPT_PAYLOAD_SIZE: FieldSpec = defineField(
  "dns.rr.udp_payload_size",
  "uint16",
  "UDP payload size",
);
/** The same below the cache-flush bit of mDNS, in base 16 as tshark has it there. */
export const MULTICAST_PAYLOAD_SIZE: FieldSpec = defineField(
  "dns.rr.udp_payload_size",
  "uint16",
  "UDP payload size",
  { mask: 0x7fff, hex: true },
);
export const EXTENDED_CODE: FieldSpec = defineField(
  "dns.resp.ext_rcode",
  "uint8",
  "Higher bits in extended RCODE",
  { hex: true },
);
export const EDNS_VERSION: FieldSpec = defineField(
  "dns.resp.edns0_version",
  "uint8",
  "EDNS0 version",
);
export const EDNS_FLAGS: FieldSpec = defineField("dns.resp.z", "uint16", "Z", { hex: true });
export const DNSSEC_OK: FieldSpec = defineField("dns.resp.z.do", "boolean", "DO bit", {
  ...FLAG_BITS,
  mask: 0x8000,
});
export const EDNS_RESERVED: FieldSpec = defineField("dns.resp.z.reserved", "uint16", "Reserved", {
  hex: true,
  mask: 0x7fff,
});

export const KEY_ID: FieldSpec = defineField("dns.dnskey.key_id", "uint16", "Key id");
export const PUBLIC_KEY: FieldSpec = defineField("dns.dnskey.public_key", "bytes", "Public Key");
export const HASH_LENGTH: FieldSpec = defineField("dns.nsec3.hash_length", "uint8", "Hash length");
export const HASH_VALUE: FieldSpec = defineField(
  "dns.nsec3.hash_value",
  "string",
  "Next hashed owner",
);
export const CAA_FLAGS: FieldSpec = defineField("dns.caa.flags", "uint8", "CAA Flags", {
  hex: true,
});
export const CAA_CRITICAL: FieldSpec = defineField(
  "dns.caa.flags.issuer_critical",
  "boolean",
  "Issuer Critical",
  { mask: 0x80 },
);
export const CAA_TAGS: ReadonlyMap<string, FieldSpec> = new Map([
  ["issue", defineField("dns.caa.issue", "string", "Issue")],
  ["issuewild", defineField("dns.caa.issuewild", "string", "Issue Wildcard")],
  ["iodef", defineField("dns.caa.iodef", "string", "Report URL")],
]);
export const CAA_UNKNOWN: FieldSpec = defineField("dns.caa.unknown", "string", "Unknown tag");
export const CAA_TAG_LENGTH: FieldSpec = defineField("dns.caa.tag_length", "uint8", "Tag length");
export const CAA_TAG: FieldSpec = defineField("dns.caa.tag", "string", "Tag");
export const CAA_VALUE: FieldSpec = defineField("dns.caa.value", "string", "Value");
export const WKS_BITS: FieldSpec = defineField("dns.wks.bits", "uint8", "Bits", { hex: true });
export const DATA: FieldSpec = defineField("dns.data", "bytes", "Data");

export const RESPONSE_IN: FieldSpec = defineField("dns.response_in", "frameNumber", "Response In");
export const RESPONSE_TO: FieldSpec = defineField("dns.response_to", "frameNumber", "Request In");
export const TIME: FieldSpec = defineField("dns.time", "relativeTime", "Time");
export const RETRANSMISSION: FieldSpec = defineField(
  "dns.retransmission",
  "boolean",
  "Retransmission",
);
export const REQUEST_REPEATED: FieldSpec = defineField(
  "dns.retransmit_request_in",
  "frameNumber",
  "Retransmitted request. Original request in",
);
export const RESPONSE_REPEATED: FieldSpec = defineField(
  "dns.retransmit_response_in",
  "frameNumber",
  "Retransmitted response. Original response in",
);

export const FIELDS: readonly FieldSpec[] = [
  ...[DNS, MDNS, LLMNR, LENGTH, ID, FLAGS, RESPONSE, OPCODE, AUTHORITATIVE, CONFLICT, TRUNCATED],
  ...[RECURSION_DESIRED, TENTATIVE, RECURSION_AVAILABLE, RESERVED_BIT, AUTHENTICATED],
  ...[CHECK_DISABLED, RESPONSE_CODE, QUESTION_COUNT, ANSWER_COUNT, AUTHORITY_COUNT],
  ...[ADDITIONAL_COUNT, ZONE_COUNT, PREREQUISITE_COUNT, UPDATE_COUNT, QUESTION_NAME],
  ...[QUESTION_NAME_LENGTH, LABEL_COUNT, QUESTION_TYPE, QUESTION_CLASS, QUESTION_UNICAST],
  ...[RECORD_NAME, RECORD_TYPE, RECORD_CLASS, CACHE_FLUSH, TIME_TO_LIVE, DATA_LENGTH],
  ...[OPT_PAYLOAD_SIZE, EXTENDED_CODE, EDNS_VERSION, EDNS_FLAGS, DNSSEC_OK, EDNS_RESERVED],
  ...[KEY_ID, PUBLIC_KEY, HASH_LENGTH, HASH_VALUE, CAA_FLAGS, CAA_CRITICAL, ...CAA_TAGS.values()],
  ...[CAA_UNKNOWN, CAA_TAG_LENGTH, CAA_TAG, CAA_VALUE, WKS_BITS, DATA, RESPONSE_IN, RESPONSE_TO],
  ...[TIME, RETRANSMISSION, REQUEST_REPEATED, RESPONSE_REPEATED, SERVICE, SERVICE_PROTOCOL],
  ...[SERVICE_NAME, ...LAYOUT_FIELDS, ...OPTION_FIELDS, ...SERVICE_FIELDS, ...TSIG_FIELDS],
];
