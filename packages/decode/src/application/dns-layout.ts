/**
 * What the data of each type of resource record consists of, one part after another.
 *
 * The types with fixed layouts are described here; those that need a decision are read in `dns-data.ts`.
 */

import { defineField, type FieldOptions, type FieldSpec, type FieldType } from "../field.ts";
import {
  DIGEST_TYPES,
  recordTypeName,
  SECURITY_ALGORITHMS,
  TLSA_MATCHING,
  TLSA_SELECTORS,
  TLSA_USAGES,
} from "./dns-values.ts";

/** How a part takes its octets. */
type PartKind =
  | "fixed"
  /** A domain name. */
  | "name"
  /** Text behind an octet that counts it. */
  | "counted"
  /** Texts behind their lengths, as long as there are any. */
  | "texts"
  /** Octets behind an octet that counts them. */
  | "sized"
  /** Seconds since 1970. */
  | "time"
  /** A bitmap of record types (RFC 4034 §4.1.2). */
  | "types"
  /** All that is left. */
  | "rest"
  /** All that is left, as text. */
  | "text";

export interface Part {
  readonly kind: PartKind;
  readonly spec: FieldSpec;
  /** The field of the length that stands before it. */
  readonly length?: FieldSpec;
  /** Bit fields inside it. */
  readonly bits?: readonly FieldSpec[];
}

function define(name: string, type: FieldType, title: string, options?: FieldOptions): FieldSpec {
  return defineField(`dns.${name}`, type, title, options);
}

function number(name: string, octets: 1 | 2 | 4, title: string, options: FieldOptions = {}): Part {
  const type = octets === 1 ? "uint8" : octets === 2 ? "uint16" : "uint32";
  return { kind: "fixed", spec: define(name, type, title, options) };
}

function name(field: string, title: string): Part {
  return { kind: "name", spec: define(field, "string", title) };
}

function counted(field: string, title: string, lengthField = `${field}_length`): Part {
  const length = define(lengthField, "uint8", `${title} Length`);
  return { kind: "counted", spec: define(field, "string", title), length };
}

function texts(field: string, title: string): Part {
  const length = define(`${field}.length`, "uint8", `${title} Length`);
  return { kind: "texts", spec: define(field, "string", title), length };
}

function sized(field: string, lengthField: string, title: string): Part {
  const length = define(lengthField, "uint8", `${title} length`);
  return { kind: "sized", spec: define(field, "bytes", title), length };
}

function time(field: string, title: string): Part {
  return { kind: "time", spec: define(field, "absoluteTime", title) };
}

function rest(field: string, title: string): Part {
  return { kind: "rest", spec: define(field, "bytes", title) };
}

function fixed(field: string, type: FieldType, title: string, octets?: number): Part {
  return {
    kind: "fixed",
    spec: define(field, type, title, octets === undefined ? {} : { octets }),
  };
}

function flag(field: string, mask: number, title: string, octets = 2): FieldSpec {
  return define(field, "boolean", title, { octets, mask });
}

const TYPE_BITMAP: Part = {
  kind: "types",
  spec: define("resp.type", "uint16", "Type", { values: recordTypeName }),
};

const ALGORITHM = { values: SECURITY_ALGORITHMS };

const SIGNATURE: readonly Part[] = [
  number("rrsig.type_covered", 2, "Type Covered", { values: recordTypeName }),
  number("rrsig.algorithm", 1, "Algorithm", ALGORITHM),
  number("rrsig.labels", 1, "Labels"),
  number("rrsig.original_ttl", 4, "Original TTL"),
  time("rrsig.signature_expiration", "Signature Expiration"),
  time("rrsig.signature_inception", "Signature Inception"),
  number("rrsig.key_tag", 2, "Key Tag"),
  name("rrsig.signers_name", "Signer's name"),
  rest("rrsig.signature", "Signature"),
];

const DELEGATION: readonly Part[] = [
  number("ds.key_id", 2, "Key id", { hex: true }),
  number("ds.algorithm", 1, "Algorithm", ALGORITHM),
  number("ds.digest_type", 1, "Digest Type", { values: DIGEST_TYPES }),
  rest("ds.digest", "Digest"),
];

const NSEC3_HEAD: readonly Part[] = [
  number("nsec3.algo", 1, "Hash algorithm"),
  {
    ...number("nsec3.flags", 1, "NSEC3 flags"),
    bits: [flag("nsec3.flags.opt_out", 0x01, "NSEC3 Opt-out flag", 1)],
  },
  number("nsec3.iterations", 2, "NSEC3 iterations"),
  sized("nsec3.salt_value", "nsec3.salt_length", "Salt"),
];

const TLSA: readonly Part[] = [
  number("tlsa.certificate_usage", 1, "Certificate Usage", { values: TLSA_USAGES }),
  number("tlsa.selector", 1, "Selector", { values: TLSA_SELECTORS }),
  number("tlsa.matching_type", 1, "Matching Type", { values: TLSA_MATCHING }),
  rest("tlsa.certificate_association_data", "Certificate Association Data"),
];

/** Parts of a key record in front of the key; the key's number is calculated (RFC 4034 Appendix B). */
const DNSKEY: readonly Part[] = [
  {
    ...number("dnskey.flags", 2, "Flags", { hex: true }),
    bits: [
      flag("dnskey.flags.zone_key", 0x0100, "Zone Key"),
      flag("dnskey.flags.key_revoked", 0x0080, "Key Revoked"),
      flag("dnskey.flags.secure_entry_point", 0x0001, "Key Signing Key"),
      define("dnskey.flags.reserved", "uint16", "Key Signing Key", { hex: true, mask: 0xfe7e }),
    ],
  },
  number("dnskey.protocol", 1, "Protocol"),
  number("dnskey.algorithm", 1, "Algorithm", ALGORITHM),
];

export const LAYOUTS: Readonly<Record<number, readonly Part[]>> = {
  1: [fixed("a", "ipv4", "Address")],
  2: [name("ns", "Name Server")],
  3: [name("md", "Mail Destination")],
  4: [name("mf", "Mail Forwarder")],
  5: [name("cname", "CNAME")],
  6: [
    name("soa.mname", "Primary name server"),
    name("soa.rname", "Responsible authority's mailbox"),
    number("soa.serial_number", 4, "Serial Number"),
    number("soa.refresh_interval", 4, "Refresh Interval"),
    number("soa.retry_interval", 4, "Retry Interval"),
    number("soa.expire_limit", 4, "Expire limit"),
    number("soa.minimum_ttl", 4, "Minimum TTL"),
  ],
  7: [name("mb", "MailBox Domaine")],
  8: [name("mg", "Mail Group member")],
  9: [name("mr", "Mail Rename domaine")],
  10: [rest("null", "Null (data)")],
  11: [fixed("wks.address", "ipv4", "Address"), number("wks.protocol", 1, "Protocol")],
  12: [name("ptr.domain_name", "Domain Name")],
  13: [counted("hinfo.cpu", "CPU"), counted("hinfo.os", "OS")],
  14: [name("minfo.r", "Responsible Mailbox"), name("minfo.e", "Error Mailbox")],
  15: [number("mx.preference", 2, "Preference"), name("mx.mail_exchange", "Mail Exchange")],
  16: [texts("txt", "TXT")],
  17: [name("rp.mailbox", "Mailbox"), name("rp.txt_rr", "TXT RR")],
  18: [number("afsdb.subtype", 2, "Subtype"), name("afsdb.hostname", "Hostname")],
  19: [counted("x25.psdn_address", "PSDN-Address", "x25.length")],
  20: [
    counted("idsn.address", "ISDN Address", "idsn.length"),
    counted("idsn.sa.address", "Sub Address", "idsn.sa.length"),
  ],
  21: [
    number("rt.subtype", 2, "Preference"),
    name("rt.intermediate_host", "Intermediate Hostname"),
  ],
  22: [rest("nsap.rdata", "NSAP Data")],
  23: [name("nsap_ptr.owner", "Owner")],
  24: SIGNATURE,
  25: [
    number("key.flags", 2, "Flags", { hex: true }),
    number("key.protocol", 1, "Protocol"),
    number("key.algorithm", 1, "Algorithm", ALGORITHM),
    rest("key.public_key", "Public Key"),
  ],
  26: [
    number("px.preference", 2, "Preference"),
    name("px.map822", "MAP822"),
    name("px.map400", "MAPX400"),
  ],
  27: [
    counted("gpos.longitude", "Longitude"),
    counted("gpos.latitude", "Latitude"),
    counted("gpos.altitude", "Altitude"),
  ],
  28: [fixed("aaaa", "ipv6", "AAAA Address")],
  29: [
    number("loc.version", 1, "Version"),
    number("loc.size", 1, "Size"),
    number("loc.horizontal_precision", 1, "Horizontal Precision"),
    number("loc.vertical_precision", 1, "Vertical Precision"),
    number("loc.latitude", 4, "Latitude"),
    number("loc.longitude", 4, "Longitude"),
    number("loc.altitude", 4, "Altitude"),
  ],
  30: [name("nxt.next_domain_name", "Next Domain Name")],
  33: [
    number("srv.priority", 2, "Priority"),
    number("srv.weight", 2, "Weight"),
    number("srv.port", 2, "Port"),
    name("srv.target", "Target"),
  ],
  35: [
    number("naptr.order", 2, "Order"),
    number("naptr.preference", 2, "Preference"),
    counted("naptr.flags", "Flags"),
    counted("naptr.service", "Service"),
    counted("naptr.regex", "Regex"),
    name("naptr.replacement", "Replacement"),
  ],
  36: [number("kx.preference", 2, "Preference"), name("kx.key_exchange", "Key Exchange")],
  37: [
    number("cert.type", 2, "Type"),
    number("cert.key_tag", 2, "Key Tag", { hex: true }),
    number("cert.algorithm", 1, "Algorithm", ALGORITHM),
    rest("cert.certificate", "Certificate (or CRL)"),
  ],
  39: [name("dname", "Dname")],
  43: DELEGATION,
  44: [
    number("sshfp.algorithm", 1, "Algorithm", {
      values: { 0: "Reserved", 1: "RSA", 2: "DSA", 3: "ECDSA", 4: "Ed25519", 5: "XMSS" },
    }),
    number("sshfp.fingerprint.type", 1, "Fingerprint type", {
      values: { 0: "Reserved", 1: "SHA1", 2: "SHA256" },
    }),
    rest("sshfp.fingerprint", "Fingerprint"),
  ],
  46: SIGNATURE,
  47: [name("nsec.next_domain_name", "Next Domain Name"), TYPE_BITMAP],
  48: DNSKEY,
  49: [rest("dhcid.rdata", "DHCID Data")],
  50: NSEC3_HEAD,
  51: NSEC3_HEAD,
  52: TLSA,
  53: TLSA,
  59: DELEGATION,
  60: DNSKEY,
  62: [
    number("csync.soa", 4, "SOA"),
    {
      ...number("csync.flags", 2, "Flags", { hex: true }),
      bits: [
        flag("csync.flags.immediate", 0x0001, "immediate"),
        flag("csync.flags.soaminimum", 0x0002, "soaminimum"),
      ],
    },
    TYPE_BITMAP,
  ],
  63: [
    number("zonemd.serial", 4, "Serial"),
    number("zonemd.scheme", 1, "Scheme"),
    number("zonemd.hash_algo", 1, "Hash Algorithm"),
    rest("zonemd.digest", "Digest"),
  ],
  64: [number("svcb.svcpriority", 2, "SvcPriority"), name("svcb.targetname", "TargetName")],
  65: [number("svcb.svcpriority", 2, "SvcPriority"), name("svcb.targetname", "TargetName")],
  99: [texts("spf", "SPF")],
  104: [number("ilnp.nid.preference", 2, "Preference"), rest("ilnp.nid", "NodeID")],
  105: [number("ilnp.l32.preference", 2, "Preference"), fixed("ilnp.l32", "ipv4", "Locator32")],
  106: [number("ilnp.l64.preference", 2, "Preference"), rest("ilnp.l64", "Locator64")],
  107: [number("ilnp.lp.preference", 2, "Preference"), name("ilnp.lp", "Locator FQDN")],
  108: [fixed("eui48", "ether", "EUI48 Address")],
  109: [fixed("eui64", "bytes", "EUI64 Address", 8)],
  249: [
    name("tkey.algo_name", "Algorithm name"),
    time("tkey.signature_inception", "Signature Inception"),
    time("tkey.signature_expiration", "Signature Expiration"),
    number("tkey.mode", 2, "Mode"),
    number("tkey.error", 2, "Error"),
    number("tkey.key_size", 2, "Key Size"),
  ],
  256: [
    number("srv.priority", 2, "Priority"),
    number("srv.weight", 2, "Weight"),
    { kind: "text", spec: define("srv.target", "string", "Target") },
  ],
  32769: DELEGATION,
};

/** Every field of the layouts, each once. */
export const LAYOUT_FIELDS: readonly FieldSpec[] = layoutFields();

function layoutFields(): FieldSpec[] {
  const known = new Map<string, FieldSpec>();
  for (const { spec, length, bits = [] } of Object.values(LAYOUTS).flat()) {
    for (const field of length === undefined ? [spec, ...bits] : [length, spec]) {
      if (field !== TYPE_BITMAP.spec) known.set(field.name, field);
    }
  }
  return [...known.values()];
}
