/** Fields of DNS messages, for DNS, mDNS and LLMNR alike. */

import { defineField, type FieldSpec } from "../field.ts";
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

export const A: FieldSpec = defineField("dns.a", "ipv4", "Address");
export const AAAA: FieldSpec = defineField("dns.aaaa", "ipv6", "AAAA Address");
export const CNAME: FieldSpec = defineField("dns.cname", "string", "CNAME");
export const NS: FieldSpec = defineField("dns.ns", "string", "Name Server");
export const PTR: FieldSpec = defineField("dns.ptr.domain_name", "string", "Domain Name");
export const MX_PREFERENCE: FieldSpec = defineField("dns.mx.preference", "uint16", "Preference");
export const MX_EXCHANGE: FieldSpec = defineField(
  "dns.mx.mail_exchange",
  "string",
  "Mail Exchange",
);
export const TXT_LENGTH: FieldSpec = defineField("dns.txt.length", "uint8", "TXT Length");
export const TXT: FieldSpec = defineField("dns.txt", "string", "TXT");
export const SRV_PRIORITY: FieldSpec = defineField("dns.srv.priority", "uint16", "Priority");
export const SRV_WEIGHT: FieldSpec = defineField("dns.srv.weight", "uint16", "Weight");
export const SRV_PORT: FieldSpec = defineField("dns.srv.port", "uint16", "Port");
export const SRV_TARGET: FieldSpec = defineField("dns.srv.target", "string", "Target");
export const SOA_PRIMARY: FieldSpec = defineField("dns.soa.mname", "string", "Primary name server");
export const SOA_MAILBOX: FieldSpec = defineField(
  "dns.soa.rname",
  "string",
  "Responsible authority's mailbox",
);
export const SOA_SERIAL: FieldSpec = defineField(
  "dns.soa.serial_number",
  "uint32",
  "Serial Number",
);
export const SOA_REFRESH: FieldSpec = defineField(
  "dns.soa.refresh_interval",
  "uint32",
  "Refresh Interval",
);
export const SOA_RETRY: FieldSpec = defineField(
  "dns.soa.retry_interval",
  "uint32",
  "Retry Interval",
);
export const SOA_EXPIRE: FieldSpec = defineField("dns.soa.expire_limit", "uint32", "Expire limit");
export const SOA_MINIMUM: FieldSpec = defineField("dns.soa.minimum_ttl", "uint32", "Minimum TTL");
export const SVCB_PRIORITY: FieldSpec = defineField(
  "dns.svcb.svcpriority",
  "uint16",
  "SvcPriority",
);
export const SVCB_TARGET: FieldSpec = defineField("dns.svcb.targetname", "string", "TargetName");
export const SVCB_KEY: FieldSpec = defineField("dns.svcb.svcparam.key", "uint16", "SvcParamKey", {
  values: {
    0: "mandatory",
    1: "alpn",
    2: "no-default-alpn",
    3: "port",
    4: "ipv4hint",
    5: "ech",
    6: "ipv6hint",
  },
});
export const SVCB_ALPN: FieldSpec = defineField("dns.svcb.svcparam.alpn", "string", "ALPN");
export const SVCB_PORT: FieldSpec = defineField("dns.svcb.svcparam.port", "uint16", "Port");
export const SVCB_IPV4: FieldSpec = defineField("dns.svcb.svcparam.ipv4hint.ip", "ipv4", "IP");
export const SVCB_IPV6: FieldSpec = defineField("dns.svcb.svcparam.ipv6hint.ip", "ipv6", "IP");
export const OPT_PAYLOAD_SIZE: FieldSpec = defineField(
  "dns.rr.udp_payload_size",
  "uint16",
  "UDP payload size",
  {
    hex: true,
  },
);

export const FIELDS: readonly FieldSpec[] = [
  ...[DNS, MDNS, LLMNR, LENGTH, ID, FLAGS, RESPONSE, OPCODE, AUTHORITATIVE, TRUNCATED],
  ...[RECURSION_DESIRED, RECURSION_AVAILABLE, AUTHENTICATED, CHECK_DISABLED, RESPONSE_CODE],
  ...[QUESTION_COUNT, ANSWER_COUNT, AUTHORITY_COUNT, ADDITIONAL_COUNT],
  ...[QUESTION_NAME, QUESTION_NAME_LENGTH, LABEL_COUNT, QUESTION_TYPE, QUESTION_CLASS],
  ...[QUESTION_UNICAST, RECORD_NAME, RECORD_TYPE, RECORD_CLASS, CACHE_FLUSH, TIME_TO_LIVE],
  ...[DATA_LENGTH, A, AAAA, CNAME, NS, PTR, MX_PREFERENCE, MX_EXCHANGE, TXT_LENGTH, TXT],
  ...[SRV_PRIORITY, SRV_WEIGHT, SRV_PORT, SRV_TARGET, SOA_PRIMARY, SOA_MAILBOX, SOA_SERIAL],
  ...[SOA_REFRESH, SOA_RETRY, SOA_EXPIRE, SOA_MINIMUM, SVCB_PRIORITY, SVCB_TARGET, SVCB_KEY],
  ...[SVCB_ALPN, SVCB_PORT, SVCB_IPV4, SVCB_IPV6, OPT_PAYLOAD_SIZE],
];
