/** Ethernet II frames, IEEE 802.3 §3.2, without the frame check sequence, as captures have them. */
import type { MacAddress } from "./address.ts";
import { ByteWriter } from "./byte-writer.ts";

export const EtherType = { Ipv4: 0x0800, Arp: 0x0806, Vlan: 0x8100, Ipv6: 0x86dd } as const;

const HEADER_LENGTH = 14;
const TAG_LENGTH = 4;
/** Shortest frame on the wire, without the frame check sequence. */
const MIN_FRAME_LENGTH = 60;

export interface EthernetFields {
  readonly source: MacAddress;
  readonly destination: MacAddress;
  readonly etherType: number;
  readonly payload: Uint8Array;
  /** 802.1Q identifier, 1 … 4094; untagged unless given. */
  readonly vlanId?: number;
}

/** Pads to the 60 octets that Ethernet demands. */
export function buildEthernet(fields: EthernetFields): Uint8Array<ArrayBuffer> {
  const headerLength = fields.vlanId === undefined ? HEADER_LENGTH : HEADER_LENGTH + TAG_LENGTH;
  const writer = new ByteWriter(Math.max(MIN_FRAME_LENGTH, headerLength + fields.payload.length));
  writer.bytes(fields.destination).bytes(fields.source);
  if (fields.vlanId !== undefined) writer.uint16(EtherType.Vlan).uint16(fields.vlanId);
  writer.uint16(fields.etherType).bytes(fields.payload);
  return writer.zeros(Math.max(0, MIN_FRAME_LENGTH - writer.length)).finish();
}
