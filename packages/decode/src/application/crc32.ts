/** The cyclic redundancy check of ISO 3309 and ITU-T V.42, as zlib and Ethernet compute it. */

const POLYNOMIAL = 0xedb8_8320;

const TABLE: Uint32Array = makeTable();

function makeTable(): Uint32Array {
  const table = new Uint32Array(256);
  for (let octet = 0; octet < 256; octet += 1) {
    let value = octet;
    for (let bit = 0; bit < 8; bit += 1) {
      value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
    }
    table[octet] = value;
  }
  return table;
}

export function crc32(view: DataView, start: number, end: number): number {
  let value = 0xffff_ffff;
  for (let off = start; off < end; off += 1) {
    value = (value >>> 8) ^ TABLE[(value ^ view.getUint8(off)) & 0xff]!;
  }
  return (value ^ 0xffff_ffff) >>> 0;
}
