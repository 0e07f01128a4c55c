/** DHCP messages, RFC 2131, with the options of RFC 2132 that a home network uses. */
import { type IpAddress, ipAddress, type MacAddress } from "../packet/address.ts";
import { asciiBytes, ByteWriter } from "../packet/byte-writer.ts";

export const DhcpType = { Discover: 1, Offer: 2, Request: 3, Ack: 5 } as const;

const MAGIC = 0x6382_5363;
const LEASE_SECONDS = 86_400;
const UNKNOWN = ipAddress("0.0.0.0");

export interface DhcpFields {
  /** {@link DhcpType}. */
  readonly type: number;
  readonly transaction: number;
  readonly clientMac: MacAddress;
  readonly hostName: string;
  /** Address asked for or handed out; none in a discovery. */
  readonly address?: IpAddress;
  /** Server and router; present in what the server sends and in requests. */
  readonly server?: IpAddress;
}

export function buildDhcp(fields: DhcpFields): Uint8Array<ArrayBuffer> {
  const fromServer = fields.type === DhcpType.Offer || fields.type === DhcpType.Ack;
  const address = fields.address ?? UNKNOWN;
  const writer = new ByteWriter()
    .uint8(fromServer ? 2 : 1)
    .uint8(1)
    .uint8(6)
    .uint8(0)
    .uint32(fields.transaction)
    .uint32(0)
    .bytes(UNKNOWN)
    .bytes(fromServer ? address : UNKNOWN)
    .bytes(fromServer && fields.server !== undefined ? fields.server : UNKNOWN)
    .bytes(UNKNOWN)
    .bytes(fields.clientMac)
    .zeros(10 + 64 + 128)
    .uint32(MAGIC);
  option(writer, 53, Uint8Array.of(fields.type));
  if (fields.server !== undefined) option(writer, 54, fields.server);
  if (fromServer && fields.server !== undefined) {
    option(writer, 51, new ByteWriter().uint32(LEASE_SECONDS).finish());
    option(writer, 1, ipAddress("255.255.255.0"));
    option(writer, 3, fields.server);
    option(writer, 6, fields.server);
    option(writer, 15, asciiBytes("home.example"));
  } else {
    if (fields.address !== undefined) option(writer, 50, fields.address);
    option(writer, 12, asciiBytes(fields.hostName));
    option(writer, 55, Uint8Array.of(1, 3, 6, 15, 28, 42));
  }
  return writer.uint8(255).finish();
}

function option(writer: ByteWriter, code: number, value: Uint8Array): void {
  writer.uint8(code).uint8(value.length).bytes(value);
}
