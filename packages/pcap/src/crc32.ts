/** CRC-32 of gzip (RFC 1952 §8), four octets per step. */

const POLYNOMIAL = 0xedb8_8320;
const TABLES = makeTables();

function makeTables(): Int32Array {
  const tables = new Int32Array(4 * 256);
  for (let octet = 0; octet < 256; octet++) {
    let crc = octet;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
    tables[octet] = crc;
  }
  for (let index = 256; index < tables.length; index++) {
    const before = tables[index - 256]!;
    tables[index] = (before >>> 8) ^ tables[before & 0xff]!;
  }
  return tables;
}

/** Continues `crc`, 0 at the start, over `bytes`; the result is a 32-bit unsigned integer. */
export function crc32(crc: number, bytes: Uint8Array): number {
  let value = ~crc;
  let index = 0;
  for (const limit = bytes.length - 3; index < limit; index += 4) {
    value ^=
      bytes[index]! |
      (bytes[index + 1]! << 8) |
      (bytes[index + 2]! << 16) |
      (bytes[index + 3]! << 24);
    value =
      TABLES[768 + (value & 0xff)]! ^
      TABLES[512 + ((value >>> 8) & 0xff)]! ^
      TABLES[256 + ((value >>> 16) & 0xff)]! ^
      TABLES[value >>> 24]!;
  }
  for (; index < bytes.length; index++) {
    value = (value >>> 8) ^ TABLES[(value ^ bytes[index]!) & 0xff]!;
  }
  return ~value >>> 0;
}
