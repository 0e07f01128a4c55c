/** TCP segments with options and checksum, RFC 9293. */
import type { IpAddress } from "./address.ts";
import { ByteWriter } from "./byte-writer.ts";
import { internetChecksum, pseudoHeaderSum } from "./checksum.ts";
import { IpProtocol } from "./ip.ts";

export const TcpFlag = { Fin: 1, Syn: 2, Rst: 4, Psh: 8, Ack: 16, Urg: 32 } as const;

const HEADER_LENGTH = 20;
const CHECKSUM_OFFSET = 16;
const DEFAULT_WINDOW = 64_240;

export interface TcpFields {
  /** Addresses of the IP packet around it; the checksum covers them. */
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgment?: number;
  /** {@link TcpFlag}s. */
  readonly flags: number;
  readonly window?: number;
  /** A multiple of 4 octets, at most 40; see {@link synOptions} and {@link timestampOption}. */
  readonly options?: Uint8Array;
  readonly payload?: Uint8Array;
}

export function buildTcp(fields: TcpFields): Uint8Array<ArrayBuffer> {
  const options = fields.options ?? new Uint8Array(0);
  const headerLength = HEADER_LENGTH + options.length;
  const payload = fields.payload ?? new Uint8Array(0);
  const segment = new ByteWriter(headerLength + payload.length)
    .uint16(fields.sourcePort)
    .uint16(fields.destinationPort)
    .uint32(fields.sequence)
    .uint32(fields.acknowledgment ?? 0)
    .uint8((headerLength / 4) << 4)
    .uint8(fields.flags)
    .uint16(fields.window ?? DEFAULT_WINDOW)
    .uint16(0)
    .uint16(0)
    .bytes(options)
    .bytes(payload)
    .finish();
  const pseudo = pseudoHeaderSum(fields, IpProtocol.Tcp, segment.length);
  new DataView(segment.buffer).setUint16(CHECKSUM_OFFSET, internetChecksum(segment, pseudo));
  return segment;
}

/** Maximum segment size, selective acknowledgment, time stamp and window scale, as Linux sends them. */
export function synOptions(maxSegmentSize: number, value: number, echo: number): Uint8Array {
  return new ByteWriter()
    .uint8(2)
    .uint8(4)
    .uint16(maxSegmentSize)
    .uint8(4)
    .uint8(2)
    .uint8(8)
    .uint8(10)
    .uint32(value)
    .uint32(echo)
    .uint8(1)
    .uint8(3)
    .uint8(3)
    .uint8(7)
    .finish();
}

/** RFC 7323 §3, with the customary padding. */
export function timestampOption(value: number, echo: number): Uint8Array {
  return new ByteWriter().uint32(0x0101_080a).uint32(value).uint32(echo).finish();
}
