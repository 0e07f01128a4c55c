/** UDP datagrams with checksum, RFC 768. */
import type { IpAddress } from "./address.ts";
import { ByteWriter } from "./byte-writer.ts";
import { internetChecksum, pseudoHeaderSum } from "./checksum.ts";
import { IpProtocol } from "./ip.ts";

const HEADER_LENGTH = 8;
const CHECKSUM_OFFSET = 6;

export interface UdpFields {
  /** Addresses of the IP packet around it; the checksum covers them. */
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payload: Uint8Array;
}

export function buildUdp(fields: UdpFields): Uint8Array<ArrayBuffer> {
  const length = HEADER_LENGTH + fields.payload.length;
  const datagram = new ByteWriter(length)
    .uint16(fields.sourcePort)
    .uint16(fields.destinationPort)
    .uint16(length)
    .uint16(0)
    .bytes(fields.payload)
    .finish();
  const sum = internetChecksum(datagram, pseudoHeaderSum(fields, IpProtocol.Udp, length));
  new DataView(datagram.buffer).setUint16(CHECKSUM_OFFSET, sum === 0 ? 0xffff : sum);
  return datagram;
}
