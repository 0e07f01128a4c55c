/** The Internet checksum, RFC 1071. */

/**
 * Ones' complement sum of `[start, end)` as 16-bit words, 0 to 65535; an odd last octet is padded
 * with zero. Over a range that holds its own checksum field, 0xffff means that it is right.
 */
export function onesComplementSum(view: DataView, start: number, end: number): number {
  let sum = 0;
  let off = start;
  for (; off + 1 < end; off += 2) sum += view.getUint16(off);
  if (off < end) sum += view.getUint8(off) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return sum;
}
