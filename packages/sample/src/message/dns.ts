/** DNS messages, RFC 1035; mDNS (RFC 6762) and LLMNR (RFC 4795) have the same form. */
import type { IpAddress } from "../packet/address.ts";
import { asciiBytes, ByteWriter } from "../packet/byte-writer.ts";

export const DnsType = { A: 1, Cname: 5, Ptr: 12, Txt: 16, Aaaa: 28, Srv: 33, Https: 65 } as const;

const QUERY_FLAGS = 0x0100;
const RESPONSE_FLAGS = 0x8180;
const CLASS_IN = 1;
const DEFAULT_TTL = 300;
/** Name-compression pointer to the first question, RFC 1035 §4.1.4. */
const FIRST_NAME = 0xc00c;

export interface DnsQuestion {
  readonly name: string;
  /** {@link DnsType}. */
  readonly type: number;
}

export interface DnsRecord {
  readonly name: string;
  /** Seconds; 300 unless given. */
  readonly ttl?: number;
  /** An address makes an A or AAAA record. */
  readonly data: { readonly address: IpAddress } | { readonly type: number; readonly name: string };
}

export interface DnsFields {
  readonly id: number;
  /** The second word of the header; that of a recursive query or response unless given. */
  readonly flags?: number;
  readonly response?: boolean;
  readonly questions: readonly DnsQuestion[];
  readonly answers?: readonly DnsRecord[];
}

export function buildDns(fields: DnsFields): Uint8Array<ArrayBuffer> {
  const answers = fields.answers ?? [];
  const response = fields.response ?? answers.length > 0;
  const writer = new ByteWriter()
    .uint16(fields.id)
    .uint16(fields.flags ?? (response ? RESPONSE_FLAGS : QUERY_FLAGS))
    .uint16(fields.questions.length)
    .uint16(answers.length)
    .uint16(0)
    .uint16(0);
  for (const { name, type } of fields.questions) {
    writer.bytes(encodeName(name)).uint16(type).uint16(CLASS_IN);
  }
  const firstName = fields.questions[0]?.name;
  for (const record of answers) writeRecord(writer, record, firstName);
  return writer.finish();
}

function writeRecord(writer: ByteWriter, record: DnsRecord, firstName: string | undefined): void {
  const { data } = record;
  if (record.name === firstName) writer.uint16(FIRST_NAME);
  else writer.bytes(encodeName(record.name));
  const value = "address" in data ? data.address : encodeName(data.name);
  const addressType = value.length === 4 ? DnsType.A : DnsType.Aaaa;
  writer
    .uint16("address" in data ? addressType : data.type)
    .uint16(CLASS_IN)
    .uint32(record.ttl ?? DEFAULT_TTL)
    .uint16(value.length)
    .bytes(value);
}

/** Labels with their lengths, without compression. */
function encodeName(name: string): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  for (const label of name.split(".")) {
    if (label !== "") writer.uint8(label.length).bytes(asciiBytes(label));
  }
  return writer.uint8(0).finish();
}
