/** Internet checksum, RFC 1071, and the pseudo-headers that it covers. */
import type { IpAddress } from "./address.ts";

/** The checksum field's value for octets whose own field is still 0. */
export function internetChecksum(bytes: Uint8Array, initial = 0): number {
  let sum = initial;
  const even = bytes.length & ~1;
  for (let index = 0; index < even; index += 2) sum += (bytes[index]! << 8) | bytes[index + 1]!;
  if (even < bytes.length) sum += bytes[even]! << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return ~sum & 0xffff;
}

/** Source, destination, protocol and length of a segment, for {@link internetChecksum} to start from. */
export function pseudoHeaderSum(
  path: { readonly source: IpAddress; readonly destination: IpAddress },
  protocol: number,
  length: number,
): number {
  let sum = protocol + (length & 0xffff) + (length >>> 16);
  for (const address of [path.source, path.destination]) {
    for (let index = 0; index < address.length; index += 2) {
      sum += (address[index]! << 8) | address[index + 1]!;
    }
  }
  return sum;
}
