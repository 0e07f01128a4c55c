/** ARP for IPv4 over Ethernet, RFC 826. */
import type { IpAddress, MacAddress } from "./address.ts";
import { ByteWriter } from "./byte-writer.ts";

export interface ArpFields {
  readonly operation: "request" | "reply";
  readonly senderMac: MacAddress;
  readonly senderIp: IpAddress;
  /** Zeros in a request. */
  readonly targetMac: MacAddress;
  readonly targetIp: IpAddress;
}

export function buildArp(fields: ArpFields): Uint8Array<ArrayBuffer> {
  return new ByteWriter()
    .uint16(1)
    .uint16(0x0800)
    .uint8(6)
    .uint8(4)
    .uint16(fields.operation === "request" ? 1 : 2)
    .bytes(fields.senderMac)
    .bytes(fields.senderIp)
    .bytes(fields.targetMac)
    .bytes(fields.targetIp)
    .finish();
}
